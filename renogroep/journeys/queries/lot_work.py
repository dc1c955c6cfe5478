"""What does each of many lots, or each job of a firm, ask of somebody today?

Every part asks the database the same number of questions for one lot as for hundreds.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from renogroep.base import clock
from renogroep.groups.models import Request
from renogroep.journeys.queries import lot_interest, lot_orders, lot_quotes
from renogroep.journeys.queries.asked import Asked
from renogroep.journeys.rules.lot_work import LotWork
from renogroep.owners.queries import in_scope
from renogroep.quotes.models import Invitation
from renogroep.tenders.models import Lot, Package
from renogroep.tenders.queries import freeze_days, limits_today, package_facts
from renogroep.tenders.rules.checklist import publication_checklist
from renogroep.tenders.rules.lifecycle import LotState, Mode, PackageState

Scope = Collection[int] | None  # neighbourhoods that a member of staff works in; None is all
_GOING_ON = (PackageState.DRAFT, PackageState.PUBLISHED)
_OVER = (LotState.CLOSED, LotState.FAILED)


def packages_going_on(session: Session, municipality_id: int, scope: Scope) -> Sequence[Package]:
    """Drafts and published packages with their lots, the newest first."""
    return session.scalars(
        select(Package)
        .where(
            Package.municipality_id == municipality_id,
            in_scope(Package.neighbourhood_id, scope),
            Package.state.in_(_GOING_ON),
        )
        .options(selectinload(Package.lots))
        .order_by(Package.id.desc())
    ).all()


def jobs_going_on(session: Session, firm_id: int | None) -> Sequence[Request]:
    """What a firm was invited to price and is not over, the nearest deadline first."""
    return session.scalars(
        select(Request)
        .join(Lot, Lot.id == Request.lot_id)
        .join(Package, Package.id == Lot.package_id)
        .join(Invitation, Invitation.lot_id == Lot.id)
        .where(
            Invitation.organisation_id == firm_id,
            Package.state == PackageState.PUBLISHED,
            Lot.state.not_in(_OVER),
        )
        .options(joinedload(Request.lot).joinedload(Lot.package))
        .order_by(Lot.quote_deadline, Request.id)
    ).all()


def work_of_lots(session: Session, lots: Collection[Lot], *, person_id: int) -> dict[int, LotWork]:
    """Lot -> its facts today, for a member of staff. Lots of packages that were published."""
    asked = Asked({lot.id: lot for lot in lots}, person_id=person_id)
    return _put_together(session, asked)


def work_of_jobs(
    session: Session, requests: Collection[Request], *, firm_id: int
) -> dict[int, LotWork]:
    """Request -> the facts of its lot today, as far as they are this firm's own."""
    asked = Asked({row.id: row.lot for row in requests}, firm_id=firm_id)
    return _put_together(session, asked)


def work_of_drafts(session: Session, packages: Collection[Package]) -> dict[int, LotWork]:
    """Package -> how far its checklist is; only drafts are in it."""
    drafts = [package.id for package in packages if package.state == PackageState.DRAFT]
    if not drafts:
        return {}
    rows = session.scalars(
        select(Package)
        .where(Package.id.in_(drafts))
        .options(
            joinedload(Package.neighbourhood),
            selectinload(Package.criteria),
            selectinload(Package.scenarios),
            selectinload(Package.lots).selectinload(Lot.posts),
            selectinload(Package.lots).selectinload(Lot.bands),
        )
    ).all()
    today, days = clock.today(), freeze_days(session, rows[0].municipality_id)
    limits = limits_today(session, rows[0].municipality_id)[0]
    return {
        row.id: LotWork(
            today,
            LotState.COLLECTING,
            Mode(row.mode),
            PackageState.DRAFT,
            checklist_open=sum(
                not item.done
                for item in publication_checklist(
                    package_facts(row), today=today, freeze_days=days, limits=limits
                )
            ),
        )
        for row in rows
    }


def _put_together(session: Session, asked: Asked) -> dict[int, LotWork]:
    parts = (
        lot_interest.collecting(session, asked),
        lot_quotes.quoting(session, asked),
        lot_quotes.checking(session, asked),
        lot_quotes.scoring(session, asked),
        lot_quotes.decided(session, asked),
        lot_interest.choosing(session, asked),
        lot_orders.rounds(session, asked),
        lot_orders.homes(session, asked),
        lot_orders.left(session, asked),
    )
    return {
        key: LotWork(
            clock.today(),
            LotState(lot.state),
            Mode(lot.package.mode),
            PackageState(lot.package.state),
            elsewhere=not lot.package.own_submission,
            **_facts(parts, key),
        )
        for key, lot in asked.lots.items()
    }


def _facts(parts: Iterable[Mapping[int, Mapping[str, Any]]], key: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part in parts:
        found |= part.get(key, {})
    return found
