"""Something changed on which a route rests, or a day came: which route follows now?"""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.calendar import months_later
from renogroep.infra.acts import TICK, By
from renogroep.infra.db import locked
from renogroep.owners.actions import facts
from renogroep.owners.actions.routes import decide_anew
from renogroep.owners.models import CanWillAnswer, Case, RouteDecision, Task
from renogroep.owners.rules.cases import CaseState, TaskState
from renogroep.subscriptions.queries import wanted_measures

OLD = 12  # months after which an answer does not count any more
NIGHTS = 31  # days that the night may have been missed


def change_home(
    session: Session,
    case: Case,
    *,
    owner_kind: str,
    build_year: int | None,
    home_seen: int | None = None,
    by: By,
) -> None:
    """Another kind of owner, or another year. Raises Refused as ``facts.set_home``."""
    facts.set_home(
        session, case, owner_kind=owner_kind, build_year=build_year, home_seen=home_seen, by=by
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


def due_routes(session: Session, today: date) -> Sequence[int]:
    """Open cases of which the route may not hold today: an answer or correction became too old, a
    day to ask again came, or other rules hold."""
    since = today - timedelta(days=NIGHTS)
    first, last = (clock.at_local(months_later(day, -OLD)) for day in (since, today))
    old = select(CanWillAnswer.case_id).where(CanWillAnswer.at.between(first, last))
    routes = select(RouteDecision.case_id).where(
        or_(RouteDecision.stale, RouteDecision.at.between(first, last))
    )
    again = select(Task.case_id).where(
        Task.state == TaskState.OPEN,
        Task.route_decision_id.is_not(None),
        Task.due_on.between(since, today),
    )
    return session.scalars(
        select(Case.id)
        .where(
            Case.state == CaseState.OPEN,
            or_(Case.id.in_(old), Case.id.in_(routes), Case.id.in_(again)),
        )
        .order_by(Case.id)
    ).all()


def reroute(session: Session, case_id: int) -> None:
    """Decide the route of one case anew, in the night."""
    case = locked(session, Case, case_id)
    if case is not None:
        decide_anew(session, case, measures=wanted_measures(session, case_id), by=TICK)
