"""Which packages and lots are there, and what do the rules need to know of them?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from renogroep.base import clock
from renogroep.base.text import N_, Text, t
from renogroep.base.units import Unit
from renogroep.financing.models import RuleVersion
from renogroep.financing.queries import limits_in, limits_on, periods_on
from renogroep.financing.rules.limits import LimitTable
from renogroep.identity.models import Person
from renogroep.infra.audit import AuditEvent
from renogroep.infra.scope import Reach, Scope, reaches
from renogroep.tenders.models import Lot, Package, Post
from renogroep.tenders.rules import bands as band_rules
from renogroep.tenders.rules import bill as bill_rules
from renogroep.tenders.rules import criteria as criteria_rules
from renogroep.tenders.rules.announced import Announced, announce
from renogroep.tenders.rules.checklist import (
    CheckItem,
    LotFacts,
    PackageFacts,
    publication_checklist,
)
from renogroep.tenders.rules.events import Did
from renogroep.tenders.rules.lifecycle import (
    LOT_LABELS,
    LotState,
    Mode,
    PackageState,
    package_state_on_screen,
)
from renogroep.tenders.rules.procedures import Limits

HISTORY_LABELS: dict[str, str] = {
    Did.PACKAGE_CREATED: N_("The package was made"),
    Did.PACKAGE_TEXTS_CHANGED: N_("The texts were changed"),
    Did.PACKAGE_SETTINGS_CHANGED: N_("The details were changed"),
    Did.PACKAGE_CRITERIA_CHANGED: N_("The award criteria were changed"),
    Did.PACKAGE_PUBLISHED: N_("The package was published"),
    Did.PACKAGE_CANCELLED: N_("The package was cancelled"),
    Did.PACKAGE_CLOSED: N_("The package was closed"),
    Did.INTEREST_EXTENDED: N_("People got more time to show interest"),
    Did.LOT_ADDED: N_("A lot was added"),
    Did.LOT_CHANGED: N_("A lot was changed"),
    Did.LOT_REMOVED: N_("A lot was removed"),
    Did.BILL_CHANGED: N_("A bill of quantities was changed"),
}


@reaches(Package, Reach.STAFF)
def _packages_of_staff(scope: Scope) -> Sequence[ColumnElement[bool]]:
    return (
        Package.municipality_id == scope.municipality_id,
        scope.within(Package.neighbourhood_id),
    )


@reaches(Lot, Reach.STAFF)
def _lots_of_staff(scope: Scope) -> Sequence[ColumnElement[bool]]:
    return (Lot.package.has(and_(*_packages_of_staff(scope))),)


@reaches(Post, Reach.STAFF)
def _posts_of_staff(scope: Scope) -> Sequence[ColumnElement[bool]]:
    return (Post.lot.has(and_(*_lots_of_staff(scope))),)


def package_by_reference(session: Session, reference: str) -> Package | None:
    """The package of a public page, whatever its state; the page decides what a visitor sees."""
    return session.scalar(
        select(Package)
        .where(Package.reference == reference)
        .options(selectinload(Package.lots), joinedload(Package.neighbourhood))
    )


def named(reference: str) -> Select[int]:
    """The key of what has this name in an address, in any municipality."""
    return select(Package.id).where(Package.reference == reference)


def municipalities_of_reference(session: Session, reference: str) -> Sequence[int]:
    """Which municipalities have a package of this name, the oldest first; to ask everywhere."""
    return session.scalars(
        select(Package.municipality_id)
        .where(Package.reference == reference)
        .order_by(Package.municipality_id)
    ).all()


def packages(
    session: Session, municipality_id: int, scope: Collection[int] | None = None
) -> Sequence[Package]:
    """All packages, the newest first; ``scope`` holds ids of neighbourhoods, None is all."""
    statement = select(Package).where(Package.municipality_id == municipality_id)
    if scope is not None:
        statement = statement.where(Package.neighbourhood_id.in_(scope))
    return session.scalars(
        statement.options(selectinload(Package.lots), joinedload(Package.neighbourhood)).order_by(
            Package.id.desc()
        )
    ).all()


def published_packages(session: Session, neighbourhood_id: int) -> Sequence[Package]:
    """What the neighbourhood's page shows: everything published or closed, the newest first."""
    return session.scalars(
        select(Package)
        .where(
            Package.neighbourhood_id == neighbourhood_id,
            Package.state.in_([PackageState.PUBLISHED, PackageState.CLOSED]),
        )
        .options(selectinload(Package.lots))
        .order_by(Package.published_at.desc(), Package.id.desc())
    ).all()


