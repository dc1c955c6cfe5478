"""Who reads names and homes leaves a trace: of which?"""

from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.db import Model


def look(session: Session, did: StrEnum, subject: Model, *, by: By, **facts: Any) -> None:
    """Somebody looked at this; ``facts`` say which rows of a list were shown."""
    record(session, did, actor_id=by.actor_id, subject=subject, **facts)
