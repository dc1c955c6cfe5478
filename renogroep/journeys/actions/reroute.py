"""Something changed on which a route rests, or a day came: which route follows now?"""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from renogroep.infra.acts import TICK, By
from renogroep.infra.db import locked
from renogroep.owners.actions import facts
from renogroep.owners.actions.routes import decide_anew
from renogroep.owners.actions.watching import changed_routes
from renogroep.owners.models import Case
from renogroep.owners.rules.cases import CaseState
from renogroep.subscriptions.queries import wanted_by_case, wanted_measures

AT_ONCE = 500


def change_home(
    session: Session,
    case: Case,
    *,
    owner_kind: str,
    build_year: int | None,
    use: str = "",
    letting: str = "",
    home_seen: int | None = None,
    by: By,
) -> None:
    """Another kind of owner, another year or another use. Raises Refused as ``facts.set_home``."""
    facts.set_home(
        session,
        case,
        owner_kind=owner_kind,
        build_year=build_year,
        use=use,
        letting=letting,
        home_seen=home_seen,
        by=by,
    )
    decide_anew(session, case, measures=wanted_measures(session, case.id), by=by.inside)


def change_income(
    session: Session,
    case: Case,
    *,
    income_category: int | None,
    other_dwelling: bool | None,
    life_event_on: date | None,
    by: By,
) -> None:
    """Another income category, home or day of a life event. Raises Refused as ``set_income``."""
    facts.set_income(
        session,
        case,
        income_category=income_category,
        other_dwelling=other_dwelling,
        life_event_on=life_event_on,
        by=by,
    )
    decide_anew(session, case, measures=wanted_measures(session, case.id), by=by.inside)


def due_routes(session: Session, after: int = 0) -> tuple[list[int], int]:
    """Of the next five hundred open cases above ``after``: those whose route is another one today.

    An answer or correction became too old, a life event took place, the fund opened or closed, or
    other rules and premiums hold. Gives the last id looked at with them, 0 at the end.
    Source: ROUTING 2026-11-23, "Decided anew ... every night".
    """
    cases = session.scalars(
        select(Case)
        .where(Case.id > after, Case.state == CaseState.OPEN)
        .order_by(Case.id)
        .limit(AT_ONCE)
        .options(joinedload(Case.dwelling))
    ).all()
    ids = [case.id for case in cases]
    return changed_routes(session, cases, wanted_by_case(session, ids)), max(ids, default=0)


def reroute(session: Session, case_id: int) -> None:
    """Decide the route of one case anew, in the night."""
    case = locked(session, Case, case_id)
    if case is not None:
        decide_anew(session, case, measures=wanted_measures(session, case_id), by=TICK)
