"""What is written down when a route is decided, and what is to do then?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.text import Text
from renogroep.infra.acts import By
from renogroep.infra.holidays import belgian
from renogroep.infra.i18n import stored_text
from renogroep.owners import queries
from renogroep.owners.actions.cases import touch
from renogroep.owners.models import Case, RouteDecision, Task
from renogroep.owners.queries import CanWillRules
from renogroep.owners.rules.cases import TASKS, TaskState
from renogroep.owners.rules.corrections import Correction, from_json, overridden, still_counting
from renogroep.owners.rules.kinds import OwnerKind
from renogroep.owners.rules.routing import ASK_AGAIN, Route, route
from renogroep.owners.rules.triage import Assessment


@dataclass(frozen=True, slots=True)
class Found:
    """What all evidence of a case says today, the corrections that count, and the route."""

    assessment: Assessment | None
    corrections: Sequence[Correction]
    route: Route

    def same_as(self, decision: RouteDecision) -> bool:
        """Is this what was decided before?"""
        seen = (self.assessment.can, self.assessment.will) if self.assessment else ("", "")
        return (decision.can, decision.will, decision.route) == (*seen, self.route.code)


def found(
    case: Case,
    assessment: Assessment | None,
    corrections: Sequence[Correction],
    rules: CanWillRules,
) -> Found:
    """The assessment (None for a tenant) with its corrections, and the route; danger goes first."""
    kind = OwnerKind(case.owner_kind)
    seen = None if assessment is None else overridden(assessment, corrections)
    chosen = route(
        seen,
        kind,
        today=clock.today(),
        danger=case.danger,
        questions=rules.questions,
        table=rules.routes,
    )
    return Found(seen, corrections, chosen)


def still_kept(
    case: Case,
    newest: RouteDecision | None,
    rules: CanWillRules,
    told: Collection[tuple[int, str]] = (),
) -> tuple[Correction, ...]:
    """What an advisor corrected before and still counts beside what was told just now."""
    if newest is None:
        return ()
    corrections = from_json(newest.corrections)
    return still_counting(corrections, told, clock.today(), case.life_event_on, rules.questions)


def decide(
    session: Session,
    case: Case,
    found: Found,
    rules: CanWillRules,
    *,
    by: By,
    override: str | None = None,
    danger_over: str | None = None,
) -> RouteDecision:
    """The decision with its sentences, and what is to do; older steps of a route give way."""
    assessment, chosen = found.assessment, found.route
    before = queries.newest_decision(session, case.id)
    same = before is not None and before.route == chosen.code
    earlier = _give_way(session, case)
    due_on, again_on = _days(chosen, before if same else None, earlier)
    decision = RouteDecision(
        municipality_id=case.municipality_id,
        case_id=case.id,
        can=assessment.can if assessment else "",
        will=assessment.will if assessment else "",
        route=chosen.code,
        action=stored_text(chosen.action),
        who=stored_text(chosen.who),
        reason=stored_text(chosen.reason),
        notes=[stored_text(note) for note in chosen.notes],
        evidence=[stored_text(text) for text in assessment.reasons] if assessment else [],
        due_on=due_on,
        override_reason=override,
        corrections={str(one.axis): one.to_json() for one in found.corrections},
        danger_over=danger_over,
        rule_version_id=rules.version_id,
        author_id=by.actor_id,
        at=clock.now(),
    )
    session.add(decision)
    session.flush()
    _add_step(session, case, decision, chosen.action, due_on)
    if again_on is not None:
        _add_step(session, case, decision, Text(ASK_AGAIN), again_on)
    touch(case)
    return decision


def _days(
    chosen: Route, before: RouteDecision | None, earlier: Sequence[Task]
) -> tuple[date, date | None]:
    """The days of the first step and of asking again. More answers give nobody more time, so
    within one route (``before``) a day that was named already stays when it is the earlier one."""
    today = clock.today()
    due_on = chosen.due_on(today, belgian(today))
    again_on = chosen.again_on(due_on, belgian(due_on))
    if before is not None:
        due_on = min([due_on, *(t.due_on for t in earlier if t.due_on == before.due_on)])
        later = [task.due_on for task in earlier if task.due_on > before.due_on]
        again_on = min([again_on, *later]) if again_on is not None else None
    return due_on, again_on


def _give_way(session: Session, case: Case) -> list[Task]:
    """The open steps of earlier routes: nobody did them, and nobody has to any more."""
    open_steps = list(
        session.scalars(
            select(Task).where(
                Task.case_id == case.id,
                Task.route_decision_id.is_not(None),
                Task.state == TaskState.OPEN,
            )
        )
    )
    for task in open_steps:
        TASKS.move(task, "supersede")
    return open_steps


def _add_step(
    session: Session, case: Case, decision: RouteDecision, what: Text, due_on: date
) -> None:
    session.add(
        Task(
            municipality_id=case.municipality_id,
            case_id=case.id,
            route_decision_id=decision.id,
            what=stored_text(what),
            due_on=due_on,
            assignee_id=case.advisor_id,
        )
    )
