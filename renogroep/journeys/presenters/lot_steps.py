"""What comes next for the person who looks, lot by lot and job by job?"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from flask_login import current_user
from sqlalchemy.orm import Session

from renogroep.groups.models import Request
from renogroep.infra.access import May, may
from renogroep.infra.scope import scope_for
from renogroep.journeys.presenters.lot_pages import address_of
from renogroep.journeys.queries import lot_work
from renogroep.journeys.rules.lot_work import LotPage, LotRole, LotWork
from renogroep.journeys.rules.next_for_lot import Next, next_for
from renogroep.tenders.models import Lot, Package
from renogroep.tenders.rules.lifecycle import LotState, PackageState

# As what somebody looks at a lot. The lead may be one of the two people who open.
LOOKS: dict[LotRole, May] = {
    LotRole.LEAD: May.PACKAGE_MANAGE,
    LotRole.OFFICER: May.QUOTES_OPEN,
    LotRole.ASSESSOR: May.LOT_ASSESS,
    LotRole.ADVISOR: May.ORDER_SURVEY,
    LotRole.ALDERMAN: May.LOT_WATCH,
}
Places = frozenset[int] | None


@dataclass(frozen=True, slots=True)
class LotStep:
    """One thing to do for a lot, a draft or a job, and where.

    lot       None for a draft
    request   for a firm
    """

    role: LotRole
    package: Package
    lot: Lot | None
    step: Next
    url: str
    request: Request | None = None

    @property
    def is_news(self) -> bool:
        """Something to read, whose day is nobody's to be in time for: the result of a firm."""
        result = self.role == LotRole.FIRM and self.step.page == LotPage.JOB
        return result and self.lot is not None and self.lot.state == LotState.STANDSTILL

    @property
    def title(self) -> str:
        """What it is about."""
        if self.lot is None:
            return self.package.title
        if self.request is not None:
            return f"{self.lot.title} ({self.request.reference})"
        return f"{self.package.title}: {self.lot.title}"


def looks_by_scope() -> dict[Places, list[LotRole]]:
    """Neighbourhoods -> as what the reader looks there; roles of one scope are asked for at once."""
    found: dict[Places, list[LotRole]] = {}
    for look, permission in LOOKS.items():
        if may(permission):
            found.setdefault(scope_for(permission).neighbourhood_ids, []).append(look)
    return found


def steps_everywhere(session: Session) -> tuple[list[LotStep], int]:
    """Every next step of the reader as staff, and how many packages go on where it works."""
    steps: list[LotStep] = []
    seen: set[int] = set()
    for scope, looks in looks_by_scope().items():
        packages = lot_work.packages_going_on(session, current_user.municipality_id, scope)
        seen |= {package.id for package in packages}
        steps += steps_of(session, packages, looks, measured_by_name=True)
    return steps, len(seen)


def steps_of_package(session: Session, package: Package) -> list[LotStep]:
    """Every next step of the reader in one package."""
    return [
        step
        for scope, looks in looks_by_scope().items()
        if scope is None or package.neighbourhood_id in scope
        for step in steps_of(session, [package], looks)
    ]


def steps_of(
    session: Session,
    packages: Collection[Package],
    looks: Iterable[LotRole],
    *,
    measured_by_name: bool = False,
) -> list[LotStep]:
    """By package and lot; of two roles that lead to one page the urgent one, else the first.

    measured_by_name   homes to measure stand in a list of their own: say what comes after them
    """
    drafts = lot_work.work_of_drafts(session, packages)
    published = [one for one in packages if one.state == PackageState.PUBLISHED]
    lots = [lot for package in published for lot in package.lots]
    work = lot_work.work_of_lots(session, lots, person_id=current_user.id)
    found: list[LotStep] = []
    for package in packages:
        if package.id in drafts:
            found += _steps(drafts[package.id], looks, package, None)
        for lot in package.lots:
            if lot.id in work:
                facts = work[lot.id]
                if measured_by_name:
                    facts = replace(facts, to_measure=0)
                found += _steps(facts, looks, package, lot)
    return found


def _steps(
    work: LotWork, looks: Iterable[LotRole], package: Package, lot: Lot | None
) -> Iterable[LotStep]:
    by_url: dict[str, LotStep] = {}
    for look in looks:
        step = next_for(work, look)
        if step is None:
            continue
        url = address_of(step.page, look, package_id=package.id, lot_id=lot.id if lot else 0)
        before = by_url.get(url)
        if before is None or (step.urgent and not before.step.urgent):
            by_url[url] = LotStep(look, package, lot, step, url)
    return by_url.values()


def steps_of_firm(session: Session, requests: Collection[Request]) -> list[LotStep]:
    """What each job asks of the firm of the reader now."""
    if current_user.firm_id is None:
        return []
    work: Mapping[int, LotWork] = lot_work.work_of_jobs(
        session, requests, firm_id=current_user.firm_id
    )
    found = []
    for request in requests:
        step = next_for(work[request.id], LotRole.FIRM)
        if step is None:
            continue
        lot = request.lot
        url = address_of(
            step.page,
            LotRole.FIRM,
            package_id=lot.package_id,
            lot_id=lot.id,
            request_id=request.id,
        )
        found.append(LotStep(LotRole.FIRM, lot.package, lot, step, url, request))
    return found
