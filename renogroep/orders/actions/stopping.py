"""What becomes of orders when works stop, or when a home turns out not to fit them?"""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from renogroep.base.errors import Refused
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.orders.actions import tell
from renogroep.orders.actions.holding import end, hold, hold_wave
from renogroep.orders.models import Order, Wave
from renogroep.orders.queries import finding
from renogroep.orders.queries.fitness import fits
from renogroep.orders.rules.events import Did
from renogroep.orders.rules.lifecycle import (
    BEFORE_FREEZE,
    CONFIRMED,
    TAKES_PLACE,
    WAVES,
    OrderState,
    WaveState,
)
from renogroep.orders.rules.reasons import LapseReason
from renogroep.subscriptions.models import Subscription
from renogroep.tenders.models import Lot, Package


def stop_orders(session: Session, lots: Collection[Lot], *, by: By) -> int:
    """Works stop: open rounds lapse, and every order that does not bind falls; how many fell.

    The caller moves the lots in the same transaction, and tells everybody why.
    raises   Refused while an order binds: that is ended per household, never in one go.
    """
    for key in sorted({lot.package_id for lot in lots}):
        locked(session, Package, key)
    for lot in sorted(lots, key=lambda one: one.id):
        locked(session, Lot, lot.id)  # no new round begins meanwhile
    keys = [lot.id for lot in lots]
    rows = session.scalars(
        select(Wave.id)
        .where(Wave.lot_id.in_(keys), Wave.state == WaveState.ORDERING)
        .order_by(Wave.id)
    ).all()
    waves = [hold_wave(session, key, None) for key in rows]  # nobody signs meanwhile
    _check_nobody_is_bound(session, keys)
    fallen = 0
    for wave in waves:
        if wave is None or wave.state != WaveState.ORDERING:
            continue
        WAVES.move(wave, "lapse")
        for order in finding.live_orders(session, wave.id):
            _fall(session, order, LapseReason.STOPPED, Did.ORDER_LAPSED, by)
            fallen += 1
        record(session, Did.WAVE_LAPSED, actor_id=by.actor_id, subject=wave)
    return fallen


def _check_nobody_is_bound(session: Session, lot_ids: Collection[int]) -> None:
    states = dict(
        session.execute(
            select(Order.state, func.count())
            .join(Wave, Wave.id == Order.wave_id)
            .where(Wave.lot_id.in_(lot_ids))
            .group_by(Order.state)
        ).all()
    )
    bound = sum(states.get(state, 0) for state in CONFIRMED)
    if bound:
        raise Refused(
            "orders.bound",
            "Households that have ordered: %(count)s. An order binds both sides, so these works cannot stop. Talk with them first.",
            count=bound,
        )
    signed = states.get(OrderState.AWAITING_CO_OWNER, 0)
    if signed:
        raise Refused(
            "orders.signed",
            "Households that signed and wait for another owner: %(count)s. So these works cannot stop. Call them: whoever agrees stops on the page of the order.",
            count=signed,
        )


def release_unfit(session: Session, subscription: Subscription, *, by: By) -> int:
    """A home was screened again: orders for works that do not fit it now fall; how many.

    An order that was signed stands: the advisor hears it, and decides with the household.
    """
    unfit = [
        order
        for order in finding.orders_of(session, subscription)
        if order.state in BEFORE_FREEZE and not fits(session, subscription, order.wave.lot_id)
    ]
    for found in sorted(unfit, key=lambda one: one.wave_id):
        hold(session, found)
    fallen = 0
    for found in unfit:
        if found.state in TAKES_PLACE:
            tell.advisors(session, found, "orders_signed_not_fit", f"{subscription.version}")
        elif found.state in BEFORE_FREEZE:
            _fall(session, found, LapseReason.NOT_FIT, Did.ORDER_NOT_FIT, by)
            fallen += 1
    return fallen


def _fall(session: Session, order: Order, reason: str, did: Did, by: By) -> None:
    """Without cost. Who only had a price reads in the message about the works that they stop."""
    said_yes = order.state != OrderState.INDICATIVE
    end(session, order, "lapse", reason, did, by=by)
    if said_yes or reason == LapseReason.NOT_FIT:
        tell.household(session, order, "orders_fell", reason, reason=reason)
