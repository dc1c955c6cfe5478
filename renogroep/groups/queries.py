"""Which homes can be grouped, in which group are they, and what changed?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from renogroep.groups.models import BundlingRun, Group, GroupMember, Request
from renogroep.infra.scope import Reach, reaches
from renogroep.infra.scope import Scope as StaffScope
from renogroep.neighbourhoods.models import Address, Street
from renogroep.neighbourhoods.rules.addresses import Built, Place
from renogroep.owners.models import Dwelling
from renogroep.subscriptions.actions.screening import fitting_lots
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.lifecycle import SCREENED
from renogroep.tenders.models import Lot, Package
from renogroep.tenders.rules.bill import checksum

Scope = Collection[int] | None  # neighbourhoods that a member of staff works in; None is all


@dataclass(frozen=True, slots=True)
class ScreenedHome:
    """A home that fits: where it stands and what its household wants; nobody's name."""

    subscription_id: int
    reference: str
    person_id: int
    dwelling_id: int
    address: str
    place: Place
    lot_ids: frozenset[int]
    life_stage: str | None
    budget: str | None


def _package_ids(scope: StaffScope) -> Select[int]:
    return select(Package.id).where(
        Package.municipality_id == scope.municipality_id,
        scope.within(Package.neighbourhood_id),
    )


@reaches(Group, Reach.STAFF)
def _groups_of_staff(scope: StaffScope) -> Sequence[ColumnElement[bool]]:
    return (Group.run.has(BundlingRun.package_id.in_(_package_ids(scope))),)


@reaches(Request, Reach.STAFF)
def _requests_of_staff(scope: StaffScope) -> Sequence[ColumnElement[bool]]:
    return (Request.lot.has(Lot.package_id.in_(_package_ids(scope))),)


def lot(session: Session, key: int, municipality_id: int, scope: Scope) -> Lot | None:
    """The lot, unless its package lies outside what this person works in."""
    statement = (
        select(Lot)
        .join(Package, Package.id == Lot.package_id)
        .where(Lot.id == key, Lot.municipality_id == municipality_id)
    )
    if scope is not None:
        statement = statement.where(Package.neighbourhood_id.in_(scope))
    return session.scalar(statement.options(selectinload(Lot.posts)))


def screened_homes(session: Session, package_id: int) -> list[ScreenedHome]:
    """The homes of a package that fit now, in the order of a walk."""
    wanted = fitting_lots(session, package_id)
    rows = session.execute(
        select(
            Subscription.id,
            Subscription.reference,
            Subscription.person_id,
            Subscription.dwelling_id,
            Subscription.life_stage,
            Subscription.budget_band,
            Address.number,
            Address.box,
            Address.built,
            Street.name,
            Street.postcode,
        )
        .join(Dwelling, Dwelling.id == Subscription.dwelling_id)
        .join(Address, Address.id == Dwelling.address_id)
        .join(Street, Street.id == Address.street_id)
        .where(Subscription.package_id == package_id, Subscription.state.in_(SCREENED))
    )
    homes = [
        ScreenedHome(
            subscription_id=row.id,
            reference=row.reference,
            person_id=row.person_id,
            dwelling_id=row.dwelling_id,
            address=f"{row.name} {row.number}" + (f" bus {row.box}" if row.box else ""),
            place=Place(row.name, row.postcode, row.number, Built(row.built)),
            lot_ids=wanted.get(row.id, frozenset()),
            life_stage=row.life_stage,
            budget=row.budget_band,
        )
        for row in rows
    ]
    return sorted(homes, key=lambda home: (home.place.walk_key, home.reference))


def latest_run(session: Session, package_id: int) -> BundlingRun | None:
    """The groups as they stand, with their members."""
    return _run(session, package_id, 0)


def run_before(session: Session, package_id: int) -> BundlingRun | None:
    """The groups as they stood before the latest time."""
    return _run(session, package_id, 1)


def latest_run_id(package_id: int) -> ScalarSelect[int]:
    """Part of a question: the last time that homes were bundled."""
    return (
        select(func.max(BundlingRun.id))
        .where(BundlingRun.package_id == package_id)
        .scalar_subquery()
    )


def _run(session: Session, package_id: int, offset: int) -> BundlingRun | None:
    return session.scalar(
        select(BundlingRun)
        .where(BundlingRun.package_id == package_id)
        .order_by(BundlingRun.id.desc())
        .offset(offset)
        .limit(1)
        .options(
            selectinload(BundlingRun.groups)
            .selectinload(Group.members)
            .joinedload(GroupMember.subscription)
        )
    )


def requests_of(session: Session, package_id: int) -> Sequence[Request]:
    """What contractors were asked for this package; from the first one on groups stay as they are."""
    return session.scalars(
        select(Request)
        .join(Lot, Lot.id == Request.lot_id)
        .where(Lot.package_id == package_id)
        .order_by(Request.lot_id, Request.id)
    ).all()


def requests_of_lot(session: Session, lot_id: int) -> Sequence[Request]:
    """What contractors were asked for one lot, with its lines."""
    return session.scalars(
        select(Request)
        .where(Request.lot_id == lot_id)
        .order_by(Request.id)
        .options(selectinload(Request.lines), selectinload(Request.group))
    ).all()


def member_of(session: Session, run: BundlingRun, subscription_id: int) -> GroupMember | None:
    """The household in a group of this run; None while it is in none."""
    return session.scalar(
        select(GroupMember)
        .join(Group, Group.id == GroupMember.group_id)
        .where(GroupMember.subscription_id == subscription_id, Group.run_id == run.id)
        .options(joinedload(GroupMember.group))
    )


def membership(session: Session, subscription: Subscription) -> GroupMember | None:
    """The group of a household as it stands now; None while it is in none."""
    run = latest_run(session, subscription.package_id)
    return member_of(session, run, subscription.id) if run else None


def left_out_of(run: BundlingRun, subscription_id: int) -> dict[str, object] | None:
    """Why a household is in no group of this run, as a stored sentence; None when it is in one."""
    rows = (row for row in run.left_out if row["subscription_id"] == subscription_id)
    return next((row["reason"] for row in rows), None)


def left_out_reason(session: Session, subscription: Subscription) -> dict[str, object] | None:
    """The same in the groups as they stand now; None when it never was in the run."""
    run = latest_run(session, subscription.package_id)
    return left_out_of(run, subscription.id) if run else None


def groups_version(run: BundlingRun | None) -> str:
    """A mark of who stands where: a page that was made before a move has another one."""
    if run is None:
        return "0"
    places = sorted((m.subscription_id, g.id) for g in run.groups for m in g.members)
    outside = sorted(row["subscription_id"] for row in run.left_out)
    return f"{run.id}-{checksum([places, outside])[:16]}"


def group_sizes(run: BundlingRun) -> dict[str, int]:
    """Reference of every grouped home -> the number of its group."""
    return {m.subscription.reference: g.number for g in run.groups for m in g.members}
