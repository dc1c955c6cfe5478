"""How many households of a package, or of each of its lots, came how far?"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from renogroep.orders.queries.finding import confirmed, confirmed_homes
from renogroep.subscriptions.actions.screening import fitting_lots
from renogroep.subscriptions.models import Subscription, SubscriptionLot
from renogroep.subscriptions.rules.lifecycle import INTERESTED, SCREENED, SubscriptionState
from renogroep.tenders.models import Package

SUBSCRIBED = SCREENED | {SubscriptionState.SUBSCRIBED}


@dataclass(frozen=True, slots=True)
class Homes:
    """Each count holds the ones after it."""

    interested: int = 0
    subscribed: int = 0
    screened: int = 0
    confirmed: int = 0


def _homes(states: Mapping[str, int], ordered: int) -> Homes:
    def among(wanted: Iterable[str]) -> int:
        return sum(states.get(state, 0) for state in wanted)

    return Homes(among(INTERESTED), among(SUBSCRIBED), among(SCREENED), ordered)


def homes_of_packages(session: Session, packages: Collection[Package]) -> dict[int, Homes]:
    """Households per package; one with orders for several lots is one home."""
    states: dict[int, dict[str, int]] = {package.id: {} for package in packages}
    for package_id, state, number in session.execute(
        select(Subscription.package_id, Subscription.state, func.count())
        .where(Subscription.package_id.in_(states))
        .group_by(Subscription.package_id, Subscription.state)
    ):
        states[package_id][state] = number
    ordered = confirmed_homes(session, [lot.id for package in packages for lot in package.lots])
    none: frozenset[int] = frozenset()
    return {
        package.id: _homes(
            states[package.id],
            len(none.union(*(ordered.get(lot.id, none) for lot in package.lots))),
        )
        for package in packages
    }


def homes_of_lots(session: Session, package: Package) -> dict[int, Homes]:
    """Households per lot. Screened: whose home fits that lot, as the first threshold counts them."""
    fit = Counter(key for lots in fitting_lots(session, package.id).values() for key in lots)
    states: dict[int, dict[str, int]] = {lot.id: {} for lot in package.lots}
    for lot_id, state, number in session.execute(
        select(SubscriptionLot.lot_id, Subscription.state, func.count())
        .join(Subscription, Subscription.id == SubscriptionLot.subscription_id)
        .where(SubscriptionLot.lot_id.in_(states))
        .group_by(SubscriptionLot.lot_id, Subscription.state)
    ):
        states[lot_id][state] = number
    ordered = confirmed(session, package.lots)
    return {
        key: replace(_homes(found, ordered.get(key, 0)), screened=fit[key])
        for key, found in states.items()
    }
