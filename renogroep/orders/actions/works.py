"""How do the works of a home go: planned, going on, handed over?"""

from datetime import date

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.infra.acts import By, check_seen
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.orders.actions import tell
from renogroep.orders.actions.holding import hold
from renogroep.orders.models import Order, Wave
from renogroep.orders.queries import finding
from renogroep.orders.queries.waves import ordering_wave
from renogroep.orders.rules.events import Did
from renogroep.orders.rules.lifecycle import ORDERS, WAVES, OrderState, WaveState
from renogroep.tenders.actions.lots import move_lot
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import LotState

BEFORE_HAND_OVER = (OrderState.FROZEN, OrderState.PLANNED, OrderState.IN_WORKS)


def plan(session: Session, order: Order, day: date, *, by: By) -> None:
    """Set or change the day on which the works begin; the household hears it once per day."""
    hold(session, order)
    if order.state == OrderState.PLANNED and order.planned_on == day:
        return
    check_seen(order, by)
    if day < clock.today():
        raise Refused("works.past", "%(day)s is over. Choose today or a later day.", day=day)
    if order.state != OrderState.PLANNED:
        ORDERS.move(order, "plan")
    order.planned_on = day
    _moved(session, order, "plan", by, planned_on=day.isoformat())
    tell.household(session, order, "orders_planned", day.isoformat(), day=day)


def start(session: Session, order: Order, *, by: By) -> None:
    """The works at this home begin; the first home starts the wave. Twice is once."""
    locked(session, Lot, order.wave.lot_id)  # the first home of a lot moves it
    wave = hold(session, order)
    if order.state == OrderState.IN_WORKS:
        return
    check_seen(order, by)
    ORDERS.move(order, "start")
    _moved(session, order, "start", by)
    if wave.state == WaveState.FROZEN:
        _move_wave(session, wave, "start", by)
        _start_lot(session, wave.lot, by)


def _start_lot(session: Session, lot: Lot, by: By) -> None:
    """While another wave takes orders the lot stays open for them."""
    if lot.state == LotState.ORDERING and ordering_wave(session, lot.id) is None:
        move_lot(session, lot, "start_works", by=by)


def hand_over(session: Session, order: Order, *, by: By) -> None:
    """The works at this home are done; the last home finishes the wave. Twice is once."""
    wave = hold(session, order)
    if order.state == OrderState.HANDED_OVER:
        return
    check_seen(order, by)
    ORDERS.move(order, "hand_over")
    order.handed_over_at = clock.now()
    _moved(session, order, "hand_over", by)
    tell.household(session, order, "orders_handed_over", "once")
    session.flush()
    busy = finding.of_wave(session, wave.id, states=BEFORE_HAND_OVER)
    if not busy and wave.state == WaveState.EXECUTING:
        _move_wave(session, wave, "finish", by)


def _moved(
    session: Session, order: Order, move: str, by: By, planned_on: str | None = None
) -> None:
    facts = {"planned_on": planned_on} if planned_on else {}
    record(session, Did.ORDER_MOVED, actor_id=by.actor_id, subject=order, move=move, **facts)


def _move_wave(session: Session, wave: Wave, move: str, by: By) -> None:
    WAVES.move(wave, move)
    record(session, Did.WAVE_MOVED, actor_id=by.actor_id, subject=wave, move=move)
