"""How does a process hold everything that it changes, so that two of them never wait for each other?

Always in the same order: package, lot, wave, order, interest, case, loan, person; and all of it before the
first row of the audit trail, whose end is the last lock of every transaction.
"""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from renogroep.identity.models import Person
from renogroep.infra.db import Row, locked
from renogroep.orders.models import CoOwner, Order, Wave
from renogroep.owners.models import Case
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.lifecycle import LIVE
from renogroep.tenders.models import Lot, Package


def hold(session: Session, kind: type[Row], keys: Iterable[int]) -> list[Row]:
    """Rows of one table, the lowest id first, held until the transaction ends; with fresh values."""
    rows = (locked(session, kind, key) for key in sorted(set(keys)))
    return [row for row in rows if row is not None]


def hold_package(session: Session, package_id: int) -> Sequence[Subscription]:
    """A package with its lots, rounds, live interests and their orders; gives the interests."""
    hold(session, Package, [package_id])
    lots = hold(session, Lot, _keys(session, Lot.id, Lot.package_id == package_id))
    _hold_waves(session, [lot.id for lot in lots])
    # No interest comes in while the package is held, so these are all of them.
    live = Subscription.state.in_(sorted(LIVE))
    keys = _keys(session, Subscription.id, Subscription.package_id == package_id, live)
    hold(session, Order, _keys(session, Order.id, Order.subscription_id.in_(keys)))
    return hold(session, Subscription, keys)


def hold_interests(
    session: Session, interests: Collection[Subscription], case_ids: Collection[int | None]
) -> None:
    """Interests with the packages and lots that they are about, their orders, and cases if any."""
    hold(session, Package, (row.package_id for row in interests))
    lots = hold(session, Lot, (link.lot_id for row in interests for link in row.lots))
    _hold_waves(session, [lot.id for lot in lots])
    keys = [row.id for row in interests]
    hold(session, Order, _keys(session, Order.id, Order.subscription_id.in_(keys)))
    hold(session, Subscription, keys)
    hold(session, Case, [key for key in case_ids if key])


def hold_people(session: Session, person_ids: Collection[int]) -> None:
    """People with all that is theirs: interests, orders that they asked for or sign, and cases."""
    interests = session.scalars(
        select(Subscription).where(Subscription.person_id.in_(person_ids))
    ).all()
    signing = select(CoOwner.order_id).where(CoOwner.person_id.in_(person_ids))
    orders = session.execute(
        select(Order.id, Order.wave_id, Wave.lot_id, Lot.package_id)
        .join(Wave, Wave.id == Order.wave_id)
        .join(Lot, Lot.id == Wave.lot_id)
        .where(or_(Order.person_id.in_(person_ids), Order.id.in_(signing)))
    ).all()
    packages = {row.package_id for row in interests} | {row.package_id for row in orders}
    lots = {link.lot_id for row in interests for link in row.lots}
    hold(session, Package, packages)
    hold(session, Lot, lots | {row.lot_id for row in orders})
    hold(session, Wave, (row.wave_id for row in orders))
    hold(session, Order, (row.id for row in orders))
    hold(session, Subscription, (row.id for row in interests))
    hold(session, Case, _keys(session, Case.id, Case.person_id.in_(person_ids)))
    hold(session, Person, person_ids)


def _hold_waves(session: Session, lot_ids: Collection[int]) -> None:
    hold(session, Wave, _keys(session, Wave.id, Wave.lot_id.in_(lot_ids)))


def _keys(session: Session, column: object, *where: object) -> list[int]:
    return list(session.scalars(select(column).where(*where)))  # type: ignore[call-overload,arg-type]
