"""Which households are interested, in what, and how far is each of them?"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from renogroep.base import clock
from renogroep.identity.models import ContactPoint, Person
from renogroep.identity.rules.contacts import ContactKind
from renogroep.infra.holidays import belgian
from renogroep.infra.scope import Reach, Scope, reaches
from renogroep.neighbourhoods.models import Address, Street
from renogroep.owners.models import Case, Dwelling
from renogroep.owners.queries import tasks
from renogroep.owners.rules.cases import first_call_due
from renogroep.subscriptions.models import InterestDecision, Subscription, SubscriptionLot
from renogroep.subscriptions.rules.lifecycle import (
    INTERESTED,
    LIVE,
    TAKING_PART,
    SubscriptionState,
)
from renogroep.subscriptions.rules.threshold import InterestOutcome, Progress
from renogroep.tenders.models import Lot, Package
from renogroep.tenders.rules.lifecycle import LotState, PackageState

_WHOLE = (
    joinedload(Subscription.package).selectinload(Package.lots),
    joinedload(Subscription.package).joinedload(Package.neighbourhood),
    joinedload(Subscription.person),
    joinedload(Subscription.case),
    joinedload(Subscription.dwelling).joinedload(Dwelling.address).joinedload(Address.street),
    selectinload(Subscription.lots).joinedload(SubscriptionLot.lot),
)


@reaches(Subscription, Reach.STAFF)
def _staff(scope: Scope) -> Sequence[ColumnElement[bool]]:
    within = scope.within(Package.neighbourhood_id)
    return Subscription.municipality_id == scope.municipality_id, Subscription.package.has(within)


@reaches(Subscription, Reach.OWN)
def _own(scope: Scope) -> Sequence[ColumnElement[bool]]:
    return (Subscription.person_id == scope.person_id,)


def key_of(session: Session, reference: str) -> int | None:
    """The number of the interest with this code, whoever reads it."""
    return session.scalar(select(Subscription.id).where(Subscription.reference == reference))


def by_submission(session: Session, submission_key: str) -> Subscription | None:
    """The interest that one visitor's form made, if it was sent before."""
    return session.scalar(
        select(Subscription).where(Subscription.submission_key == submission_key).options(*_WHOLE)
    )


def subscriptions_of(
    session: Session,
    package_id: int,
    states: Collection[str] = LIVE,
    lot_id: int | None = None,
) -> Sequence[Subscription]:
    """Interests in a package, or in one of its lots, oldest first; never what nobody confirmed."""
    statement = (
        select(Subscription)
        .where(
            Subscription.package_id == package_id,
            Subscription.state.in_(sorted(states)),
            Subscription.case_id.is_not(None),
        )
        .options(*_WHOLE)
        .order_by(Subscription.id)
    )
    if lot_id is not None:
        statement = statement.join(
            SubscriptionLot, SubscriptionLot.subscription_id == Subscription.id
        ).where(SubscriptionLot.lot_id == lot_id)
    return session.scalars(statement).unique().all()


def live_at(session: Session, package_id: int, address_id: int) -> Subscription | None:
    """The interest in this package that holds this home now."""
    return session.scalar(
        select(Subscription)
        .join(Dwelling, Dwelling.id == Subscription.dwelling_id)
        .where(
            Subscription.package_id == package_id,
            Dwelling.address_id == address_id,
            Subscription.state.in_(sorted(TAKING_PART)),
        )
        .options(*_WHOLE)
    )


def unconfirmed(session: Session, *where: ColumnElement[bool]) -> Sequence[Subscription]:
    """Interests of the pages that nobody confirmed yet, oldest first."""
    return session.scalars(
        select(Subscription)
        .where(
            Subscription.state == SubscriptionState.INTERESTED,
            Subscription.confirm_by.is_not(None),
            Subscription.confirmed_at.is_(None),
            *where,
        )
        .options(*_WHOLE)
        .order_by(Subscription.id)
    ).all()


def to_review(session: Session, scope: Scope) -> Sequence[Subscription]:
    """Unconfirmed interests within reach that a person must look at: nothing was sent, or it is a call."""
    calls = select(ContactPoint.person_id).where(
        ContactPoint.kind == ContactKind.PHONE, ContactPoint.preferred.is_(True)
    )
    return unconfirmed(
        session,
        *_staff(scope),
        Subscription.confirm_by >= clock.today(),
        or_(Subscription.asked_at.is_(None), Subscription.person_id.in_(calls)),
    )


def home_of(session: Session, person_id: int) -> Sequence[Subscription]:
    """Everything that one person showed interest in, newest first."""
    return (
        session.scalars(
            select(Subscription)
            .where(Subscription.person_id == person_id)
            .options(*_WHOLE)
            .order_by(Subscription.id.desc())
        )
        .unique()
        .all()
    )


def mine(session: Session, reference: str, person_id: int) -> Subscription | None:
    """A person's own interest; somebody else's does not exist for them."""
    return session.scalar(
        select(Subscription)
        .where(Subscription.reference == reference, Subscription.person_id == person_id)
        .options(*_WHOLE)
    )


def call_promised(session: Session, case: Case) -> date:
    """The day by which we told this owner that somebody calls or writes.

    Of an interest that runs; else of the message that was left.
    """
    interest = next((row for row in of_case(session, case.id) if row.state in LIVE), None)
    if interest is None and (asked := tasks(session, case.id)):
        return asked[0].due_on
    day = clock.local(interest.came_in_at if interest else case.opened_at).date()
    return first_call_due(day, belgian(day))


