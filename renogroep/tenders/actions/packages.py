"""How does a package come to be, get published, get more time, or stop?"""

from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.names import cleaned, slug_of, sort_key
from renogroep.infra.acts import By, check_seen
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.infra.tenant import in_the_house
from renogroep.neighbourhoods.models import Neighbourhood
from renogroep.tenders import queries
from renogroep.tenders.actions.bill import new_posts
from renogroep.tenders.actions.criteria import criteria_checksum, write_criteria
from renogroep.tenders.actions.drafts import check_draft
from renogroep.tenders.actions.lots import add_lot, move_lot
from renogroep.tenders.models import Lot, Package
from renogroep.tenders.rules.bill import bill_checksum
from renogroep.tenders.rules.criteria import Criterion, PriceFormula, Scenario
from renogroep.tenders.rules.events import Did
from renogroep.tenders.rules.lifecycle import DONE, LOTS, PACKAGES, LotState, Mode, PackageState
from renogroep.tenders.rules.lot_details import LotDetails
from renogroep.tenders.rules.package_details import MAX_REFERENCE, MIN_REASON, Settings, Texts
from renogroep.tenders.rules.template_package import read_template

TEMPLATE = Path(__file__).parents[1] / "templates" / "gevel_en_schrijnwerk.csv"
# What a package from the template starts with; a lead changes it before publication.
_CRITERIA = (
    Criterion("price", "Prijs", 60, PriceFormula.PROPORTIONAL),
    Criterion("plan", "Plan van aanpak en hinder voor bewoners", 25),
    Criterion("warranty", "Waarborg", 15),
)
_SCENARIOS = (Scenario(7, 3, 50), Scenario(10, 4, 50))


def create(
    session: Session,
    *,
    neighbourhood: Neighbourhood,
    mode: Mode,
    title: str,
    from_template: bool,
    by: By,
) -> Package:
    """A draft, empty or with the lots and bills of the mission's template.

    Raises Refused when a draft or an open package of this neighbourhood has the same title: residents
    could not tell them apart, and a form that was sent twice would make two.
    """
    _check_title_is_free(session, neighbourhood, title)
    package = Package(
        municipality_id=neighbourhood.municipality_id,
        neighbourhood_id=neighbourhood.id,
        reference=_free_reference(session, title),
        mode=mode,
        title=cleaned(title),
        # Most procurements are above the limit for sealed quotes here: importing is the safe start.
        own_submission=mode == Mode.GROUP_QUOTES,
    )
    session.add(package)
    record(
        session,
        Did.PACKAGE_CREATED,
        actor_id=by.actor_id,
        subject=package,
        mode=mode,
        neighbourhood_id=neighbourhood.id,
        from_template=from_template,
    )
    if from_template:
        _fill_from_template(session, package, by)
    return package


def _check_title_is_free(session: Session, neighbourhood: Neighbourhood, title: str) -> None:
    locked(session, Neighbourhood, neighbourhood.id)  # whoever sends the form twice waits in line
    known = session.scalars(
        select(Package.title).where(
            Package.neighbourhood_id == neighbourhood.id,
            Package.state.in_([PackageState.DRAFT, PackageState.PUBLISHED]),
        )
    )
    if sort_key(cleaned(title)) in {sort_key(one) for one in known}:
        raise Refused(
            "package.title_taken",
            "There is already a package “%(title)s” in %(place)s. Open that one, or give this one another title.",
            title=cleaned(title),
            place=neighbourhood.name,
        )


def _fill_from_template(session: Session, package: Package, by: By) -> None:
    for proposed in read_template(TEMPLATE.read_text(encoding="utf-8")):
        details = LotDetails(
            title=proposed.title,
            measure=proposed.measure,
            min_to_quote=6,
            min_to_execute=6,
            max_homes=24,
            band_starts=(6, 9),
        )
        lot = add_lot(session, package, details, by=by.inside)
        new_posts(session, lot, proposed.posts)
    if package.mode == Mode.PROCUREMENT:
        write_criteria(session, package, _CRITERIA, _SCENARIOS)


def _free_reference(session: Session, title: str) -> str:
    stem = slug_of(title, MAX_REFERENCE) or "pakket"
    reference, number = stem, 1
    # An address leads to one page.
    while in_the_house(session, queries.named(reference)) is not None:
        number += 1
        reference = f"{stem}-{number}"
    return reference


def change(
    session: Session, package: Package, texts: Texts, settings: Settings | None, *, by: By
) -> None:
    """Everything of the page with the details; ``settings`` is None once the package is published.

    Raises Refused as ``change_texts`` and ``change_settings``, StaleDataError for an older version.
    """
    locked(session, Package, package.id)
    check_seen(package, by)
    change_texts(session, package, texts, by=by)
    if settings is not None:
        change_settings(session, package, settings, by=by)


