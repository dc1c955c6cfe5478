"""What happened, who did it, and can anybody have changed that afterwards?

Rows ride in the transaction of the change itself and are chained by hash per municipality, so a
change without its record, or a record that was altered, cannot stay hidden.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint, event, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from renogroep.base import clock
from renogroep.infra.db import Model, touched

FIRST_HASH = "0" * 64
_LOOKED = ("read", "seen", "exported", "downloaded")  # who looks changes nothing


class AuditHead(Model):
    """The end of one municipality's chain; its row lock puts writers in line."""

    __tablename__ = "audit_head"

    municipality_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(default=FIRST_HASH)
    signature: Mapped[str | None]  # Ed25519 over the end of the chain, in hexadecimal
    key_id: Mapped[str | None] = mapped_column(String(40))


class AuditEvent(Model):
    """One thing that somebody did or saw. Ids, never names: a person can be erased."""

    __tablename__ = "audit_event"
    __table_args__ = (
        UniqueConstraint("municipality_id", "number"),
        Index("ix_audit_event_subject", "subject_kind", "subject_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int]
    number: Mapped[int]
    at: Mapped[datetime]
    did: Mapped[str]
    actor_id: Mapped[int | None]  # a person; None for the system itself or an unknown visitor
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    facts: Mapped[dict[str, Any]]
    previous_hash: Mapped[str]
    hash: Mapped[str]


def record(
    session: Session,
    did: StrEnum,
    *,
    actor_id: int | None,
    subject: Model,
    **facts: Any,
) -> AuditEvent:
    """Add the event to the caller's transaction.

    did      ``subject.past_tense`` from the room's events; published values are never renamed
    subject  a row with ``id`` and ``municipality_id`` (a municipality row is its own)
    facts    what the decision rested on, JSON values only: ids and figures, no personal data
    """
    session.flush()
    subject_id: int = subject.id  # type: ignore[attr-defined]
    municipality_id: int = getattr(subject, "municipality_id", None) or subject_id
    head = session.scalar(
        select(AuditHead)
        .where(AuditHead.municipality_id == municipality_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if head is None:
        head = AuditHead(municipality_id=municipality_id, number=0, hash=FIRST_HASH)
        session.add(head)
    row = AuditEvent(
        municipality_id=municipality_id,
        number=head.number + 1,
        at=clock.now(),
        did=str(did),
        actor_id=actor_id,
        subject_kind=subject.__tablename__,
        subject_id=subject_id,
        facts=json.loads(json.dumps(facts)),
        previous_hash=head.hash,
    )
    row.hash = digest(row)
    head.number, head.hash = row.number, row.hash
    session.add(row)
    session.flush()
    if not row.did.endswith(_LOOKED):
        touched(session, row.subject_kind, row.subject_id)
    return row


def digest(row: AuditEvent) -> str:
    """SHA-256 over the previous hash and everything the row says."""
    said = [
        row.previous_hash,
        row.municipality_id,
        row.number,
        row.at.isoformat(timespec="microseconds"),
        row.did,
        row.actor_id,
        row.subject_kind,
        row.subject_id,
        row.facts,
    ]
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def broken_links(session: Session) -> Iterator[str]:
    """Every place where a chain does not hold, in words; nothing when all is well."""
    heads = {head.municipality_id: head for head in session.scalars(select(AuditHead))}
    expected: dict[int, tuple[int, str]] = {}
    rows = session.scalars(
        select(AuditEvent).order_by(AuditEvent.municipality_id, AuditEvent.number)
    )
    for row in rows:
        number, previous = expected.get(row.municipality_id, (0, FIRST_HASH))
        where = f"municipality {row.municipality_id}, event {row.number}"
        if row.number != number + 1:
            yield f"{where}: event {number + 1} is missing"
        if row.previous_hash != previous:
            yield f"{where}: does not follow the event before it"
        if digest(row) != row.hash:
            yield f"{where}: was changed after it was written"
        expected[row.municipality_id] = (row.number, row.hash)
    for key, head in heads.items():
        if expected.get(key, (0, FIRST_HASH)) != (head.number, head.hash):
            yield f"municipality {key}: events at the end are missing"
    for key in expected.keys() - heads.keys():
        yield f"municipality {key}: the end of the chain is missing"


@event.listens_for(Session, "before_flush")
def _append_only(session: Session, _context: Any, _instances: Any) -> None:
    for row in [*session.dirty, *session.deleted]:
        if isinstance(row, AuditEvent) and (row in session.deleted or session.is_modified(row)):
            raise RuntimeError("audit events are never changed or deleted")
