"""How is an order held while it is decided, and how does it end?"""

from collections.abc import Collection

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.orders.actions import tell
from renogroep.orders.actions.places import offer_free
from renogroep.orders.events import Did
from renogroep.orders.models import Order, Wave
from renogroep.orders.queries.fitness import order_fits
from renogroep.orders.queries.waves import TAKES_ORDERS
from renogroep.orders.rules.lifecycle import TAKES_PLACE, OrderState, WaveState, next_state
from renogroep.tenders.rules.lifecycle import PackageState


def hold(session: Session, order: Order) -> Wave:
    """Put everybody who decides about this wave in line; fresh values of wave, lot and order.

    Places are scarce, and the freeze counts them: both are decided with the row of the wave held.
    """
    wave = locked(session, Wave, order.wave_id)
    if wave is None:
        raise LookupError(f"order {order.id} has no wave")
    session.refresh(order)
    session.refresh(wave.lot)
    session.refresh(wave.lot.package)
    return wave


def check_ordering(wave: Wave) -> None:
    """Refused once the wave is frozen, or when its lot or package was stopped."""
    stopped = wave.lot.state not in TAKES_ORDERS
    if stopped or wave.lot.package.state != PackageState.PUBLISHED:
        raise Refused(
            "order.stopped",
            "These works do not go ahead, so nothing can change any more on this page. You are bound to nothing. Call us when you have a question.",
        )
    if wave.state != WaveState.ORDERING:
        raise Refused(
            "order.wave_closed",
            "This round was closed on %(day)s, so nothing can change any more on this page. Call us.",
            day=clock.local(wave.frozen_at).date() if wave.frozen_at else wave.freeze_on,
        )


def check_in_time(wave: Wave) -> None:
    """Refused after the last day to order: whoever orders must be able to withdraw before the freeze."""
    if clock.today() > wave.order_until:
        raise Refused(
            "order.too_late",
            "Orders in this round were possible until %(last)s. Call us about a next round.",
            last=wave.order_until,
        )


def check_fits(session: Session, order: Order) -> None:
    """Refused when the screening says now that these works do not fit this home."""
    if not order_fits(session, order):
        raise Refused(
            "order.not_fit",
            "The check of this home says that these works do not fit it now, so this step is not possible. Call us: an advisor looks with you at what is.",
        )


def end(
    session: Session,
    order: Order,
    move: str,
    reason: str,
    did: Did,
    *,
    by: By,
    hear: Collection[tell.Ear] = tell.EVERYBODY,
) -> None:
    """The order stops. Its place, had or offered, goes to whoever waits the longest.

    hear   who hears it beside the household, which the caller tells in its own words
    """
    freed = order.state in TAKES_PLACE or order.place_until is not None
    order.state = next_state(OrderState(order.state), move)
    order.ended_at, order.loss_reason = clock.now(), reason
    order.waiting_at = order.place_until = None
    record(session, did, actor_id=by.actor_id, subject=order, reason=reason)
    session.flush()
    tell.others(session, order, hear)
    if freed and order.wave.state == WaveState.ORDERING:
        offer_free(session, order.wave)