def open_packages(session: Session, neighbourhood_id: int, today: date) -> Sequence[Package]:
    """Packages in which somebody can show interest today; the last day counts."""
    return session.scalars(
        select(Package)
        .where(
            Package.neighbourhood_id == neighbourhood_id,
            Package.state == PackageState.PUBLISHED,
            Package.interest_deadline >= today,
            Package.lots.any(Lot.state == LotState.COLLECTING),
        )
        .options(selectinload(Package.lots))
        .order_by(Package.interest_deadline, Package.id)
    ).all()


def lots(session: Session, package_id: int) -> Sequence[Lot]:
    """The lots of a package by number, each with its bill and bands."""
    return session.scalars(
        select(Lot)
        .where(Lot.package_id == package_id)
        .options(selectinload(Lot.posts), selectinload(Lot.bands))
        .order_by(Lot.number)
    ).all()


def posts_of(lot: Lot) -> tuple[bill_rules.Post, ...]:
    """The bill as the rules take it."""
    return tuple(post_value(row) for row in lot.posts)


def post_value(row: Post) -> bill_rules.Post:
    """One post as the rules take it."""
    return bill_rules.Post(
        number=row.number,
        description=row.description,
        nature=bill_rules.Nature(row.nature),
        unit=Unit(row.unit),
        scope=bill_rules.Scope(row.scope),
        source=row.source,
        presumed=row.presumed,
    )


def bands_of(lot: Lot) -> tuple[band_rules.Band, ...]:
    """The volume bands as the rules take them."""
    return tuple(band_rules.Band(row.from_homes, row.to_homes) for row in lot.bands)


def criteria_of(package: Package) -> tuple[criteria_rules.Criterion, ...]:
    """The award criteria as the rules take them."""
    return tuple(
        criteria_rules.Criterion(
            code=row.code,
            title=row.title,
            weight=row.weight,
            formula=criteria_rules.PriceFormula(row.formula) if row.formula else None,
            floor=row.floor,
            ceiling=row.ceiling,
        )
        for row in package.criteria
    )


def scenarios_of(package: Package) -> tuple[criteria_rules.Scenario, ...]:
    """The announced scenarios as the rules take them."""
    return tuple(
        criteria_rules.Scenario(row.homes, row.runs, row.weight) for row in package.scenarios
    )


def criteria_problems(
    package: Package,
    criteria: Sequence[criteria_rules.Criterion],
    scenarios: Sequence[criteria_rules.Scenario],
) -> list[Text]:
    """Everything that is wrong with these criteria for this package; empty when they may be kept."""
    lowest = max((lot.min_to_execute for lot in package.lots), default=1)
    highest = min((lot.max_homes for lot in package.lots), default=None)
    return [
        *criteria_rules.check_criteria(criteria),
        *criteria_rules.check_scenarios(scenarios, minimum=lowest, maximum=highest),
    ]


def announced(package: Package) -> Announced | None:
    """What a procurement announces; None in group quotes, where every household chooses."""
    if package.mode != Mode.PROCUREMENT:
        return None
    return announce(
        legal_form=package.legal_form,
        max_value=package.max_value,
        ends_on=package.ends_on,
        criteria=criteria_of(package),
        scenarios=scenarios_of(package),
    )


def package_facts(package: Package) -> PackageFacts:
    """What the checklist must know of a package."""
    return PackageFacts(
        mode=package.mode,
        title=package.title,
        summary=package.summary,
        phone=package.neighbourhood.phone,
        lots=tuple(_lot_facts(lot) for lot in package.lots),
        interest_deadline=package.interest_deadline,
        order_deadline=package.order_deadline,
        freeze_on=package.freeze_on,
        min_group=package.min_group,
        max_group=package.max_group,
        criteria=criteria_of(package),
        scenarios=scenarios_of(package),
        legal_form=package.legal_form,
        own_submission=package.own_submission,
        max_value=package.max_value,
        ends_on=package.ends_on,
    )


