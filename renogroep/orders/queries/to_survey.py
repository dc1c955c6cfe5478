"""Which homes must still be measured, and agreed on with their contractor?"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from renogroep.orders.models import Order, Wave
from renogroep.orders.queries.finding import WHERE, whole
from renogroep.orders.rules.lifecycle import OrderState, WaveState
from renogroep.orders.rules.paging import SIZE, Cut
from renogroep.quotes.models import Quote
from renogroep.tenders.models import Lot, Package

_TO_AGREE = (  # what was measured, or still must be, has no yes of the contractor yet
    Wave.state == WaveState.ORDERING,
    Order.state.in_([OrderState.PROVISIONAL, OrderState.SURVEYED, OrderState.AWAITING_CO_OWNER]),
    Order.contractor_agreed_at.is_(None),
)


def to_survey_count(
    session: Session, municipality_id: int, neighbourhood_ids: Collection[int] | None
) -> int:
    """How many homes ``to_survey`` gives."""
    some = _waiting(select(Order.id), municipality_id, neighbourhood_ids)
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0


def to_survey(
    session: Session,
    municipality_id: int,
    neighbourhood_ids: Collection[int] | None,
    part: Cut | None = None,
) -> Sequence[Order]:
    """Homes with a provisional yes whose quantities are not agreed yet, the longest wait first."""
    statement = _waiting(whole(), municipality_id, neighbourhood_ids).order_by(
        Order.provisional_at, Order.id
    )
    if part is not None:
        statement = statement.limit(SIZE).offset(part.skip)
    return session.scalars(statement).all()


def first_to_survey(
    session: Session,
    municipality_id: int,
    neighbourhood_ids: Collection[int] | None,
    most: int,
) -> Sequence[Order]:
    """Of ``to_survey``, all among which the ``most`` are that must be measured first.

    That day is a number of days after the yes, or before the last day to order: so they are
    among those that said yes first, or among those whose round ends first.
    """
    said = func.coalesce(Order.provisional_at, Order.created_at)
    rows = _waiting(select(Order).options(*WHERE), municipality_id, neighbourhood_ids)
    found: dict[int, Order] = {}
    for first in ((said, Order.id), (Wave.order_until, said, Order.id)):
        found |= {row.id: row for row in session.scalars(rows.order_by(*first).limit(most))}
    return list(found.values())


def _waiting(
    rows: Select[Any], municipality_id: int, neighbourhood_ids: Collection[int] | None
) -> Select[Any]:
    statement = (
        rows.join(Wave, Wave.id == Order.wave_id)
        .join(Lot, Lot.id == Wave.lot_id)
        .join(Package, Package.id == Lot.package_id)
        .where(
            Order.municipality_id == municipality_id,
            *_TO_AGREE,
        )
    )
    if neighbourhood_ids is not None:
        statement = statement.where(Package.neighbourhood_id.in_(neighbourhood_ids))
    return statement


def firm_to_survey(session: Session, firm_id: int | None) -> Sequence[Order]:
    """Homes that this firm still has to agree on, by reference."""
    return session.scalars(
        whole()
        .join(Quote, Quote.id == Order.quote_id)
        .join(Wave, Wave.id == Order.wave_id)
        .where(
            Quote.organisation_id == firm_id,
            *_TO_AGREE,
        )
        .order_by(Order.reference)
    ).all()
