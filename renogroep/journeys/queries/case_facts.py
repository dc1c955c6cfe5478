"""What is known of cases, gathered in a fixed number of questions, to say at which step each is?"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from renogroep.base import clock
from renogroep.infra.i18n import stored_text
from renogroep.journeys.models import CaseStage
from renogroep.journeys.queries.home_facts import HomeLot, home_lots
from renogroep.journeys.queries.standings import standing_now
from renogroep.journeys.rules.case_stage import CaseFacts, InLot
from renogroep.journeys.rules.standing_words import Who
from renogroep.orders.rules.lifecycle import CONFIRMED, RUNNING
from renogroep.owners.models import CanWillAnswer, Case, RouteDecision, ScreeningFact, Task
from renogroep.owners.rules.cases import CaseState, TaskState
from renogroep.subscriptions.models import Subscription, SubscriptionLot
from renogroep.subscriptions.rules.lifecycle import LIVE
from renogroep.subscriptions.rules.questions import NEXT_ROUND
from renogroep.tenders.models import Package


def case_facts(session: Session, case_ids: Sequence[int], today: date) -> dict[int, CaseFacts]:
    """Case -> what decides its stage; a case that is closed or gone is left out.

    As many questions for 500 cases as for one.
    """
    cases = session.scalars(
        select(Case).where(Case.id.in_(case_ids), Case.state == CaseState.OPEN).order_by(Case.id)
    ).all()
    ids = [case.id for case in cases]
    if not ids:
        return {}
    heard = _heard(session, ids)
    routes = _routes(session, ids)
    due = _tasks(session, ids)
    lots = _lots(session, ids, today)
    by_hand = _waits(session, ids)
    later = _next_rounds(session, [key for key in ids if not lots[key]])
    return {
        case.id: _facts(
            case,
            today,
            heard,
            routes,
            due,
            lots[case.id],
            [day for day in (by_hand.get(case.id), later.get(case.id)) if day is not None],
        )
        for case in cases
    }


def _facts(
    case: Case,
    today: date,
    heard: Mapping[int, datetime],
    routes: Mapping[int, RouteDecision],
    due: Mapping[int, date],
    lots: Sequence[HomeLot],
    waits: Sequence[date],
) -> CaseFacts:
    route = routes.get(case.id)
    changed = [case.opened_at, *([heard[case.id]] if case.id in heard else [])]
    changed += [route.at] if route else []
    return CaseFacts(
        today=today,
        opened_on=_day(case.opened_at),
        danger=case.danger,
        task_due=due.get(case.id),
        call_by=lots[0].facts.call_by if lots else None,
        heard_on=_day(heard[case.id]) if case.id in heard else None,
        routed=route is not None,
        stale_on=_day(route.at) if route is not None and route.stale else None,
        ordered=any(one.order is not None and _ordered(one) for one in lots),
        lots=tuple(_in_lot(one, today) for one in lots),
        changed_on=_day(max(changed)),
        wait_until=max(waits, default=None),
    )


def _ordered(home: HomeLot) -> bool:
    return home.order is not None and home.order.state in CONFIRMED & RUNNING


def _in_lot(home: HomeLot, today: date) -> InLot:
    """``since`` is today: a call that was due before keeps its day in ``actions.restage``."""
    standing = standing_now(home)
    order = home.order
    return InLot(
        code=str(standing.code),
        who=str(standing.who),
        on=standing.on,
        since=today if standing.who == Who.ADVISOR else None,
        provisional_on=_day(order.provisional_at) if order and order.provisional_at else None,
        order_until=home.facts.order_until,
        handed_over_on=home.facts.handed_over_on,
    )


def _day(at: datetime) -> date:
    return clock.local(at).date()


def _heard(session: Session, ids: Sequence[int]) -> dict[int, datetime]:
    """Case -> when staff last noted a fact or an answer; the owner's own words are no call."""
    found: dict[int, datetime] = {}
    for kind in (ScreeningFact, CanWillAnswer):
        rows = session.execute(
            select(kind.case_id, func.max(kind.at))
            .where(kind.case_id.in_(ids), kind.author_id.is_not(None))
            .group_by(kind.case_id)
        )
        for case_id, at in rows:
            known = found.get(case_id)
            found[case_id] = at if known is None else max(known, at)
    return found


def _routes(session: Session, ids: Sequence[int]) -> dict[int, RouteDecision]:
    newest = (
        select(func.max(RouteDecision.id))
        .where(RouteDecision.case_id.in_(ids))
        .group_by(RouteDecision.case_id)
    )
    rows = session.scalars(select(RouteDecision).where(RouteDecision.id.in_(newest)))
    return {row.case_id: row for row in rows}


def _tasks(session: Session, ids: Sequence[int]) -> dict[int, date]:
    rows = session.execute(
        select(Task.case_id, func.min(Task.due_on))
        .where(Task.case_id.in_(ids), Task.state == TaskState.OPEN)
        .group_by(Task.case_id)
    )
    return {case_id: due for case_id, due in rows if case_id is not None}


def _waits(session: Session, ids: Sequence[int]) -> dict[int, date | None]:
    rows = session.execute(
        select(CaseStage.case_id, CaseStage.wait_until).where(CaseStage.case_id.in_(ids))
    )
    return dict(rows.all())


def _next_rounds(session: Session, ids: Sequence[int]) -> dict[int, date]:
    """Case -> until when somebody who said "not now", and still is in nothing, is left alone."""
    rows = session.execute(
        select(Task.case_id, Task.what, Task.due_on).where(
            Task.case_id.in_(ids), Task.state == TaskState.OPEN
        )
    )
    asked = stored_text(NEXT_ROUND)
    return {case_id: due for case_id, what, due in rows if what == asked}


def _lots(session: Session, ids: Sequence[int], today: date) -> Mapping[int, list[HomeLot]]:
    """Case -> where it stands in each lot of its live interests."""
    subscriptions = (
        session.scalars(
            select(Subscription)
            .where(Subscription.case_id.in_(ids), Subscription.state.in_(sorted(LIVE)))
            .order_by(Subscription.id)
            .options(
                joinedload(Subscription.package).selectinload(Package.lots),
                joinedload(Subscription.person),
                selectinload(Subscription.lots).joinedload(SubscriptionLot.lot),
            )
        )
        .unique()
        .all()
    )
    found: dict[int, list[HomeLot]] = defaultdict(list)
    for home in home_lots(session, subscriptions, today):
        found[home.subscription.case_id].append(home)
    return found
