"""What happened, who did it, and can anybody have changed that afterwards?

Rows ride in the transaction of the change itself and are chained by hash per municipality, so a
change without its record, or a record that was altered, cannot stay hidden.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask import current_app
from sqlalchemy import Index, String, UniqueConstraint, event, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from renogroep.base import chain, clock
from renogroep.base.chain import FIRST_HASH
from renogroep.base.text import N_
from renogroep.infra.db import Model, touched
from renogroep.infra.signing import AuditKeys, Fits, read_once

LOOKED = ("read", "seen", "exported", "downloaded")  # who looks changes nothing


class Did(StrEnum):
    """What happens to the trail itself."""

    SEALED = "audit.sealed"  # from here on the end is signed; it covers what came before
    READ = "audit.read"


DID_LABELS: dict[Did, str] = {
    Did.SEALED: N_("End of the log signed"),
    Did.READ: N_("Log looked at"),
}


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
    return record_in(session, _whose(subject), did, actor_id=actor_id, subject=subject, facts=facts)


def record_in(
    session: Session,
    municipality_id: int,
    did: StrEnum,
    *,
    actor_id: int | None,
    subject: Model,
    facts: dict[str, Any],
) -> AuditEvent:
    """As ``record``, for a row that belongs to no municipality: in whose trail it stands."""
    session.flush()
    subject_id: int = subject.id  # type: ignore[attr-defined]
    head = _locked_head(session, municipality_id)
    signed = head.number == 0 or is_signed(head, keys().fits)
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
    if signed or row.did == Did.SEALED:
        _sign(head)
    session.add(row)
    session.flush()
    if not row.did.endswith(LOOKED):
        touched(session, row.subject_kind, row.subject_id)
    return row


def _whose(subject: Model) -> int:
    """The municipality of a row. LookupError for a table that has none: see ``record_in``."""
    own = "id" if subject.__tablename__ == "municipality" else "municipality_id"
    found: int | None = getattr(subject, own, None)
    if found is None:
        raise LookupError(f"in whose trail does {subject.__tablename__} stand?")
    return found


def _locked_head(session: Session, municipality_id: int) -> AuditHead:
    head = session.scalar(
        select(AuditHead)
        .where(AuditHead.municipality_id == municipality_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if head is None:
        head = AuditHead(municipality_id=municipality_id, number=0, hash=FIRST_HASH)
        session.add(head)
    return head


def keys() -> AuditKeys:
    """The keys of this installation."""
    return read_once(current_app.config["AUDIT_KEYS"])


def _sign(head: AuditHead) -> None:
    text = chain.head_text(head.municipality_id, head.number, head.hash)
    head.key_id, head.signature = keys().sign(text)


def is_signed(head: AuditHead, fits: Fits) -> bool:
    """Does the signature fit the end of this chain?

    Nothing is signed on top of an end that does not fit: a chain that was hashed again stays found.
    """
    text = chain.head_text(head.municipality_id, head.number, head.hash)
    return head.signature is not None and fits(head.key_id, text, head.signature)


def seal_trail(session: Session, municipality: Model) -> bool:
    """Sign a chain of before the signatures; the first signed end covers all of it.

    returns   False when it has a signature already, good or not, or nothing to sign
    """
    session.flush()
    head = session.get(AuditHead, municipality.id)  # type: ignore[attr-defined]
    if head is None or head.number == 0 or head.signature is not None:
        return False
    record(session, Did.SEALED, actor_id=None, subject=municipality, events=head.number)
    return True


def digest(row: AuditEvent) -> str:
    """SHA-256 over the previous hash and everything the row says."""
    return chain.digest_of(
        [
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
    )


def broken_links(session: Session, fits: Fits | None = None) -> Iterator[str]:
    """Every place where a chain does not hold, in words; nothing when all is well.

    fits   another check of signatures than with our own keys
    """
    heads = list(session.scalars(select(AuditHead).order_by(AuditHead.municipality_id)))
    yield from chain.broken(
        _links(session), {head.municipality_id: (head.number, head.hash) for head in heads}
    )
    for head in heads:
        where = f"municipality {head.municipality_id}: the end, event {head.number},"
        if head.number and head.signature is None:
            yield f"{where} is not signed (renogroep migrate signs what is of before)"
        elif head.number and not is_signed(head, fits or keys().fits):
            yield f"{where} is not signed by our key"


def _links(session: Session) -> Iterator[chain.Link]:
    rows = session.scalars(
        select(AuditEvent)
        .order_by(AuditEvent.municipality_id, AuditEvent.number)
        .execution_options(yield_per=1_000)
    )
    for row in rows:
        yield chain.Link(row.municipality_id, row.number, row.previous_hash, row.hash, digest(row))


def holds_from(session: Session, municipality_id: int, first: int) -> int:
    """The lowest number, at least ``first``, from which the chain is whole up to its signed end.

    One more than the last number there is when nothing is.
    """
    head = session.get_one(AuditHead, municipality_id, populate_existing=True)
    if not is_signed(head, keys().fits):
        return head.number + 1
    expected, sound = head.hash, head.number + 1
    rows = session.scalars(
        select(AuditEvent)
        .where(AuditEvent.municipality_id == municipality_id, AuditEvent.number >= first)
        .order_by(AuditEvent.number.desc())
        .execution_options(yield_per=1_000)
    )
    for row in rows:
        if row.number != sound - 1 or row.hash != expected or digest(row) != expected:
            break
        expected, sound = row.previous_hash, row.number
    return sound


@event.listens_for(Session, "before_flush")
def _append_only(session: Session, _context: Any, _instances: Any) -> None:
    for row in [*session.dirty, *session.deleted]:
        if isinstance(row, AuditEvent) and (row in session.deleted or session.is_modified(row)):
            raise RuntimeError("audit events are never changed or deleted")
