"""How is an order held while it is decided, and how does it end?"""

from collections.abc import Collection

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.orders.actions import tell
from renogroep.orders.actions.places import offer_free
from renogroep.orders.actions.settling import settle
from renogroep.orders.models import Order, Wave
from renogroep.orders.rules.events import Did
from renogroep.orders.rules.lifecycle import ORDERS, TAKES_PLACE, WaveState
from renogroep.orders.rules.queue import MOST
from renogroep.tenders.models import Package


def hold(session: Session, order: Order) -> Wave:
    """Put everybody who decides about this wave in line; fresh values of wave, lot and order.

    Places are scarce, and the freeze counts them: both are decided with the row of the wave held.
    Who pressed before is served first.
    """
    hold_value(session, order)
    wave = hold_wave(session, order.wave_id)
    if wave is None:
        raise LookupError(f"order {order.id} has no wave")
    session.refresh(order)
    session.refresh(wave.lot)
    session.refresh(wave.lot.package)
    return wave


def hold_wave(session: Session, wave_id: int, most: int | None = MOST) -> Wave | None:
    """The row of a wave, held, with the presses that waited for it settled first.

    most   how many of them; None: all, because nothing can be ordered afterwards
    """
    wave = locked(session, Wave, wave_id)
    if wave is not None:
        settle(session, wave, most)
    return wave


def hold_value(session: Session, order: Order) -> None:
    """Orders of all lots count against the maximum value of their package: one after another.

    Before ``hold``: a package is held before its waves.
    """
    if order.wave.lot.package.max_value is not None:
        locked(session, Package, order.wave.lot.package_id)


def end(
    session: Session,
    order: Order,
    move: str,
    reason: str | None,
    did: Did,
    *,
    by: By,
    hear: Collection[tell.Ear] = tell.EVERYBODY,
) -> None:
    """The order stops. Its place, had or offered, goes to whoever waits the longest.

    reason  None when the household gave none
    hear    who hears it beside the household, which the caller tells in its own words
    """
    freed = order.state in TAKES_PLACE or order.place_until is not None
    ORDERS.move(order, move)
    order.ended_at, order.loss_reason = clock.now(), reason
    order.waiting_at = order.place_until = order.own_money_until = None
    record(session, did, actor_id=by.actor_id, subject=order, reason=reason)
    session.flush()
    tell.others(session, order, hear)
    if freed and order.wave.state == WaveState.ORDERING:
        offer_free(session, order.wave)
