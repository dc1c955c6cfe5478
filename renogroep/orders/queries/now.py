"""What decides today which acts an order allows: its states, dates, fit and room?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.money import Money
from renogroep.orders.models import Order
from renogroep.orders.queries import finding
from renogroep.orders.queries.finding import Taken
from renogroep.orders.queries.fitness import order_fits
from renogroep.orders.queries.once import Once
from renogroep.orders.rules.guards import OrderAct, OrderNow, why_not
from renogroep.orders.rules.lifecycle import OrderState
from renogroep.orders.rules.withdrawal import has_place
from renogroep.tenders.rules.lifecycle import LotState, PackageState
from renogroep.tenders.rules.value_guard import why_over


@dataclass(frozen=True, slots=True)
class Room:
    """Is there a place for a home; when not, of how many (None: the value is full, not the places)."""

    free: bool
    most: int | None = None


def facts_of(
    session: Session,
    order: Order,
    today: date,
    *,
    person_id: int | None = None,
    once: Once | None = None,
) -> OrderNow:
    """The facts of an order for ``why_not``: of rows that an action holds, or that a page read.

    person_id   the other owner that signs or is put right; None when the act is about no other owner
    once        of a page that asks more of the same
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
        fits=order_fits(session, order, once),
        room=room.free,
        waiting=order.waiting_at is not None,
        advisor_agreed=order.advisor_agreed_at is not None and order.ceiling is not None,
        contractor_agreed=order.contractor_agreed_at is not None,
        price_until=order.quote.valid_until,
        withdraw_until=order.withdraw_until,
        unsigned=any(row.person_id == person_id and not row.signed_at for row in order.co_owners),
        own_money_until=order.own_money_until,
        closed_on=clock.local(wave.frozen_at).date() if wave.frozen_at else wave.freeze_on,
        firm=order.quote.organisation.name,
        places=room.most,
        use_told=order.subscription.case.dwelling.use is not None,
    )


def acts_of(session: Session, order: Order, today: date) -> frozenset[OrderAct]:
    """What the household may do with its order now."""
    unsigned = next((row.person_id for row in order.co_owners if row.signed_at is None), None)
    facts = facts_of(session, order, today, person_id=unsigned)
    return frozenset(act for act in OrderAct if why_not(act, facts) is None)


class Counts:
    """What is taken in waves, lots and packages, each asked once however many homes look."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._waiting: dict[int, Sequence[Order]] = {}
        self._taken: dict[tuple[int, int], Taken] = {}

    def waiting(self, wave_id: int) -> Sequence[Order]:
        """Who waits in a wave, first come first."""
        if wave_id not in self._waiting:
            self._waiting[wave_id] = finding.waiting(self._session, wave_id, alone=True)
        return self._waiting[wave_id]

    def taken(self, order: Order) -> Taken:
        """Places of signed orders, and who waits, around an order."""
        key = (order.wave_id, order.quote_id)
        if key not in self._taken:
            self._taken[key] = finding.taken_around(self._session, order)
        return self._taken[key]


def room_for(session: Session, order: Order, today: date, counts: Counts | None = None) -> Room:
    """Is there a place for this home? Whoever waits longer comes first.

    Places are those of the lot, and of the contractor, in all their rounds together; the value is
    that of the package. Only asked of a home that may order: one that signed has its place.
    counts   shared when many homes look at one moment
    """
    if order.state != OrderState.SURVEYED:
        return Room(True)
    counts, wave = counts or Counts(session), order.wave
    taken = counts.taken(order)
    if not has_place(taken.lot, wave.lot.max_homes):
        return Room(False, wave.lot.max_homes)  # whoever waits: it does not matter any more
    ahead = [
        one
        for one in (counts.waiting(wave.id) if taken.waiting else ())
        if one.id != order.id and _before(one, order) and not let_pass(one, today)
    ]
    if not has_place(taken.lot + len(ahead), wave.lot.max_homes):
        return Room(False, wave.lot.max_homes)
    same = sum(1 for one in ahead if one.quote_id == order.quote_id)
    if order.quote.capacity is not None and not has_place(taken.firm + same, order.quote.capacity):
        return Room(False, order.quote.capacity)
    offered = [one.ceiling for one in ahead if one.place_until and one.ceiling]
    return Room(_value_leaves(order, taken.value, offered))


def with_room(session: Session, orders: Iterable[Order], today: date) -> frozenset[int]:
    """Of these orders, those for which there is a place today: their ids."""
    counts = Counts(session)
    return frozenset(order.id for order in orders if room_for(session, order, today, counts).free)


def value_leaves(session: Session, order: Order, *promised: Money) -> bool:
    """Does the maximum value of the package leave room for this home?

    promised   ceilings of homes that a free place is kept for. Orders of all lots of the package
               count, at their ceiling, excl. VAT.
    """
    taken = finding.value_taken(session, order.wave.lot.package_id)
    return _value_leaves(order, taken, promised)


def _value_leaves(order: Order, taken: Money, promised: Iterable[Money]) -> bool:
    most = order.wave.lot.package.max_value
    if most is None or order.ceiling is None:
        return True
    return why_over(most, taken, *promised, order.ceiling) is None


def _before(one: Order, order: Order) -> bool:
    """Does ``one``, who waits, come before this order?"""
    if order.waiting_at is None or one.waiting_at is None:
        return one.waiting_at is not None
    return (one.waiting_at, one.id) < (order.waiting_at, order.id)


def let_pass(order: Order, today: date) -> bool:
    """Is the day over until which a free place was kept for this home?"""
    return order.place_until is not None and order.place_until < today
