"""What did a firm hand in last, by the log and not by its row?"""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from renogroep.groups.models import Request
from renogroep.infra.audit import AuditEvent, digest, holds_from
from renogroep.quotes.models import Quote, UnreadableQuote
from renogroep.quotes.rules.events import Did


def last_submitted(session: Session, quote: Quote) -> AuditEvent | None:
    """The event with which this firm handed in last on this request; None without a sound one.

    Found by what the events say: somebody who changes rows does not change which one is last.
    """
    event = session.scalar(
        select(AuditEvent)
        .where(
            AuditEvent.municipality_id == quote.municipality_id,
            AuditEvent.did == str(Did.QUOTE_SUBMITTED),
            AuditEvent.facts["organisation_id"].as_integer() == quote.organisation_id,
            AuditEvent.facts["request_id"].as_integer() == quote.request_id,
        )
        .order_by(AuditEvent.number.desc())
        .limit(1)
    )
    return event if event is not None and digest(event) == event.hash else None


def proved_hash(session: Session, quote: Quote) -> str | None:
    """The hash in that event, for a file that two people look at."""
    event = last_submitted(session, quote)
    return None if event is None else str(event.facts.get("receipt_hash"))


def logged_hashes(session: Session, quotes: Iterable[Quote]) -> dict[int, str | None]:
    """Quote -> that hash, as far as the log stands unbroken from there to its signed end."""
    events = {quote.id: last_submitted(session, quote) for quote in quotes}
    found = [event for event in events.values() if event is not None]
    if not found:
        return dict.fromkeys(events)
    sound = holds_from(session, found[0].municipality_id, min(event.number for event in found))
    return {
        key: str(event.facts.get("receipt_hash"))
        if event is not None and event.number >= sound
        else None
        for key, event in events.items()
    }


def unreadable_of(session: Session, quote: Quote | None) -> UnreadableQuote | None:
    """What is known of a quote that did not open with the others; None for any other."""
    if quote is None:
        return None
    return session.scalar(select(UnreadableQuote).where(UnreadableQuote.quote_id == quote.id))


def unreadable_of_lot(session: Session, lot_id: int) -> Sequence[UnreadableQuote]:
    """The quotes of a lot that did not open with the others, settled or not."""
    return session.scalars(
        select(UnreadableQuote)
        .join(Quote, Quote.id == UnreadableQuote.quote_id)
        .join(Request, Request.id == Quote.request_id)
        .where(Request.lot_id == lot_id)
        .order_by(UnreadableQuote.id)
        .options(joinedload(UnreadableQuote.quote).joinedload(Quote.organisation))
    ).all()
