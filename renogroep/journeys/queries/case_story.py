"""Who did what in a case, and what was its owner told?"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.identity.models import Person
from renogroep.infra.outbox import OutboxMessage

MOST_MESSAGES = 20


def names_of(session: Session, person_ids: Collection[int | None]) -> dict[int | None, str]:
    """The names of people, in one question to the database."""
    keys = {key for key in person_ids if key is not None}
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(keys)))
    return {row.id: row.name for row in rows}


def told(session: Session, person_id: int) -> list[tuple[datetime, str]]:
    """(when, subject) of the last messages to somebody, newest first."""
    rows = session.execute(
        select(OutboxMessage.created_at, OutboxMessage.subject)
        .where(OutboxMessage.person_id == person_id)
        .order_by(OutboxMessage.id.desc())
        .limit(MOST_MESSAGES)
    )
    return [(row.created_at, row.subject) for row in rows]
