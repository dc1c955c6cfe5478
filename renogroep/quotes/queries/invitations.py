"""Which contractors were asked for this lot, and how many quotes came in? Never a price."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from renogroep.groups.models import Request
from renogroep.identity.models import Organisation
from renogroep.quotes.models import Invitation, Quote
from renogroep.quotes.rules.lifecycle import QuoteState
from renogroep.tenders.models import Lot, Package


def lot(
    session: Session, lot_id: int, municipality_id: int, neighbourhood_ids: set[int] | None
) -> Lot | None:
    """The lot, unless it lies in another municipality or outside somebody's neighbourhoods."""
    statement = (
        select(Lot)
        .join(Package, Package.id == Lot.package_id)
        .where(Lot.id == lot_id, Lot.municipality_id == municipality_id)
        .options(joinedload(Lot.package))
    )
    if neighbourhood_ids is not None:
        statement = statement.where(Package.neighbourhood_id.in_(neighbourhood_ids))
    return session.scalar(statement)


def invitations(session: Session, lot_id: int) -> Sequence[Invitation]:
    """Who may price the lot, by name."""
    return session.scalars(
        select(Invitation)
        .join(Organisation, Organisation.id == Invitation.organisation_id)
        .where(Invitation.lot_id == lot_id)
        .options(joinedload(Invitation.organisation))
        .order_by(Organisation.sort_key)
    ).all()


def firms_asked(session: Session, lot_ids: Collection[int]) -> Sequence[Organisation]:
    """The firms that were asked to price one of these lots, each once."""
    asked = select(Invitation.organisation_id).where(Invitation.lot_id.in_(lot_ids))
    return session.scalars(
        select(Organisation).where(Organisation.id.in_(asked)).order_by(Organisation.id)
    ).all()


def requests_of(session: Session, lot_id: int) -> Sequence[Request]:
    """What was asked for the lot until now."""
    return session.scalars(
        select(Request).where(Request.lot_id == lot_id).order_by(Request.id)
    ).all()


def quotes_in(session: Session, request_id: int) -> int:
    """How many quotes were handed in; before the opening nobody may know more than this."""
    count = session.scalar(
        select(func.count())
        .select_from(Quote)
        .where(
            Quote.request_id == request_id,
            Quote.slot == "submitted",
            Quote.state.not_in((QuoteState.REPLACED, QuoteState.WITHDRAWN)),
        )
    )
    return count or 0


def requests_to_announce(session: Session, now: datetime) -> Sequence[Request]:
    """Requests that firms may price now: who was invited before they opened must hear of it."""
    return session.scalars(
        select(Request)
        .join(Request.lot)
        .where(Request.opened_at.is_(None), Lot.quote_deadline > now)
        .order_by(Request.id)
    ).all()
