"""Which households went which way through a package?"""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.neighbourhoods.models import Address, Street
from renogroep.orders.models import Order
from renogroep.owners.models import Case, Dwelling
from renogroep.reports.rules.funnel import Journey, Stage
from renogroep.subscriptions.models import Subscription
from renogroep.tenders.models import Package


def packages(
    session: Session, municipality_id: int, neighbourhood_ids: set[int] | None
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
    """One Journey per subscription, in two SELECTs."""
    orders = defaultdict(list)
    rows = session.execute(
        select(
            Order.subscription_id,
            Order.provisional_at,
            Order.ordered_at,
            Order.handed_over_at,
            Order.loss_reason,
            Order.ended_at,
        )
        .join(Subscription, Subscription.id == Order.subscription_id)
        .where(Subscription.package_id == package_id)
    )
    for row in rows:
        orders[row.subscription_id].append(row)
    people = session.execute(
        select(
            Subscription.id,
            Subscription.channel,
            Subscription.subscribed_at,
            Subscription.screened_at,
            Subscription.ended_at,
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
    return [_journey(person, orders[person.id]) for person in people]


def _journey(person, mine) -> Journey:  # type: ignore[no-untyped-def]
    reached = {Stage.INTERESTED}
    if person.subscribed_at is not None:
        reached.add(Stage.SUBSCRIBED)
    if person.screened_at is not None:
        reached.add(Stage.SCREENED)
    if any(order.provisional_at for order in mine):
        reached.add(Stage.PROVISIONAL)
    if any(order.ordered_at for order in mine):
        reached.add(Stage.ORDERED)
    if any(order.handed_over_at for order in mine):
        reached.add(Stage.EXECUTED)
    return Journey(
        frozenset(reached), _reason(person, mine), person.name, person.channel, person.owner_kind
    )


def _reason(person, mine) -> str | None:  # type: ignore[no-untyped-def]
    """Why a household stopped; a household with one order left has not stopped."""
    if mine and all(order.ended_at for order in mine):
        return next((o.loss_reason for o in mine if o.loss_reason), "other")
    if mine:
        return None
    if person.ended_at is not None or person.state == "not_fit":
        return person.loss_reason or "other"
    return None
