"""How does a page that shows names leave its trace?"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from renogroep.infra import db
from renogroep.infra.acts import by_reader
from renogroep.orders.actions.looking import look


def looked(did: StrEnum, find: Callable[[Session], db.Model], **facts: Any) -> None:
    """Record it before the page is made, in a transaction of its own; ``find`` may answer 404."""
    with db.transaction() as session:
        look(session, did, find(session), by=by_reader(), **facts)