def of_case(session: Session, case_id: int) -> Sequence[Subscription]:
    """What the owner of one case showed interest in, newest first."""
    return (
        session.scalars(
            select(Subscription)
            .where(Subscription.case_id == case_id)
            .options(*_WHOLE)
            .order_by(Subscription.id.desc())
        )
        .unique()
        .all()
    )


def wanted_measures(session: Session, case_id: int) -> set[str]:
    """The works that an owner wants, as the premium rules call them."""
    return wanted_by_case(session, [case_id]).get(case_id, set())


def wanted_by_case(session: Session, case_ids: Collection[int]) -> dict[int, set[str]]:
    """Case -> the works that its owner wants, in one question to the database."""
    found: dict[int, set[str]] = {}
    rows = session.execute(
        select(Subscription.case_id, Lot.measure)
        .join(SubscriptionLot, SubscriptionLot.subscription_id == Subscription.id)
        .join(Lot, Lot.id == SubscriptionLot.lot_id)
        .where(Subscription.case_id.in_(case_ids), Subscription.state.in_(sorted(LIVE)))
    )
    for case_id, measure in rows:
        found.setdefault(case_id, set()).add(measure)
    return found


def counters(
    session: Session, lots: Collection[Lot], confirmed: Mapping[int, int]
) -> dict[int, Progress]:
    """The two counts of lots that never mix: {lot id: counts}, in one question for all of them.

    confirmed   orders that bind per lot; the rooms above know them and bring them along
    """
    interested = dict(
        session.execute(
            select(SubscriptionLot.lot_id, func.count())
            .join(Subscription, Subscription.id == SubscriptionLot.subscription_id)
            .where(
                SubscriptionLot.lot_id.in_([lot.id for lot in lots]),
                Subscription.state.in_(sorted(INTERESTED)),
            )
            .group_by(SubscriptionLot.lot_id)
        ).all()
    )
    return {
        lot.id: Progress(
            confirmed=confirmed.get(lot.id, 0),
            needed=lot.min_to_execute,
            maximum=lot.max_homes,
            interested=interested.get(lot.id, 0),
        )
        for lot in lots
    }


def deadline_to_settle(session: Session, lot: Lot, today: date) -> date | None:
    """The interest deadline about which nothing was decided yet for this lot; None when none.

    Lots are decided one by one: when one lot got more time, the date of the package moved, and its
    neighbours still have to be decided at the old date. A lot that may go on is decided for good.
    """
    package = lot.package
    if package.state != PackageState.PUBLISHED or lot.state != LotState.COLLECTING:
        return None
    decisions = session.scalars(
        select(InterestDecision).join(Lot).where(Lot.package_id == package.id)
    ).all()
    mine = [row for row in decisions if row.lot_id == lot.id]
    if any(row.outcome == InterestOutcome.GO for row in mine):
        return None
    dates = {row.deadline for row in decisions} | {package.interest_deadline}
    left = dates - {row.deadline for row in mine}
    return min((day for day in left if day is not None and day < today), default=None)


def due_lots(session: Session, today: date) -> Sequence[int]:
    """Lots about which an interest deadline must be decided."""
    collecting = session.scalars(
        select(Lot)
        .join(Package, Package.id == Lot.package_id)
        .where(Package.state == PackageState.PUBLISHED, Lot.state == LotState.COLLECTING)
        .options(joinedload(Lot.package))
        .order_by(Lot.id)
    )
    return [lot.id for lot in collecting if deadline_to_settle(session, lot, today) is not None]


def public_package(session: Session, reference: str) -> Package | None:
    """The package of a public page; a draft does not exist there."""
    return session.scalar(
        select(Package)
        .where(Package.reference == reference, Package.state != PackageState.DRAFT)
        .options(selectinload(Package.lots), joinedload(Package.neighbourhood))
    )


def open_packages(
    session: Session, municipality_id: int, scope: Collection[int] | None, today: date
) -> Sequence[Package]:
    """Packages that take interest today; ``scope`` holds neighbourhoods, None is all of them."""
    statement = (
        select(Package)
        .where(Package.municipality_id == municipality_id, Package.state == PackageState.PUBLISHED)
        .options(selectinload(Package.lots), joinedload(Package.neighbourhood))
        .order_by(Package.published_at, Package.id)
    )
    if scope is not None:
        statement = statement.where(Package.neighbourhood_id.in_(scope))
    return [one for one in session.scalars(statement) if open_for_interest(one, today)]


def address_in(session: Session, address_id: int, neighbourhood_id: int) -> Address | None:
    """The address, unless it lies in another neighbourhood."""
    return session.scalar(
        select(Address)
        .join(Street, Street.id == Address.street_id)
        .where(
            Address.id == address_id,
            Address.retired_on.is_(None),
            Street.neighbourhood_id == neighbourhood_id,
        )
        .options(joinedload(Address.street))
    )


def open_for_interest(package: Package, today: date) -> bool:
    """True while a household can show interest: published, in time, and a lot still collects."""
    in_time = package.interest_deadline is not None and today <= package.interest_deadline
    collecting = any(lot.state == LotState.COLLECTING for lot in package.lots)
    return package.state == PackageState.PUBLISHED and in_time and collecting


def names_at(session: Session, address_id: int) -> Sequence[Person]:
    """Who has an open case at this home: the hint against a second file."""
    return (
        session.scalars(
            select(Person)
            .join(Case, Case.person_id == Person.id)
            .join(Dwelling, Dwelling.id == Case.dwelling_id)
            .where(Dwelling.address_id == address_id, Case.state == "open")
            .order_by(Person.sort_key)
        )
        .unique()
        .all()
    )
