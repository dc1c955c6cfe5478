"""Which orders stand in the way of ending an interest or a case?"""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.orders.models import Order
from renogroep.orders.rules.lifecycle import RUNNING


def running_orders(session: Session, subscription_ids: Collection[int]) -> Sequence[Order]:
    """Every live order of these interests that is not settled, oldest first.

    A price alone runs too: it is stopped by itself, by the rules of an order.
    """
    return session.scalars(
        select(Order)
        .where(Order.subscription_id.in_(subscription_ids), Order.state.in_(sorted(RUNNING)))
        .order_by(Order.id)
    ).all()
