"""Somebody who is signed in proves once more who they are."""

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.identity.actions import guesses
from renogroep.identity.actions.signing_in import Attempt
from renogroep.identity.models import WebSession
from renogroep.identity.rules.events import Did
from renogroep.infra.audit import record
from renogroep.infra.db import locked


def by_password(session: Session, session_id: int, attempt: Attempt) -> None:
    """The password fitted: this session proved it just now."""
    guesses.was_right(session, attempt.guess)
    row = _held(session, session_id)
    if row is not None:
        row.proved_at = clock.now()
        record(session, Did.PROVED, actor_id=row.person_id, subject=row)


def by_code(session: Session, session_id: int) -> None:
    """The code was right."""
    row = _held(session, session_id)
    if row is not None:
        row.second_at = clock.now()
        record(session, Did.PROVED, actor_id=row.person_id, subject=row)


def _held(session: Session, session_id: int) -> WebSession | None:
    row = locked(session, WebSession, session_id)
    return row if row is not None and row.revoked_at is None else None