def change_texts(session: Session, package: Package, texts: Texts, *, by: By) -> None:
    """Words may be corrected as long as the package is a draft or open. Raises Refused later."""
    locked(session, Package, package.id)
    if package.state not in (PackageState.DRAFT, PackageState.PUBLISHED):
        raise Refused(
            "package.over",
            "“%(title)s” is over, so its texts stay as they are.",
            title=package.title,
        )
    for name in Texts.__dataclass_fields__:
        setattr(package, name, cleaned(getattr(texts, name)))
    record(session, Did.PACKAGE_TEXTS_CHANGED, actor_id=by.actor_id, subject=package)


def change_settings(session: Session, package: Package, settings: Settings, *, by: By) -> None:
    """Dates, sizes and the procurement facts of a draft. Raises Refused after publication."""
    check_draft(session, package)
    for name in Settings.__dataclass_fields__:
        if name != "quote_deadline":
            setattr(package, name, getattr(settings, name))
    for lot in package.lots:
        lot.quote_deadline = settings.quote_deadline
    record(session, Did.PACKAGE_SETTINGS_CHANGED, actor_id=by.actor_id, subject=package)


def publish(session: Session, package: Package, *, mark: str | None = None, by: By) -> None:
    """Open the package. Raises Refused while a check is not done, or when it is no draft.

    mark   ``queries.draft_mark`` of the page that was used; None: any. StaleDataError when a
           colleague changed something since: publication cannot be undone.
    """
    locked(session, Package, package.id)
    PACKAGES.after(package.state, "publish")
    left = [item for item in queries.checklist(session, package) if not item.done]
    if left:
        raise Refused(
            "package.incomplete",
            "The package was not published: %(count)s checks are not done. First: %(first)s",
            count=len(left),
            first=left[0].problems[0],
        )
    if mark is not None and mark != queries.draft_mark(package):
        raise StaleDataError("the package was changed after this page was made")
    PACKAGES.move(package, "publish")
    package.published_at = clock.now()
    if package.mode == Mode.PROCUREMENT:
        package.limits_version_id = queries.limits_today(session, package.municipality_id)[1]
    record(
        session,
        Did.PACKAGE_PUBLISHED,
        actor_id=by.actor_id,
        subject=package,
        bills=[bill_checksum(queries.posts_of(lot)) for lot in package.lots],
        criteria=criteria_checksum(queries.criteria_of(package), queries.scenarios_of(package)),
    )


def cancel(session: Session, package: Package, reason: str, *, by: By) -> None:
    """Stop a draft or an open package for good, with a reason that residents will read.

    Raises Refused without a reason, when it is over already, or when works are going on in a lot.
    Lots that are not done fail.
    """
    locked(session, Package, package.id)
    open_lots = [lot for lot in package.lots if lot.state not in DONE]
    for lot in sorted(open_lots, key=lambda lot: lot.id):
        locked(session, Lot, lot.id)
    reason = cleaned(reason)
    PACKAGES.after(package.state, "cancel")
    if len(reason) < MIN_REASON:
        raise Refused(
            "package.no_reason",
            "Say why the package stops, in at least %(least)s characters: people will read it.",
            least=MIN_REASON,
        )
    for lot in open_lots:  # all of them can fail, or nothing changes
        LOTS[package.mode].after(lot.state, "fail")
    PACKAGES.move(package, "cancel")
    package.cancel_reason = reason[:500]
    for lot in open_lots:
        move_lot(session, lot, "fail", by=by)
    record(
        session,
        Did.PACKAGE_CANCELLED,
        actor_id=by.actor_id,
        subject=package,
        lots=[lot.id for lot in open_lots],
    )


def extend_interest(session: Session, package: Package, new_deadline: date, by: By) -> list[Lot]:
    """Give people more time to show interest, once per lot; gives the lots that got it.

    Raises Refused when no collecting lot may be extended any more, or the new day is not after the
    present one and today, or not before the quotes come in.
    """
    locked(session, Package, package.id)
    waiting = [lot for lot in package.lots if lot.state == LotState.COLLECTING and not lot.extended]
    if package.state != PackageState.PUBLISHED or not waiting:
        raise Refused(
            "package.no_extension",
            "The time to show interest cannot be extended (again).",
        )
    present, quotes = package.interest_deadline, package.first_quote_deadline
    earliest = max(day for day in (present, clock.today()) if day)
    if new_deadline <= earliest:
        raise Refused("package.extension_too_short", "Choose a day after %(day)s.", day=earliest)
    if quotes and new_deadline >= clock.local(quotes).date():
        raise Refused(
            "package.extension_too_long",
            "Choose a day before %(day)s, when the quotes come in.",
            day=clock.local(quotes).date(),
        )
    package.interest_deadline = new_deadline
    for lot in waiting:
        lot.extended = True
    record(
        session,
        Did.INTEREST_EXTENDED,
        actor_id=by.actor_id,
        subject=package,
        before=present.isoformat() if present else None,
        after=new_deadline.isoformat(),
        lots=[lot.id for lot in waiting],
    )
    return waiting
