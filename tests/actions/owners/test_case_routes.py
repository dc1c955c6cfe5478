"""Answers become a route with a reason, a person, a day and a task."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.financing.actions import seed_rules
from renogroep.infra.access import Role
from renogroep.infra.audit import AuditEvent
from renogroep.owners import queries
from renogroep.owners.actions import routes
from renogroep.owners.models import Task
from tests.support.make import NOW, TODAY

YES = {2: "within_1", 4: "dated", 5: "alone", 8: "savings"}


@pytest.fixture
def ann(make):
    return make.member(Role.ADVISOR)


@pytest.fixture
def ask(session, ann):
    def answer(case, answers, **given):
        return routes.record_answers(
            session,
            case,
            {number: (code, "") for number, code in answers.items()},
            channel="phone",
            actor_id=ann.id,
            **given,
        )

    return answer


def open_tasks(session, case):
    return session.scalars(
        select(Task).where(Task.case_id == case.id, Task.done_at.is_(None))
    ).all()


def test_four_yeses_lead_to_the_survey_within_five_working_days(session, make, ann, ask):
    case = make.case(advisor_id=ann.id)
    decision = ask(case, YES)
    assert (decision.can, decision.will) == ("yes", "yes")
    assert decision.due_on == TODAY + timedelta(days=7)
    assert decision.action["msgid"]
    assert decision.reason["msgid"]
    assert len(decision.evidence) == 6  # two verdicts and the four answers they rest on
    (task,) = open_tasks(session, case)
    assert (task.assignee_id, task.due_on, case.due_on) == (ann.id, decision.due_on, task.due_on)


def test_the_same_answers_again_change_nothing(session, make, ask):
    case = make.case()
    first = ask(case, YES)
    assert ask(case, YES).id == first.id
    assert len(queries.answers(session, case.id)) == 4


def test_a_new_route_takes_the_place_of_the_old_task(session, make, ask):
    case = make.case()
    ask(case, YES)
    decision = ask(case, {8: "impossible"})
    (task,) = open_tasks(session, case)
    assert task.route_decision_id == decision.id
    assert (decision.can, decision.will) == ("no", "yes")
    assert len(queries.route_decisions(session, case.id)) == 2


def test_more_answers_give_nobody_more_time(make, ask):
    case = make.case()
    first = ask(case, {1: "cold"})
    with clock.frozen_at(NOW + timedelta(days=2)):
        second = ask(case, {2: "within_1"})
    assert (second.route, second.due_on) == (first.route, first.due_on)


def test_an_old_answer_that_is_given_again_counts_again(session, make, ask):
    case = make.case()
    ask(case, YES)
    with clock.frozen_at(NOW + timedelta(days=400)):
        decision = ask(case, YES)
    assert (decision.can, decision.will) == ("yes", "yes")
    assert len(queries.answers(session, case.id)) == 8


def test_danger_goes_before_everything(make, ask):
    decision = ask(make.case(), YES, danger=True)
    assert (decision.route, decision.due_on) == ("danger", TODAY + timedelta(days=1))


@pytest.mark.parametrize(("number", "code"), [(2, "perhaps"), (11, "yes"), (8, "reserve_fund")])
def test_an_answer_belongs_to_its_question_and_owner(session, make, ask, number, code):
    case = make.case()
    with pytest.raises(Refused, match=r"^case\.answer:"):
        ask(case, {1: "cold", number: code})
    assert queries.answers(session, case.id) == []


def test_a_tenant_is_never_scored_and_still_gets_a_route(make, ask):
    case = make.case(owner_kind="tenant")
    with pytest.raises(Refused, match=r"^triage\.tenant:"):
        ask(case, YES)
    decision = ask(case, {})
    assert (decision.route, decision.can, decision.will) == ("tenant.signal", "", "")


def test_an_advisor_overrides_with_a_reason(session, make, ann, ask):
    case = make.case()
    ask(case, {8: "impossible"})
    decision = routes.override_route(
        session, case, can="yes", will="yes", reason="Loan is there", actor_id=ann.id
    )
    assert (decision.can, decision.will, decision.override_reason) == (
        "yes",
        "yes",
        "Loan is there",
    )
    assert queries.newest_decision(session, case.id).id == decision.id


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"can": "yes", "reason": " "}, r"triage\.no_reason"),
        ({"can": "no", "reason": "x"}, r"route\.same"),
        ({"can": "maybe", "reason": "x"}, r"route\.verdict"),
    ],
)
def test_an_override_changes_something_and_says_why(session, make, ann, ask, change, code):
    case = make.case()
    ask(case, {8: "impossible"})
    with pytest.raises(Refused, match=f"^{code}:"):
        routes.override_route(
            session, case, **{"can": None, "will": None, **change}, actor_id=ann.id
        )
    assert len(queries.route_decisions(session, case.id)) == 1


def test_the_audit_holds_no_answer(session, make, ask):
    ask(make.case(), {8: "impossible"})
    facts = [str(row.facts) for row in session.scalars(select(AuditEvent))]
    assert not [said for said in facts if "impossible" in said or "cannot" in said]


@pytest.mark.parametrize(
    ("given", "applies"),
    [
        ({}, True),
        ({"owner_kind": "landlord"}, False),
        ({"owner_kind": "co_ownership"}, False),
    ],
)
def test_who_gets_no_premium_is_not_asked_to_wait_for_one(session, make, given, applies):
    assert queries.premium_applies(session, make.case(**given), TODAY) is applies


def test_a_decision_keeps_the_version_of_the_rules_that_it_used(session, make, ask):
    assert ask(make.case(), YES).rule_version_id is None
    version = routes.seed_can_will_rules(session, make.home.id)
    assert routes.seed_can_will_rules(session, make.home.id).id == version.id
    session.expire_all()
    decision = ask(make.case(), YES)
    assert decision.rule_version_id == version.id
    assert (decision.can, decision.will) == ("yes", "yes")


def test_another_version_of_the_questions_changes_the_route(session, make, ask):
    version = routes.seed_can_will_rules(session, make.home.id)
    table = json.loads(json.dumps(version.table))
    eighth = next(q for q in table["questions"]["questions"] if q["no"] == 8)
    next(a for a in eighth["answers"] if a["code"] == "savings")["sign"] = "?"
    version.table = table
    session.flush()
    assert ask(make.case(), YES).can == "unknown"


@pytest.mark.parametrize(
    ("category", "other", "applies"), [(4, None, True), (1, None, False), (4, True, False)]
)
def test_a_category_without_premium_has_nothing_to_wait_for(
    session, make, category, other, applies
):
    seed_rules(session, make.home.id, actor_id=None)
    case = make.case(income_category=category, other_dwelling=other)
    assert queries.premium_applies(session, case, TODAY, {"wall_outside"}) is applies
