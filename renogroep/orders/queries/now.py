"""What decides today which acts an order allows: its states, dates, fit and room?"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.orders.models import Order
from renogroep.orders.queries import finding
from renogroep.orders.queries.fitness import order_fits
from renogroep.orders.rules.guards import OrderAct, OrderNow, why_not
from renogroep.orders.rules.lifecycle import OrderState
from renogroep.orders.rules.withdrawal import has_place
from renogroep.tenders.rules.lifecycle import LotState, PackageState


@dataclass(frozen=True, slots=True)
class Room:
    """Is there a place for a home; when not, of how many."""

    free: bool
    most: int | None = None


def facts_of(
    session: Session, order: Order, today: date, *, person_id: int | None = None
) -> OrderNow:
    """The facts of an order for ``why_not``: of rows that an action holds, or that a page read.

    person_id   the other owner that signs or is put right; None when the act is about no other owner
    """
    wave, lot = order.wave, order.wave.lot
    room = room_for(session, order, today)
    return OrderNow(
        order_state=order.state,
        wave_state=wave.state,
        lot_state=LotState(lot.state),
        package_state=PackageState(lot.package.state),
        today=today,
        order_until=wave.order_until,
        fits=order_fits(session, order),
        room=room.free,
        waiting=order.waiting_at is not None,
        advisor_agreed=order.advisor_agreed_at is not None and order.ceiling is not None,
        contractor_agreed=order.contractor_agreed_at is not None,
        price_until=order.quote.valid_until,
        withdraw_until=order.withdraw_until,
        unsigned=any(row.person_id == person_id and not row.signed_at for row in order.co_owners),
        closed_on=clock.local(wave.frozen_at).date() if wave.frozen_at else wave.freeze_on,
        firm=order.quote.organisation.name,
        places=room.most,
    )


def acts_of(session: Session, order: Order, today: date) -> frozenset[OrderAct]:
    """What the household may do with its order now."""
    unsigned = next((row.person_id for row in order.co_owners if row.signed_at is None), None)
    facts = facts_of(session, order, today, person_id=unsigned)
    return frozenset(act for act in OrderAct if why_not(act, facts) is None)


def room_for(session: Session, order: Order, today: date) -> Room:
    """Is there a place for this home? Whoever waits longer comes first.

    Places are those of the lot, and of the contractor, in all their rounds together. Only asked of
    a home that may order: an order that was signed has its place.
    """
    if order.state != OrderState.SURVEYED:
        return Room(True)
    wave = order.wave
    ahead = [
        one
        for one in finding.waiting(session, wave.id)
        if one.id != order.id and _before(one, order) and not let_pass(one, today)
    ]
    taken = finding.places_taken(session, wave.lot_id)
    if not has_place(taken + len(ahead), wave.lot.max_homes):
        return Room(False, wave.lot.max_homes)
    same = sum(1 for one in ahead if one.quote_id == order.quote_id)
    taken = finding.places_taken(session, wave.lot_id, order.quote_id)
    if not has_place(taken + same, order.quote.capacity):
        return Room(False, order.quote.capacity)
    return Room(True)


def _before(one: Order, order: Order) -> bool:
    """Does ``one``, who waits, come before this order?"""
    if order.waiting_at is None or one.waiting_at is None:
        return one.waiting_at is not None
    return (one.waiting_at, one.id) < (order.waiting_at, order.id)


def let_pass(order: Order, today: date) -> bool:
    """Is the day over until which a free place was kept for this home?"""
    return order.place_until is not None and order.place_until < today
