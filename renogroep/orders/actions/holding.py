"""How is an order held while it is decided, and how does it end?"""

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.orders.actions import tell
from renogroep.orders.events import Did
from renogroep.orders.models import Order, Wave
from renogroep.orders.queries.finding import places_taken, waiting
from renogroep.orders.rules.lifecycle import TAKES_PLACE, OrderState, WaveState, next_state


def hold(session: Session, order: Order) -> Wave:
    """Put everybody who decides about this wave in line; fresh values of wave and order.

    Places are scarce, and the freeze counts them: both are decided with the row of the wave held.
    """
    wave = locked(session, Wave, order.wave_id)
    if wave is None:
        raise LookupError(f"order {order.id} has no wave")
    session.refresh(order)
    return wave


def check_ordering(wave: Wave) -> None:
    """Refused once the wave is frozen: prices and homes are fixed then."""
    if wave.state != WaveState.ORDERING:
        raise Refused(
            "order.wave_closed",
            "This round was closed on %(day)s, so nothing can change any more on this page. Call us.",
            day=clock.local(wave.frozen_at).date() if wave.frozen_at else wave.freeze_on,
        )


def end(
    session: Session, order: Order, move: str, reason: str, did: Did, *, actor_id: int | None
) -> None:
    """The order stops. Its place, when it had one, is offered to whoever waits the longest."""
    freed = order.state in TAKES_PLACE
    order.state = next_state(OrderState(order.state), move)
    order.ended_at, order.loss_reason, order.waiting_at = clock.now(), reason, None
    record(session, did, actor_id=actor_id, subject=order, reason=reason)
    if freed and order.wave.state == WaveState.ORDERING:
        tell_first_waiting(session, order.wave)


def tell_first_waiting(session: Session, wave: Wave) -> None:
    """There is room again: the first household on the list hears it."""
    left = wave.lot.max_homes - places_taken(session, wave.id)
    for order in waiting(session, wave.id)[: max(left, 0)]:
        event = f"{clock.now():%Y%m%d%H%M%S}"
        tell.household(session, order, "orders_place_free", event, until=wave.order_until)
