"""Answers become a route with a reason, a person, a day and a task."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.financing.actions import seed_rules
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from renogroep.infra.audit import AuditEvent
from renogroep.owners import queries
from renogroep.owners.actions import cases, routes
from renogroep.owners.models import Task
from renogroep.owners.queries.premiums import premium_applies
from renogroep.owners.rules import routing
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
            by=By(ann.id),
            **given,
        )

    return answer


def open_tasks(session, case):
    return session.scalars(select(Task).where(Task.case_id == case.id, Task.state == "open")).all()


def test_four_yeses_lead_to_the_survey_within_five_working_days(session, make, ann, ask):
    case = make.case(advisor_id=ann.id)
    decision = ask(case, YES)
    assert (decision.can, decision.will) == ("yes", "yes")
    assert decision.due_on == TODAY + timedelta(days=7)
    assert decision.action["msgid"]
    assert decision.reason["msgid"]
    assert len(decision.evidence) == 6  # two verdicts and the four answers they rest on
    (task,) = open_tasks(session, case)
    assert (task.assignee_id, task.due_on) == (ann.id, decision.due_on)


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


def override(session, case, ann, **given):
    given = {"can": None, "will": None, "reason": "Loan is there", **given}
    return routes.override_route(session, case, **given, by=By(ann.id))


def test_danger_outlives_answers_and_corrections(session, make, ann, ask):
    case = make.case()
    first = ask(case, YES, danger=True)
    assert ask(case, YES).id == first.id
    assert ask(case, {8: "impossible"}).route == "danger"
    assert override(session, case, ann, can="yes").route == "danger"
    assert case.danger


def test_danger_ends_only_with_a_reason(session, make, ann, ask):
    case = make.case()
    ask(case, YES, danger=True)
    with pytest.raises(Refused, match=r"^case\.danger_reason:"):
        routes.end_danger(session, case, reason=" ", by=By(ann.id))
    assert case.danger
    decision = routes.end_danger(session, case, reason="The gas is back", by=By(ann.id))
    assert (decision.route, decision.danger_over) == ("occupier.can_will", "The gas is back")
    with pytest.raises(Refused, match=r"^case\.no_danger:"):
        routes.end_danger(session, case, reason="again", by=By(ann.id))
    did = session.scalars(select(AuditEvent.did).where(AuditEvent.did.contains("danger"))).all()
    assert did == ["case.danger_noted", "case.danger_over"]


def test_a_tenant_in_danger_goes_back_to_the_route_of_a_signal(session, make, ann, ask):
    case = make.case(owner_kind="tenant")
    assert ask(case, {}, danger=True).route == "danger"
    assert ask(case, {}).route == "danger"
    decision = routes.end_danger(session, case, reason="Safe again", by=By(ann.id))
    assert (decision.route, decision.can) == ("tenant.signal", "")


def test_a_case_does_not_close_over_a_danger(session, make, ann, ask):
    case = make.case()
    ask(case, {}, danger=True)
    with pytest.raises(Refused, match=r"^case\.danger:"):
        cases.close_case(session, case, reason="cost", by=By(ann.id))
    assert case.state == "open"


def test_the_same_answers_again_keep_what_the_advisor_corrected(session, make, ann, ask):
    case = make.case()
    ask(case, {**YES, 8: "impossible"})
    corrected = override(session, case, ann, can="yes")
    assert ask(case, {**YES, 8: "impossible"}).id == corrected.id


def test_an_answer_on_one_axis_leaves_the_correction_of_the_other(session, make, ann, ask):
    case = make.case()
    ask(case, {**YES, 8: "impossible"})
    override(session, case, ann, can="yes")
    decision = ask(case, {2: "not"})
    assert (decision.can, decision.will, decision.override_reason) == ("yes", "no", None)
    assert "Loan is there" in str(decision.evidence)
    assert ask(case, {8: "unknown"}).can == "unknown"  # the newest word on can is the owner's


def test_a_second_correction_keeps_the_first(session, make, ann, ask):
    case = make.case()
    ask(case, {**YES, 8: "impossible"})
    override(session, case, ann, can="yes")
    decision = override(session, case, ann, will="no", reason="Not before spring")
    assert (decision.can, decision.will) == ("yes", "no")
    assert set(decision.corrections) == {"can", "will"}


def test_steps_of_an_older_route_are_nobodys_work(session, make, ask):
    case = make.case()
    ask(case, YES)
    (old,) = open_tasks(session, case)
    ask(case, {8: "impossible"})
    assert (old.state, old.done_at, old.done_by) == ("superseded", None, None)


NOT_NOW = {2: "not"}


def test_who_does_not_want_works_now_is_asked_again_after_six_months(session, make, ask):
    case = make.case()
    decision = ask(case, NOT_NOW)
    first, again = sorted(open_tasks(session, case), key=lambda task: task.due_on)
    assert first.due_on == decision.due_on == date(2026, 12, 14)
    assert again.due_on == date(2027, 6, 14)
    assert (again.what["msgid"], again.route_decision_id) == (routing.ASK_AGAIN, decision.id)


def test_asking_again_follows_the_route_that_holds(session, make, ask):
    case = make.case()
    ask(case, NOT_NOW)
    again = max(task.due_on for task in open_tasks(session, case))
    with clock.frozen_at(NOW + timedelta(days=3)):
        ask(case, {5: "alone"})  # the same route, so nobody gets more time
    assert max(task.due_on for task in open_tasks(session, case)) == again
    ask(case, YES)
    assert len(open_tasks(session, case)) == 1


@pytest.mark.parametrize(("number", "code"), [(2, "perhaps"), (11, "yes"), (8, "reserve_fund")])
def test_an_answer_belongs_to_its_question_and_owner(session, make, ask, number, code):
    case = make.case()
    with pytest.raises(Refused, match=r"^case\.answer:"):
        ask(case, {1: "cold", number: code})
    assert queries.answers(session, case.id) == []


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({1: ("cold nothing", "")}, "question.alone"),
        ({2: ("within_1 within_5", "")}, "question.one"),
        ({1: ("cold draughty", "")}, "case.answer"),
        ({1: ("", "")}, "case.answer"),
        ({10: ("visit interpreter", " ")}, "case.language"),
    ],
)
def test_several_answers_only_where_they_go_together(session, make, ann, answers, code):
    case = make.case()
    with pytest.raises(Refused) as refused:
        routes.record_answers(session, case, answers, by=By(ann.id))
    assert refused.value.code == code
    assert queries.answers(session, case.id) == []


def test_several_answers_and_the_language_are_kept(session, make, ann):
    case = make.case()
    answers = {
        1: ("cold bill damp noise obligation", ""),
        10: ("compare paperwork visit interpreter", "Turkish"),
    }
    decision = routes.record_answers(session, case, answers, by=By(ann.id))
    kept = queries.newest_answers(session, case.id)
    assert kept[1].answer.split() == ["cold", "bill", "damp", "noise", "obligation"]
    assert (kept[10].answer.split()[-1], kept[10].note) == ("interpreter", "Turkish")
    assert "It is cold or draughty" in str(decision.evidence)


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
        session, case, can="yes", will="yes", reason="Loan is there", by=By(ann.id)
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
        ({"can": "no", "blocker": "money", "reason": "x"}, r"route\.same"),
        ({"can": "no", "reason": "x"}, r"triage\.no_blocker"),
        ({"can": "no", "blocker": "weather", "reason": "x"}, r"triage\.no_blocker"),
        ({"can": "maybe", "reason": "x"}, r"route\.verdict"),
    ],
)
def test_an_override_changes_something_and_says_why(session, make, ann, ask, change, code):
    case = make.case()
    ask(case, {8: "impossible"})
    with pytest.raises(Refused, match=f"^{code}:"):
        routes.override_route(session, case, **{"can": None, "will": None, **change}, by=By(ann.id))
    assert len(queries.route_decisions(session, case.id)) == 1


@pytest.mark.parametrize(
    ("blocker", "row"),
    [("money", "occupier.cannot_will.money"), ("decision", "occupier.cannot_will.decision")],
)
def test_the_route_follows_the_blocker_that_the_advisor_names(
    session, make, ann, ask, blocker, row
):
    case = make.case()
    ask(case, YES)
    given = {"can": "no", "will": None, "reason": "Told at the door", "blocker": blocker}
    decision = routes.override_route(session, case, **given, by=By(ann.id))
    assert (decision.can, decision.route) == ("no", row)
    with pytest.raises(Refused, match=r"^route\.same:"):
        routes.override_route(session, case, **given, by=By(ann.id))


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
    assert premium_applies(session, make.case(**given), TODAY) is applies


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
    seed_rules(session, make.home.id, by=TICK)
    case = make.case(income_category=category, other_dwelling=other)
    assert premium_applies(session, case, TODAY, {"wall_outside"}) is applies
