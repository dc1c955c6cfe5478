"""Who must be reminded of a signature that was asked for?"""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.orders.actions import tell
from renogroep.orders.models import Order, Wave
from renogroep.orders.rules.lifecycle import OrderState, WaveState

REMIND_AFTER = timedelta(days=7)  # FEATURES R24, 2026-11-23


def remind_co_owners(session: Session, today: date) -> int:
    """One reminder to everybody who was asked a week ago and has not signed; how many people."""
    orders = session.scalars(
        select(Order)
        .join(Wave, Wave.id == Order.wave_id)
        .where(Order.state == OrderState.AWAITING_CO_OWNER, Wave.state == WaveState.ORDERING)
        .order_by(Order.id)
    ).all()
    reminded = 0
    for order in orders:
        if order.signed_at is None or today > order.wave.order_until:
            continue
        if clock.local(order.signed_at).date() + REMIND_AFTER > today:
            continue
        for row in order.co_owners:
            if row.signed_at is None:
                # The day of the signature makes the key: one reminder per time it was asked.
                event = order.signed_at.isoformat(timespec="seconds")
                tell.co_owner(
                    session,
                    order,
                    row.person,
                    "orders_co_sign_reminder",
                    event,
                    asker=order.person.name,
                    until=order.wave.order_until,
                )
                reminded += 1
    return reminded
