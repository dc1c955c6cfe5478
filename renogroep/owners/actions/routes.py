"""What did the owner answer, and which support follows from it?"""

import json
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.names import cleaned
from renogroep.base.text import Text
from renogroep.financing.actions import activate, add_version
from renogroep.financing.models import RuleVersion
from renogroep.financing.rules.versions import review_date
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.infra.holidays import belgian
from renogroep.infra.i18n import stored_text
from renogroep.owners import queries
from renogroep.owners.actions.cases import set_due
from renogroep.owners.events import Did
from renogroep.owners.models import CanWillAnswer, Case, RouteDecision, Task
from renogroep.owners.queries import CanWillRules
from renogroep.owners.rules.can_will_table import CAN_WILL_2026
from renogroep.owners.rules.cases import CaseState
from renogroep.owners.rules.kinds import OwnerKind
from renogroep.owners.rules.routes_table import ROUTES_2026
from renogroep.owners.rules.routing import Route, route
from renogroep.owners.rules.triage import Assessment, Verdict, assess, is_stale, overridden


def seed_can_will_rules(
    session: Session, municipality_id: int, *, actor_id: int | None = None
) -> RuleVersion:
    """The questions and routes that come with the product, as a version that is switched on.

    A second time changes nothing, also when a lead has switched on another version since.
    """
    table = {"questions": CAN_WILL_2026.to_json(), "routes": ROUTES_2026.to_json()}
    valid_from = date.fromisoformat(CAN_WILL_2026.valid_from)
    version = add_version(
        session,
        municipality_id=municipality_id,
        kind=queries.CAN_WILL,
        label=f"can_will_{CAN_WILL_2026.valid_from}",
        valid_from=valid_from,
        valid_until=None,
        source=CAN_WILL_2026.source,
        confidence="medium",
        review_on=review_date(valid_from),
        table=json.loads(json.dumps(table)),
        actor_id=actor_id,
    )
    if version.state == "draft":
        activate(session, version, actor_id=actor_id)
    return version


def record_answers(
    session: Session,
    case: Case,
    answers: Mapping[int, tuple[str, str]],
    *,
    channel: str,
    danger: bool = False,
    measures: Collection[str] = (),
    actor_id: int,
) -> RouteDecision:
    """Keep new evidence for can and will, and decide the route that follows from all of it.

    answers  question number -> (answer code, note); what was already known is not written again.
             A tenant is never scored: no answers, and the route of a signal.
    measures the works that the owner wants, for the question on premiums; empty: any work
    returns  the decision that holds now; the one before stays when nothing is different.
    raises   Refused when the case is closed, or an answer does not belong to the question.
    """
    _hold_open(session, case)
    rules = queries.can_will_rules(session, case.municipality_id, clock.today())
    kind = OwnerKind(case.owner_kind)
    _check(answers, kind, rules)
    new = _new_evidence(session, case, answers, rules, channel=channel, actor_id=actor_id)
    assessment = None if kind == OwnerKind.TENANT else assessed(session, case, rules, measures)
    chosen = route(
        assessment,
        kind,
        today=clock.today(),
        danger=danger,
        questions=rules.questions,
        table=rules.routes,
    )
    newest = queries.newest_decision(session, case.id)
    if not new and newest is not None and _same(newest, assessment, chosen):
        return newest
    decision = _decide(session, case, assessment, chosen, rules, actor_id=actor_id)
    record(
        session,
        Did.ROUTE_DECIDED,
        actor_id=actor_id,
        subject=case,
        decision_id=decision.id,
        rule_version_id=rules.version_id,
    )
    return decision


def override_route(
    session: Session,
    case: Case,
    *,
    can: str | None,
    will: str | None,
    reason: str,
    measures: Collection[str] = (),
    actor_id: int,
) -> RouteDecision:
    """The advisor knows better, and says why. None leaves an axis as it is.

    Raises Refused when the case is closed, the owner is a tenant, nothing changes or the reason is
    empty.
    """
    _hold_open(session, case)
    if {can, will} - {None, *Verdict}:
        raise Refused("route.verdict", "Choose yes, no or not known yet.")
    rules = queries.can_will_rules(session, case.municipality_id, clock.today())
    words = cleaned(reason)
    found = assessed(session, case, rules, measures)
    changed = overridden(
        found,
        reason=words,
        can=Verdict(can) if can else None,
        will=Verdict(will) if will else None,
    )
    newest = queries.newest_decision(session, case.id)
    now = (newest.can, newest.will) if newest else (found.can, found.will)
    if (changed.can, changed.will) == now:
        raise Refused("route.same", "This is how it already stands. Change can or will.")
    chosen = route(
        changed,
        OwnerKind(case.owner_kind),
        today=clock.today(),
        questions=rules.questions,
        table=rules.routes,
    )
    decision = _decide(session, case, changed, chosen, rules, actor_id=actor_id, override=words)
    record(
        session,
        Did.ROUTE_OVERRIDDEN,
        actor_id=actor_id,
        subject=case,
        decision_id=decision.id,
        rule_version_id=rules.version_id,
    )
    return decision


