"""How is it written down that somebody read names and addresses in a list of messages?"""

from collections.abc import Iterable

from renogroep.identity.actions import notices
from renogroep.infra import db
from renogroep.infra.acts import by_reader
from renogroep.infra.scope import here


def read(keys: Iterable[int]) -> None:
    """In a transaction of its own: a page that only shows changes nothing else."""
    with db.transaction() as session:
        notices.note_seen(session, here().municipality_id, list(keys), by=by_reader())
