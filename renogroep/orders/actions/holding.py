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
from renogroep.orders.queries.now import facts_of
from renogroep.orders.rules.guards import OrderAct, why_closed, why_late, why_not, why_unfit
from renogroep.orders.rules.lifecycle import ORDERS, TAKES_PLACE, WaveState


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


def check(session: Session, order: Order, act: OrderAct, *, person_id: int | None = None) -> None:
    """Refused when the one rule says that this cannot be done with the order, as it is held now."""
    _refuse(why_not(act, facts_of(session, order, clock.today(), person_id=person_id)))


def check_open(session: Session, order: Order) -> None:
    """Refused once the round is closed, or its works stopped: nothing is written down any more."""
    _refuse(why_closed(facts_of(session, order, clock.today())))


def check_takes_prices(session: Session, order: Order) -> None:
    """Refused when nobody gets a price any more in the round of this order."""
    facts = facts_of(session, order, clock.today())
    _refuse(why_closed(facts) or why_late(facts))


def check_fits(session: Session, order: Order) -> None:
    """Refused when the screening says now that these works do not fit this home."""
    _refuse(why_unfit(facts_of(session, order, clock.today())))


def _refuse(refused: Refused | None) -> None:
    if refused is not None:
        raise refused


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
    order.waiting_at = order.place_until = None
    record(session, did, actor_id=by.actor_id, subject=order, reason=reason)
    session.flush()
    tell.others(session, order, hear)
    if freed and order.wave.state == WaveState.ORDERING:
        offer_free(session, order.wave)
