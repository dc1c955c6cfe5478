"""How many homes does each package and each lot have, by how far they are?"""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from renogroep.orders.models import Order, Wave
from renogroep.orders.rules.lifecycle import CONFIRMED
from renogroep.subscriptions.models import Subscription, SubscriptionLot

States = dict[int, dict[str, int]]


def states_of_packages(session: Session, keys: Iterable[int]) -> States:
    """Package -> state of an interest -> how many."""
    found: States = {key: {} for key in keys}
    for package_id, state, number in session.execute(
        select(Subscription.package_id, Subscription.state, func.count())
        .where(Subscription.package_id.in_(found))
        .group_by(Subscription.package_id, Subscription.state)
    ):
        found[package_id][state] = number
    return found


def states_of_lots(session: Session, keys: Iterable[int]) -> States:
    """Lot -> state of an interest in it -> how many."""
    found: States = {key: {} for key in keys}
    for lot_id, state, number in session.execute(
        select(SubscriptionLot.lot_id, Subscription.state, func.count())
        .join(Subscription, Subscription.id == SubscriptionLot.subscription_id)
        .where(SubscriptionLot.lot_id.in_(found))
        .group_by(SubscriptionLot.lot_id, Subscription.state)
    ):
        found[lot_id][state] = number
    return found


def confirmed_in_packages(session: Session, keys: Iterable[int]) -> dict[int, int]:
    """Package -> homes with an order that binds; an order for several lots is one home."""
    rows = session.execute(
        select(Subscription.package_id, func.count(Subscription.id.distinct()))
        .join(Order, Order.subscription_id == Subscription.id)
        .where(Subscription.package_id.in_(list(keys)), Order.state.in_(CONFIRMED))
        .group_by(Subscription.package_id)
    )
    return dict(rows.all())


def confirmed_in_lots(session: Session, keys: Iterable[int]) -> dict[int, int]:
    """Lot -> homes with an order that binds."""
    rows = session.execute(
        select(Wave.lot_id, func.count(Order.id))
        .join(Order, Order.wave_id == Wave.id)
        .where(Wave.lot_id.in_(list(keys)), Order.state.in_(CONFIRMED))
        .group_by(Wave.lot_id)
    )
    return dict(rows.all())
