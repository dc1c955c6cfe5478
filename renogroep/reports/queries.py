"""How many households went which way through a package?"""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, case, func, not_, select
from sqlalchemy.orm import Session, aliased

from renogroep.groups.models import Group, GroupMember
from renogroep.groups.queries import latest_run_id
from renogroep.infra.i18n import say_stored
from renogroep.neighbourhoods.models import Address, Street
from renogroep.orders.models import Order, Wave
from renogroep.orders.queries.finding import CONFIRMS
from renogroep.owners.models import Case, Dwelling
from renogroep.reports.rules.funnel import LOT_OVER, Journey, Stage, lost_because
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


def ways(session: Session, package_id: int) -> Counter[Journey]:
    """Way through the package -> households that went it.

    The database counts: as many rows are read for five hundred homes in ten streets as for fifty.
    """
    groups = _groups(session, package_id)
    homes = _homes(package_id, groups)
    found: Counter[Journey] = Counter()
    for row in session.execute(select(*homes.c, func.count().label("homes")).group_by(*homes.c)):
        found[_way(row, groups)] += row.homes
    return found


def _way(row: Any, groups: dict[int, str]) -> Journey:
    return Journey(
        _reached(row),
        _lost(row),
        row.street,
        row.channel,
        row.owner_kind,
        groups.get(row.group_id, ""),
    )


def _homes(package_id: int, groups: Collection[int]) -> Subquery:
    """One row per household, without anything by which it differs from others on the same way."""
    orders, teller = _orders(package_id), aliased(Order)
    member = _members(groups)
    return (
        select(
            Subscription.channel,
            Subscription.state,
            Subscription.loss_reason,
            Subscription.subscribed_at.is_not(None).label("subscribed"),
            Subscription.screened_at.is_not(None).label("screened"),
            Case.owner_kind,
            Street.name.label("street"),
            orders.c.provisional,
            orders.c.ordered,
            orders.c.executed,
            orders.c.goes_on,
            teller.loss_reason.label("told"),
            case((orders.c.goes_on == 0, _lot_left(package_id))).label("lot_left"),
            member.c.group_id,
        )
        .join(Case, Case.id == Subscription.case_id)
        .join(Dwelling, Dwelling.id == Subscription.dwelling_id)
        .join(Address, Address.id == Dwelling.address_id)
        .join(Street, Street.id == Address.street_id)
        .outerjoin(orders, orders.c.subscription_id == Subscription.id)
        .outerjoin(teller, teller.id == orders.c.teller)
        .outerjoin(member, member.c.subscription_id == Subscription.id)
        .where(Subscription.package_id == package_id)
        .subquery()
    )


def _orders(package_id: int) -> Subquery:
    """Per household with an order: what any of its orders is, and the first that told a reason."""
    return (
        select(
            Order.subscription_id,
            _any(Order.provisional_at.is_not(None)).label("provisional"),
            _any(CONFIRMS).label("ordered"),
            _any(and_(Order.handed_over_at.is_not(None), Order.ended_at.is_(None))).label(
                "executed"
            ),
            _any(Order.ended_at.is_(None)).label("goes_on"),
            func.min(case((Order.loss_reason != "", Order.id))).label("teller"),
        )
        .join(Wave, Wave.id == Order.wave_id)
        .join(Subscription, Subscription.id == Order.subscription_id)
        .where(Subscription.package_id == package_id)
        .group_by(Order.subscription_id)
        .subquery()
    )


def _any(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.max(case((condition, 1), else_=0))


def _lot_left(package_id: int) -> ColumnElement[Any]:
    """Of a household: a state of a lot that goes on, that it chose and has no order for."""
    there = (
        select(Order.id)
        .join(Wave, Wave.id == Order.wave_id)
        .where(Order.subscription_id == Subscription.id, Wave.lot_id == Lot.id)
        .correlate(Subscription, Lot)
        .exists()
    )
    return (
        select(func.min(Lot.state))
        .join(SubscriptionLot, SubscriptionLot.lot_id == Lot.id)
        .where(
            SubscriptionLot.subscription_id == Subscription.id,
            Lot.package_id == package_id,
            Lot.state.not_in(sorted(LOT_OVER)),
            not_(there),
        )
        .correlate(Subscription)
        .scalar_subquery()
    )


def _members(groups: Collection[int]) -> Subquery:
    """Household -> the last group that it is in."""
    return (
        select(GroupMember.subscription_id, func.max(GroupMember.group_id).label("group_id"))
        .where(GroupMember.group_id.in_(groups))
        .group_by(GroupMember.subscription_id)
        .subquery()
    )


def _groups(session: Session, package_id: int) -> dict[int, str]:
    """Group -> its name, of the groups as they stand now."""
    rows = select(Group.id, Group.name).where(Group.run_id == latest_run_id(package_id))
    return {key: say_stored(name) for key, name in session.execute(rows)}


def _reached(row: Any) -> frozenset[Stage]:
    told = {
        Stage.INTERESTED: True,
        Stage.SUBSCRIBED: row.subscribed,
        Stage.SCREENED: row.screened,
        Stage.PROVISIONAL: row.provisional,
        Stage.ORDERED: row.ordered,
        Stage.EXECUTED: row.executed,
    }
    return frozenset(stage for stage, yes in told.items() if yes)


def _lost(row: Any) -> str | None:
    orders = [] if row.goes_on is None else [(not row.goes_on, row.told)]
    return lost_because(row.state, row.loss_reason, orders, [row.lot_left] if row.lot_left else [])
