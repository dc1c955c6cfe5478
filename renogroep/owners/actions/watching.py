"""Of which cases is the route no longer what everything that we know says today?"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.owners import queries
from renogroep.owners.actions.following import found, still_kept
from renogroep.owners.models import CanWillAnswer, Case, RouteDecision
from renogroep.owners.queries.premiums import has_premium, premium_table
from renogroep.owners.rules.kinds import OwnerKind
from renogroep.owners.rules.triage import Evidence, assess


def changed_routes(
    session: Session, cases: Sequence[Case], wanted: Mapping[int, Collection[str]]
) -> list[int]:
    """The cases of which the route must be decided anew; one that never had a route is passed over.

    wanted   case -> the works that its owner wants
    Nothing is written, and 500 cases ask as many questions as one.
    """
    today = clock.today()
    ids = [case.id for case in cases]
    newest, evidence = _newest(session, ids), _evidence(session, ids)
    towns = {case.municipality_id for case in cases}
    rules = {town: queries.can_will_rules(session, town, today) for town in towns}
    premiums = {town: premium_table(session, town, today) for town in towns}
    changed = []
    for case in cases:
        decision, table = newest.get(case.id), rules[case.municipality_id]
        if decision is None:
            continue
        assessment = None
        if case.owner_kind != OwnerKind.TENANT:
            premium = premiums[case.municipality_id]
            assessment = assess(
                evidence[case.id],
                OwnerKind(case.owner_kind),
                today,
                case.life_event_on,
                premium_applies=has_premium(case, premium, wanted.get(case.id, ())),
                table=table.questions,
            )
        now = found(case, assessment, still_kept(case, decision, table), table)
        if decision.stale or not now.same_as(decision):
            changed.append(case.id)
    return changed


def _newest(session: Session, ids: Sequence[int]) -> dict[int, RouteDecision]:
    keys = (
        select(func.max(RouteDecision.id))
        .where(RouteDecision.case_id.in_(ids))
        .group_by(RouteDecision.case_id)
    )
    rows = session.scalars(select(RouteDecision).where(RouteDecision.id.in_(keys)))
    return {row.case_id: row for row in rows}


def _evidence(session: Session, ids: Sequence[int]) -> Mapping[int, list[Evidence]]:
    """Case -> its answers, in the order in which they were recorded."""
    given: dict[int, list[Evidence]] = defaultdict(list)
    for row in session.scalars(
        select(CanWillAnswer)
        .where(CanWillAnswer.case_id.in_(ids))
        .order_by(CanWillAnswer.at, CanWillAnswer.id)
    ):
        piece = Evidence(row.question, row.answer, clock.local(row.at).date())
        given[row.case_id].append(piece)
    return given