def assessed(
    session: Session, case: Case, rules: CanWillRules, measures: Collection[str] = ()
) -> Assessment:
    """What all evidence of a case says today. Refused for a tenant."""
    return assess(
        queries.evidence(session, case.id),
        OwnerKind(case.owner_kind),
        clock.today(),
        case.life_event_on,
        premium_applies=queries.premium_applies(session, case, clock.today(), measures),
        table=rules.questions,
    )


def _hold_open(session: Session, case: Case) -> None:
    locked(session, Case, case.id)
    if case.state != CaseState.OPEN:
        raise Refused("case.closed", "This case is closed. Open it again first.")


def _check(answers: Mapping[int, tuple[str, str]], kind: OwnerKind, rules: CanWillRules) -> None:
    if answers and kind == OwnerKind.TENANT:
        raise Refused(
            "triage.tenant",
            "A tenant gets no can and will. Record the signal and ask whether we may contact the owner.",
        )
    for number, (code, _) in answers.items():
        known = {q.no: {a.code for a in q.answers_of(kind)} for q in rules.questions.questions}
        if code not in known.get(number, set()):
            raise Refused("case.answer", "Choose an answer from the list.")


def _new_evidence(
    session: Session,
    case: Case,
    answers: Mapping[int, tuple[str, str]],
    rules: CanWillRules,
    *,
    channel: str,
    actor_id: int,
) -> list[CanWillAnswer]:
    """Only what differs from the newest answer, or repeats one that no longer counts."""
    before = queries.newest_answers(session, case.id)
    new = []
    for number, (code, note) in sorted(answers.items()):
        words = cleaned(note)
        old = before.get(number)
        if old is not None and (old.answer, old.note) == (code, words):
            on = clock.local(old.at).date()
            if not is_stale(on, clock.today(), case.life_event_on, rules.questions):
                continue
        new.append(
            CanWillAnswer(
                municipality_id=case.municipality_id,
                case_id=case.id,
                question=number,
                answer=code,
                note=words,
                author_id=actor_id,
                channel=channel,
                at=clock.now(),
            )
        )
    if new:
        session.add_all(new)
        case.waiting = False
        record(
            session,
            Did.ANSWERS_RECORDED,
            actor_id=actor_id,
            subject=case,
            questions=[row.question for row in new],
            channel=channel,
        )
    return new


def _same(newest: RouteDecision, assessment: Assessment | None, chosen: Route) -> bool:
    seen = (assessment.can, assessment.will) if assessment else ("", "")
    return (newest.can, newest.will, newest.route) == (*seen, chosen.code)


def _decide(
    session: Session,
    case: Case,
    assessment: Assessment | None,
    chosen: Route,
    rules: CanWillRules,
    *,
    actor_id: int,
    override: str | None = None,
) -> RouteDecision:
    """The decision with its sentences, and the task that follows; older route tasks give way."""
    today = clock.today()
    due_on = chosen.due_on(today, belgian(today))
    before = queries.newest_decision(session, case.id)
    for task in _route_tasks(session, case):
        if before is not None and before.route == chosen.code:
            due_on = min(due_on, task.due_on)  # asking more questions gives nobody more time
        task.done_at, task.done_by = clock.now(), actor_id
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
        rule_version_id=rules.version_id,
        author_id=actor_id,
        at=clock.now(),
    )
    session.add(decision)
    session.flush()
    _follow(session, case, decision, chosen.action, due_on)
    return decision


def _follow(
    session: Session, case: Case, decision: RouteDecision, action: Text, due_on: date
) -> None:
    session.add(
        Task(
            municipality_id=case.municipality_id,
            case_id=case.id,
            route_decision_id=decision.id,
            what=stored_text(action),
            due_on=due_on,
            assignee_id=case.advisor_id,
        )
    )
    set_due(session, case)


def _route_tasks(session: Session, case: Case) -> list[Task]:
    return list(
        session.scalars(
            select(Task).where(
                Task.case_id == case.id,
                Task.route_decision_id.is_not(None),
                Task.done_at.is_(None),
            )
        )
    )
