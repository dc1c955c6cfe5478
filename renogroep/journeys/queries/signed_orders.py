"""Under which orders does the signature of somebody stand?"""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.journeys.rules.erasing import DONE, SignedOrder
from renogroep.orders.models import CoOwner, Order
from renogroep.subscriptions.words import in_words


def signed_orders(session: Session, person_id: int) -> list[SignedOrder]:
    """As household or as co-owner, the oldest first; works in the language of the reader."""
    return [_signed(row) for row in _rows(session, person_id)]


def _rows(session: Session, person_id: int) -> Sequence[Order]:
    mine = and_(CoOwner.person_id == person_id, CoOwner.signed_at.is_not(None))
    own = and_(Order.person_id == person_id, Order.signed_at.is_not(None))
    return session.scalars(
        select(Order).where(or_(own, Order.co_owners.any(mine))).order_by(Order.id)
    ).all()


def _signed(row: Order) -> SignedOrder:
    return SignedOrder(
        reference=row.reference,
        works=in_words(row.wave.lot, "title"),
        firm=row.quote.organisation.name,
        state=row.state,
        withdraw_until=row.withdraw_until,
        handed_over_on=row.handed_over_at and clock.local(row.handed_over_at).date(),
    )


def last_handover(session: Session, person_ids: Collection[int]) -> dict[int, date]:
    """Person -> the day of the last handover of works that they signed for."""
    done = Order.state.in_(sorted(DONE))
    own = (
        select(Order.person_id, func.max(Order.handed_over_at))
        .where(Order.person_id.in_(person_ids), done)
        .group_by(Order.person_id)
    )
    other = (
        select(CoOwner.person_id, func.max(Order.handed_over_at))
        .join(Order, Order.id == CoOwner.order_id)
        .where(CoOwner.person_id.in_(person_ids), done)
        .group_by(CoOwner.person_id)
    )
    found: dict[int, date] = {}
    for statement in (own, other):
        for key, at in session.execute(statement):
            if at is not None:
                on = clock.local(at).date()
                found[key] = max(on, found.get(key, on))
    return found
