"""Who gets a place that comes free?"""

from collections import Counter
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.calendar import add_working_days
from renogroep.base.money import Money
from renogroep.financing.queries import periods_on
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.infra.holidays import belgian
from renogroep.orders.actions import tell
from renogroep.orders.models import Order, Wave
from renogroep.orders.queries import finding
from renogroep.orders.queries.now import let_pass, value_leaves
from renogroep.orders.rules.events import Did
from renogroep.orders.rules.lifecycle import WaveState
from renogroep.tenders.models import Lot, Package


def offer_free(session: Session, wave: Wave) -> None:
    """Every free place is offered for some days to whoever waits the longest; each hears it once."""
    today = clock.today()
    if today > wave.order_until:
        return
    left = wave.lot.max_homes - finding.places_taken(session, wave.lot_id)
    if left <= 0:
        return  # a full round asks nothing more, however many wait
    offered: Counter[int] = Counter()
    promised: list[Money] = []
    for order in finding.waiting(session, wave.id):
        most = order.quote.capacity
        taken = finding.places_taken(session, wave.lot_id, order.quote_id)
        if left <= 0:
            break
        if most is not None and taken + offered[order.quote_id] >= most:
            continue
        if not value_leaves(session, order, *promised):
            continue
        left -= 1
        offered[order.quote_id] += 1
        if order.ceiling is not None:
            promised.append(order.ceiling)
        if order.place_until is None:
            # As for every other new yes (MONEY "Who chooses").
            periods, _ = periods_on(session, order.municipality_id, today)
            until = add_working_days(today, periods.days("new_yes"), belgian(today))
            order.place_until = min(until, wave.order_until)
            session.flush()
            event = f"{order.version}"
            tell.household(session, order, "orders_place_free", event, until=order.place_until)


def settle_places(session: Session, today: date) -> int:
    """Who let the offered place pass leaves the list, and the next one hears it; how many passed.

    An order that fell in one lot leaves value for who waits in another: that is offered here too.
    """
    value_came_free = Order.waiting_at.is_not(None) & Package.max_value.is_not(None)
    keys = session.scalars(
        select(Order.wave_id)
        .join(Wave, Wave.id == Order.wave_id)
        .join(Lot, Lot.id == Wave.lot_id)
        .join(Package, Package.id == Lot.package_id)
        .where(Wave.state == WaveState.ORDERING, (Order.place_until < today) | value_came_free)
        .distinct()
        .order_by(Order.wave_id)
    ).all()
    passed: list[tuple[Order, str]] = []
    for wave in [locked(session, Wave, key) for key in keys]:
        if wave is None or wave.state != WaveState.ORDERING:
            continue
        for order in finding.waiting(session, wave.id):
            session.refresh(order)
            if not let_pass(order, today):
                continue
            order.waiting_at = order.place_until = None
            record(session, Did.ORDER_PLACE_PASSED, actor_id=None, subject=order)
            session.flush()
            passed.append((order, f"{order.version}"))
        offer_free(session, wave)
    # What comes next for them is known when every place is given away again.
    for order, event in passed:
        until = order.wave.order_until
        tell.household(session, order, "orders_place_passed", event, until=until)
    return len(passed)
