"""Which households went which way through a package?"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.groups.queries import latest_run
from renogroep.infra.i18n import say_stored
from renogroep.neighbourhoods.models import Address, Street
from renogroep.orders.models import Order, Wave
from renogroep.orders.queries.finding import confirmed_homes
from renogroep.owners.models import Case, Dwelling
from renogroep.reports.rules.funnel import Journey, Stage, lost_because
from renogroep.subscriptions.models import Subscription, SubscriptionLot
from renogroep.tenders.models import Lot, Package


def packages(
    session: Session, municipality_id: int, neighbourhood_ids: Collection[int] | None
) -> Sequence[Package]:
    """Packages that were published, newest first, within a scope."""
    statement = (
        select(Package)
        .where(Package.municipality_id == municipality_id, Package.published_at.is_not(None))
        .order_by(Package.published_at.desc(), Package.id.desc())
    )
    if neighbourhood_ids is not None:
        statement = statement.where(Package.neighbourhood_id.in_(neighbourhood_ids))
    return session.scalars(statement).all()


def journeys(session: Session, package_id: int) -> list[Journey]:
    """One Journey per subscription, in as many SELECTs for one as for hundreds."""
    orders, lots = _orders(session, package_id), _lots(session, package_id)
    ordered = _ordered(session, package_id)
    groups = _groups(session, package_id)
    people = session.execute(
        select(
            Subscription.id,
            Subscription.channel,
            Subscription.subscribed_at.is_not(None).label("subscribed"),
            Subscription.screened_at.is_not(None).label("screened"),
            Subscription.loss_reason,
            Subscription.state,
            Case.owner_kind,
            Street.name,
        )
        .join(Case, Case.id == Subscription.case_id)
        .join(Dwelling, Dwelling.id == Subscription.dwelling_id)
        .join(Address, Address.id == Dwelling.address_id)
        .join(Street, Street.id == Address.street_id)
        .where(Subscription.package_id == package_id)
        .order_by(Subscription.id)
    ).all()
    return [
        Journey(
            _reached(person, orders[person.id], ordered=person.id in ordered),
            _lost(person, orders[person.id], lots[person.id]),
            person.name,
            person.channel,
            person.owner_kind,
            groups.get(person.id, ""),
        )
        for person in people
    ]


def _orders(session: Session, package_id: int) -> dict[int, list[Any]]:
    found = defaultdict(list)
    for row in session.execute(
        select(
            Order.subscription_id,
            Order.provisional_at.is_not(None).label("provisional"),
            Order.handed_over_at.is_not(None).label("handed_over"),
            Order.loss_reason,
            Order.ended_at.is_not(None).label("ended"),
            Wave.lot_id,
        )
        .join(Wave, Wave.id == Order.wave_id)
        .join(Subscription, Subscription.id == Order.subscription_id)
        .where(Subscription.package_id == package_id)
        .order_by(Order.id)
    ):
        found[row.subscription_id].append(row)
    return found


def _ordered(session: Session, package_id: int) -> frozenset[int]:
    """The households that ordered, in whichever lot."""
    lot_ids = session.scalars(select(Lot.id).where(Lot.package_id == package_id)).all()
    return frozenset().union(*confirmed_homes(session, lot_ids).values())


def _lots(session: Session, package_id: int) -> dict[int, dict[int, str]]:
    """Subscription -> lot -> state of that lot, of the works that it chose.

    Only of households with an order that ended: of others nobody asks which lot is left.
    """
    found: dict[int, dict[int, str]] = defaultdict(dict)
    ended = select(Order.subscription_id).where(Order.ended_at.is_not(None))
    for subscription_id, lot_id, state in session.execute(
        select(SubscriptionLot.subscription_id, Lot.id, Lot.state)
        .join(Lot, Lot.id == SubscriptionLot.lot_id)
        .where(Lot.package_id == package_id, SubscriptionLot.subscription_id.in_(ended))
    ):
        found[subscription_id][lot_id] = state
    return found


def _groups(session: Session, package_id: int) -> dict[int, str]:
    """Subscription -> the name of its group, as the groups stand now."""
    run = latest_run(session, package_id)
    if run is None:
        return {}
    return {
        member.subscription_id: say_stored(group.name)
        for group in run.groups
        for member in group.members
    }


def _reached(person: Any, mine: Sequence[Any], *, ordered: bool) -> frozenset[Stage]:
    reached = {Stage.INTERESTED}
    if person.subscribed:
        reached.add(Stage.SUBSCRIBED)
    if person.screened:
        reached.add(Stage.SCREENED)
    if any(order.provisional for order in mine):
        reached.add(Stage.PROVISIONAL)
    if ordered:
        reached.add(Stage.ORDERED)
    if any(order.handed_over and not order.ended for order in mine):
        reached.add(Stage.EXECUTED)
    return frozenset(reached)


def _lost(person: Any, mine: Sequence[Any], lots: Mapping[int, str]) -> str | None:
    ordered = {order.lot_id for order in mine}
    return lost_because(
        person.state,
        person.loss_reason,
        [(bool(order.ended), order.loss_reason) for order in mine],
        [state for lot_id, state in lots.items() if lot_id not in ordered],
    )
