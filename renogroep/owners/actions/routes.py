"""What did the owner answer, and which support follows from it?"""

import json
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.names import cleaned
from renogroep.financing.actions import activate, add_version
from renogroep.financing.models import RuleVersion
from renogroep.financing.rules.versions import review_date
from renogroep.infra.acts import TICK, By, check_seen
from renogroep.infra.audit import record
from renogroep.owners import queries
from renogroep.owners.actions.cases import hold_open, touch
from renogroep.owners.actions.following import Found, decide, found, still_kept
from renogroep.owners.models import CanWillAnswer, Case, RouteDecision
from renogroep.owners.queries import CanWillRules
from renogroep.owners.queries.premiums import premium_applies
from renogroep.owners.rules.answers import check_answer
from renogroep.owners.rules.can_will_table import (
    CAN_WILL_2026,
    Axis,
    Blocker,
)
from renogroep.owners.rules.cases import CaseState
from renogroep.owners.rules.corrections import (
    Correction,
    overridden,
)
from renogroep.owners.rules.events import Did
from renogroep.owners.rules.kinds import OwnerKind
from renogroep.owners.rules.routes_table import ROUTES_2026
from renogroep.owners.rules.triage import Assessment, Verdict, assess, is_stale


def seed_can_will_rules(session: Session, municipality_id: int, *, by: By = TICK) -> RuleVersion:
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
        by=by,
    )
    if version.state == "draft":
        activate(session, version, by=by)
    return version


def record_answers(
    session: Session,
    case: Case,
    answers: Mapping[int, tuple[str, str]],
    *,
    danger: bool = False,
    measures: Collection[str] = (),
    by: By,
) -> RouteDecision:
    """Keep new evidence for can and will, and decide the route that follows from all of it.

    answers  question number -> (answer code, note), or several codes with spaces between where the
             question takes them; what was already known is not written again.
             A tenant is never scored: no answers, and the route of a signal.
    danger   there is acute danger or a disconnection. It stays on the case until ``end_danger``:
             leaving it out here ends nothing.
    measures the works that the owner wants, for the question on premiums; empty: any work
    returns  the decision that holds now; the one before stays when nothing is different.
    raises   Refused when the case is closed, or an answer does not belong to the question.
    """
    hold_open(session, case, by)
    rules = queries.can_will_rules(session, case.municipality_id, clock.today())
    _check(answers, OwnerKind(case.owner_kind), rules)
    new, told = _new_evidence(session, case, answers, rules, by=by)
    if danger:
        _note_danger(session, case, confirmed=True, by=by)
    newest = queries.newest_decision(session, case.id)
    now = _found(session, case, rules, still_kept(case, newest, rules, told), measures)
    if not new and newest is not None and now.same_as(newest):
        return newest
    decision = decide(session, case, now, rules, by=by)
    _record(session, Did.ROUTE_DECIDED, case, decision, by)
    return decision


def override_route(
    session: Session,
    case: Case,
    *,
    can: str | None,
    will: str | None,
    reason: str,
    blocker: str | None = None,
    measures: Collection[str] = (),
    by: By,
) -> RouteDecision:
    """The advisor knows better, and says why. None leaves an axis as it is.

    blocker   what stands in the way when can becomes no: the route follows it
    A correction stays until a new answer on the same axis, or until it is too old to count.
    Raises Refused when the case is closed, the owner is a tenant, nothing changes, the reason is
    empty, or "can: no" names no blocker.
    """
    hold_open(session, case, by)
    if {can, will} - {None, *Verdict}:
        raise Refused("route.verdict", "Choose yes, no or not known yet.")
    if can == Verdict.NO and blocker not in set(Blocker):
        raise Refused("triage.no_blocker", "Choose what stands in the way: the route follows it.")
    rules = queries.can_will_rules(session, case.municipality_id, clock.today())
    words = cleaned(reason)
    newest = queries.newest_decision(session, case.id)
    asked = ((Axis.CAN, can), (Axis.WILL, will))
    first = Blocker(blocker) if blocker and can == Verdict.NO else None
    new = [
        Correction(axis, Verdict(to), words, clock.today(), first if axis == Axis.CAN else None)
        for axis, to in asked
        if to
    ]
    before = still_kept(case, newest, rules)
    kept = [one for one in before if one.axis not in {n.axis for n in new}]
    evidence = assessed(session, case, rules, measures)
    changed = overridden(evidence, [*new, *kept])
    now = (newest.can, newest.will) if newest else (evidence.can, evidence.will)
    in_the_way = overridden(evidence, before).blockers[:1]
    if (changed.can, changed.will) == now and changed.blockers[:1] == in_the_way:
        raise Refused("route.same", "This is how it already stands. Change can or will.")
    follows = _found(session, case, rules, [*new, *kept], measures)
    decision = decide(session, case, follows, rules, by=by, override=words)
    _record(session, Did.ROUTE_OVERRIDDEN, case, decision, by)
    return decision


def end_danger(
    session: Session,
    case: Case,
    *,
    reason: str,
    measures: Collection[str] = (),
    by: By,
) -> RouteDecision:
    """The acute danger or disconnection is over, and somebody says why; the route is decided anew.

    Raises Refused when the case is closed, there is no danger (any more) or the reason is empty.
    """
    hold_open(session, case, by)
    if not case.danger:
        raise Refused("case.no_danger", "No danger is noted here any more. Reload the page.")
    words = cleaned(reason)
    if not words:
        raise Refused("case.danger_reason", "Write in one sentence why the danger is over.")
    case.danger = case.danger_confirmed = False
    case.danger_on = None
    rules = queries.can_will_rules(session, case.municipality_id, clock.today())
    kept = still_kept(case, queries.newest_decision(session, case.id), rules)
    now = _found(session, case, rules, kept, measures)
    decision = decide(session, case, now, rules, by=by, danger_over=words)
    _record(session, Did.DANGER_OVER, case, decision, by)
    return decision