def _lot_facts(lot: Lot) -> LotFacts:
    quotes_by = lot.quote_deadline
    return LotFacts(
        number=lot.number,
        title=lot.title,
        measure=lot.measure,
        posts=posts_of(lot),
        bands=bands_of(lot),
        min_to_quote=lot.min_to_quote,
        min_to_execute=lot.min_to_execute,
        max_homes=lot.max_homes,
        quote_deadline=clock.local(quotes_by).date() if quotes_by else None,
    )


def freeze_days(session: Session, municipality_id: int) -> int:
    """Days between the last order and the freeze at least, by the periods of today."""
    return periods_on(session, municipality_id, clock.today())[0].days("freeze")


def limits_today(session: Session, municipality_id: int) -> tuple[Limits, int | None]:
    """What the law allows today, and the id of the version that says so."""
    table, version_id = limits_on(session, municipality_id, clock.today())
    return _limits(table, clock.today()), version_id


def limits_of(session: Session, package: Package) -> Limits:
    """Those of today for a draft; later those under which it was published."""
    if package.published_at is None or package.limits_version_id is None:
        return limits_today(session, package.municipality_id)[0]
    row = session.get_one(RuleVersion, package.limits_version_id)
    return _limits(limits_in(row), clock.local(package.published_at).date())


def _limits(table: LimitTable, on: date) -> Limits:
    row = table.rule("limited_value_below", on)
    return Limits(own_submission_below=row.value_eur if row else None)


def checklist(session: Session, package: Package) -> list[CheckItem]:
    """What is still missing before publication, today."""
    return publication_checklist(
        package_facts(package),
        today=clock.today(),
        freeze_days=freeze_days(session, package.municipality_id),
        limits=limits_of(session, package),
    )


def draft_mark(package: Package) -> str:
    """A mark of everything that publication fixes: texts, dates, lots, bills and criteria."""
    lots = [[lot.id, lot.version, bill_rules.bill_checksum(posts_of(lot))] for lot in package.lots]
    return bill_rules.checksum([package.version, lots])[:16]


def state_on_screen(package: Package) -> Text:
    """The one line that people see for a package."""
    return package_state_on_screen([lot.state for lot in package.lots], package.state)


def in_language(row: Package | Lot, field: str, language: str) -> str:
    """``title`` or ``summary`` in the reader's language, else in Dutch."""
    own = getattr(row, f"{field}_{language}", "") if language in ("fr", "en") else ""
    return str(own or getattr(row, field))


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened, for the page of the package."""

    at: datetime
    who: str | None  # None: the system itself, by a date
    text: Text


def history(session: Session, package: Package) -> list[HistoryLine]:
    """Everything that happened to the package and its lots, the newest first."""
    numbers = {lot.id: lot.number for lot in package.lots}
    rows = session.scalars(
        select(AuditEvent)
        .where(
            AuditEvent.municipality_id == package.municipality_id,
            or_(
                and_(
                    AuditEvent.subject_kind == Package.__tablename__,
                    AuditEvent.subject_id == package.id,
                ),
                and_(
                    AuditEvent.subject_kind == Lot.__tablename__,
                    AuditEvent.subject_id.in_(list(numbers)),
                ),
            ),
        )
        .order_by(AuditEvent.number.desc())
    ).all()
    actors = {row.actor_id for row in rows if row.actor_id is not None}
    names = {
        person.id: person.name
        for person in session.scalars(select(Person).where(Person.id.in_(actors)))
    }
    return [
        HistoryLine(row.at, names.get(row.actor_id or 0), _sentence(row, numbers))
        for row in rows
        if row.did == Did.LOT_MOVED or row.did in HISTORY_LABELS
    ]


def _sentence(row: AuditEvent, numbers: dict[int, int]) -> Text:
    if row.did == Did.LOT_MOVED:
        return t(
            "Lot %(lot)s went from “%(before)s” to “%(after)s”",
            lot=numbers.get(row.subject_id, 0),
            before=Text(LOT_LABELS[LotState(row.facts["before"])]),
            after=Text(LOT_LABELS[LotState(row.facts["after"])]),
        )
    label = Text(HISTORY_LABELS[row.did])
    if row.subject_kind == Lot.__tablename__:
        return t("%(what)s (lot %(lot)s)", what=label, lot=numbers.get(row.subject_id, 0))
    return label
