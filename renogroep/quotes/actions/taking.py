"""Who took a document or a file along? It is written down before it leaves."""

from typing import Any

from sqlalchemy.orm import Session

from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.db import Model
from renogroep.quotes.rules.events import Did


def took(session: Session, did: Did, row: Model, *, by: By, **facts: Any) -> None:
    """Keep that somebody downloaded what stands in ``row``; facts as ``record`` takes them."""
    record(session, did, actor_id=by.actor_id, subject=row, **facts)