def note_danger(
    session: Session,
    case: Case,
    *,
    confirmed: bool,
    measures: Collection[str] = (),
    by: By,
) -> RouteDecision:
    """There is acute danger or a disconnection: it goes before everything. Twice is once.

    confirmed  by somebody who sees can and will; what the desk saw is confirmed by an advisor
    Raises Refused when the case is closed.
    """
    hold_open(session, case)
    newest = queries.newest_decision(session, case.id)
    if newest is not None and case.danger and (case.danger_confirmed or not confirmed):
        return newest
    check_seen(case, by)
    _note_danger(session, case, confirmed=confirmed, by=by)
    rules = queries.can_will_rules(session, case.municipality_id, clock.today())
    now = _found(session, case, rules, still_kept(case, newest, rules), measures)
    if newest is not None and now.same_as(newest):
        return newest
    decision = decide(session, case, now, rules, by=by)
    _record(session, Did.ROUTE_DECIDED, case, decision, by)
    return decision


def _note_danger(session: Session, case: Case, *, confirmed: bool, by: By) -> None:
    if not case.danger:
        case.danger, case.danger_on = True, clock.today()
        case.danger_confirmed = confirmed
        record(session, Did.DANGER_NOTED, actor_id=by.actor_id, subject=case)
    elif confirmed and not case.danger_confirmed:
        case.danger_confirmed = True
        record(session, Did.DANGER_CONFIRMED, actor_id=by.actor_id, subject=case)


def decide_anew(
    session: Session, case: Case, *, measures: Collection[str] = (), by: By
) -> RouteDecision | None:
    """What the route rests on changed: another route takes its place, with its task.

    The caller holds the case. None for a closed case, or one that never had a route.
    """
    newest = queries.newest_decision(session, case.id)
    if newest is None or case.state != CaseState.OPEN:
        return None
    rules = queries.can_will_rules(session, case.municipality_id, clock.today())
    now = _found(session, case, rules, still_kept(case, newest, rules), measures)
    if now.same_as(newest):
        newest.stale = False
        return newest
    decision = decide(session, case, now, rules, by=by)
    _record(session, Did.ROUTE_DECIDED, case, decision, by)
    return decision


def _record(session: Session, did: Did, case: Case, decision: RouteDecision, by: By) -> None:
    record(
        session,
        did,
        actor_id=by.actor_id,
        subject=case,
        decision_id=decision.id,
        rule_version_id=decision.rule_version_id,
    )


def assessed(
    session: Session, case: Case, rules: CanWillRules, measures: Collection[str] = ()
) -> Assessment:
    """What all evidence of a case says today. Refused for a tenant."""
    return assess(
        queries.evidence(session, case.id),
        OwnerKind(case.owner_kind),
        clock.today(),
        case.life_event_on,
        premium_applies=premium_applies(session, case, clock.today(), measures),
        table=rules.questions,
    )


def _found(
    session: Session,
    case: Case,
    rules: CanWillRules,
    corrections: Collection[Correction],
    measures: Collection[str],
) -> Found:
    """What all evidence and these corrections say today."""
    tenant = case.owner_kind == OwnerKind.TENANT
    assessment = None if tenant else assessed(session, case, rules, measures)
    return found(case, assessment, tuple(corrections), rules)


def _check(answers: Mapping[int, tuple[str, str]], kind: OwnerKind, rules: CanWillRules) -> None:
    if answers and kind == OwnerKind.TENANT:
        raise Refused(
            "triage.tenant",
            "A tenant gets no can and will. Record the signal and ask whether we may contact the owner.",
        )
    for number, (codes, note) in answers.items():
        check_answer(rules.questions, number, codes.split(), note, kind)


def _new_evidence(
    session: Session,
    case: Case,
    answers: Mapping[int, tuple[str, str]],
    rules: CanWillRules,
    *,
    by: By,
) -> tuple[list[CanWillAnswer], list[tuple[int, str]]]:
    """What differs from the newest answer, or repeats one that no longer counts; and which of
    those say something new: another note with the same answer does not."""
    before = queries.newest_answers(session, case.id)
    new, told = [], []
    for number, (code, note) in sorted(answers.items()):
        words = cleaned(note)
        old = before.get(number)
        same = False
        if old is not None:
            on = clock.local(old.at).date()
            stale = is_stale(on, clock.today(), case.life_event_on, rules.questions)
            same = old.answer == code and not stale
            if same and old.note == words:
                continue
        if not same:
            told.append((number, code))
        new.append(
            CanWillAnswer(
                municipality_id=case.municipality_id,
                case_id=case.id,
                question=number,
                answer=code,
                note=words,
                author_id=by.actor_id,
                channel=by.channel,
                at=clock.now(),
            )
        )
    if new:
        session.add_all(new)
        touch(case)
        record(
            session,
            Did.ANSWERS_RECORDED,
            actor_id=by.actor_id,
            subject=case,
            questions=[row.question for row in new],
            channel=by.channel,
        )
    return new, told
