"""How does a page that shows names leave its trace?"""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from renogroep.infra import db
from renogroep.infra.acts import by_reader
from renogroep.orders.actions.looking import look
from renogroep.orders.rules.events import Did


def looked(did: Did, find: Callable[[Session], db.Model], **facts: Any) -> None:
    """Record it before the page is made, in a transaction of its own; ``find`` may answer 404."""
    with db.transaction() as session:
        look(session, did, find(session), by=by_reader(), **facts)
