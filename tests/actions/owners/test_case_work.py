"""Who works on a case: one person at a time, with a day, and with a reason at the end."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from renogroep.base.errors import Refused
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.audit import AuditEvent
from renogroep.owners.actions import cases
from renogroep.owners.actions.handing_over import answer_hand_over, ask_hand_over, colleagues
from renogroep.owners.actions.routes import record_answers
from renogroep.owners.models import CallRequest, Task
from tests.support.make import NOW, TODAY


def refused(code):
    return pytest.raises(Refused, match=f"^{code}:")


@pytest.fixture
def ann(make):
    return make.member(Role.ADVISOR, name="Ann")


@pytest.fixture
def bert(make):
    return make.member(Role.ADVISOR, name="Bert")


def open_tasks(session, case):
    return session.scalars(select(Task).where(Task.case_id == case.id, Task.state == "open")).all()


def test_who_takes_a_case_gets_its_tasks(session, make, ann):
    case = make.case()
    task = cases.add_task(session, case, what="Call", due_on=TODAY, assignee_id=None, by=By(ann.id))
    cases.take_case(session, case, by=By(ann.id))
    assert (case.advisor_id, task.assignee_id) == (ann.id, ann.id)


def test_the_second_to_take_a_case_hears_who_was_first(session, make, ann, bert):
    case = make.case()
    cases.take_case(session, case, by=By(ann.id))
    with refused("case.taken") as no:
        cases.take_case(session, case, by=By(bert.id))
    assert "Ann" in str(no.value)
    assert case.advisor_id == ann.id


def test_a_hand_over_moves_everything_that_is_to_do_once_it_is_accepted(session, make, ann, bert):
    case = make.case(advisor_id=ann.id)
    cases.add_task(session, case, what="Call", due_on=TODAY, assignee_id=ann.id, by=By(ann.id))
    line = ask_hand_over(session, case, to_id=bert.id, note="Speaks French", by=By(ann.id))
    assert ask_hand_over(session, case, to_id=bert.id, note="", by=By(ann.id)) is line
    assert (case.advisor_id, line.hand_over.note) == (ann.id, "Speaks French")
    with refused("hand_over.not_yours"):
        answer_hand_over(session, case, "accept", by=By(ann.id))
    answer_hand_over(session, case, "accept", by=By(bert.id))
    assert case.advisor_id == bert.id
    assert {task.assignee_id for task in open_tasks(session, case)} == {bert.id}
    with refused("hand_over.none"):
        answer_hand_over(session, case, "accept", by=By(bert.id))


def test_declined_it_stays_with_a_task_and_taken_back_another_is_asked(session, make, ann, bert):
    case, carl = make.case(advisor_id=ann.id), make.member(Role.ADVISOR)
    ask_hand_over(session, case, to_id=bert.id, note="", by=By(ann.id))
    with refused("hand_over.asked"):
        ask_hand_over(session, case, to_id=carl.id, note="", by=By(ann.id))
    answer_hand_over(session, case, "decline", by=By(bert.id))
    (task,) = open_tasks(session, case)
    assert (case.advisor_id, task.assignee_id) == (ann.id, ann.id)
    ask_hand_over(session, case, to_id=carl.id, note="", by=By(ann.id))
    answer_hand_over(session, case, "take_back", by=By(ann.id))
    assert case.advisor_id == ann.id


def test_only_who_can_open_the_case_is_asked(session, make, ann, bert):
    case, desk = make.case(advisor_id=ann.id), make.member(Role.DESK)
    far = make.member(Role.ADVISOR, neighbourhood_id=make.neighbourhood().id)
    assert {person.id for person in colleagues(session, case)} == {ann.id, bert.id, desk.id}
    record_answers(session, case, {2: ("within_1", "")}, by=By(ann.id))
    assert {person.id for person in colleagues(session, case)} == {ann.id, bert.id}
    for other in (far, desk):
        with refused("case.no_colleague"):
            ask_hand_over(session, case, to_id=other.id, note="", by=By(ann.id))


@pytest.mark.parametrize("role", [Role.LEAD, Role.CONTRACTOR, Role.ADMIN])
def test_a_case_goes_only_to_somebody_who_works_on_cases(session, make, ann, role):
    case = make.case(advisor_id=ann.id)
    with refused("case.no_colleague"):
        ask_hand_over(session, case, to_id=make.member(role).id, note="", by=By(ann.id))
    assert case.advisor_id == ann.id


def test_a_case_does_not_go_to_who_works_on_it(session, make, ann):
    case = make.case(advisor_id=ann.id)
    with refused("case.same_advisor"):
        ask_hand_over(session, case, to_id=ann.id, note="", by=By(ann.id))
    assert open_tasks(session, case) == []


def test_closing_ends_the_tasks_and_keeps_the_reason(session, make, ann):
    case = make.case()
    task = cases.add_task(session, case, what="Call", due_on=TODAY, assignee_id=None, by=By(ann.id))
    cases.close_case(session, case, reason="asbestos", by=By(ann.id))
    assert (task.state, task.done_at, task.done_by) == ("superseded", None, None)
    assert (case.state, case.close_reason) == ("closed", "asbestos")
    assert open_tasks(session, case) == []
    cases.reopen_case(session, case, by=By(ann.id))
    assert (case.state, case.close_reason) == ("open", None)


def test_a_case_closes_only_with_a_reason_of_the_list(session, make, ann):
    case = make.case()
    with refused("case.reason"):
        cases.close_case(session, case, reason="", by=By(ann.id))
    assert case.state == "open"


@pytest.mark.parametrize(
    "work",
    [
        lambda s, c, who: cases.take_case(s, c, by=By(who)),
        lambda s, c, who: ask_hand_over(s, c, to_id=who, note="", by=By(who)),
        lambda s, c, who: cases.add_task(
            s, c, what="x", due_on=TODAY, assignee_id=None, by=By(who)
        ),
    ],
)
def test_nobody_works_on_a_closed_case(session, make, ann, work):
    case = make.case(state="closed")
    with refused("case.closed"):
        work(session, case, ann.id)


def test_two_open_cases_for_one_owner_and_home_cannot_arise(session, make, ann):
    old = make.case(state="closed")
    make.case(old.dwelling, old.person)
    with refused("case.open_already"):
        cases.reopen_case(session, old, by=By(ann.id))


def test_a_task_is_done_once(session, make, ann):
    case = make.case()
    task = cases.add_task(session, case, what="Call", due_on=TODAY, assignee_id=None, by=By(ann.id))
    cases.done_task(session, task, by=By(ann.id))
    cases.done_task(session, task, by=By(ann.id))  # the button was pressed twice
    with refused("task.done"):
        cases.done_task(session, task, by=By(make.member(Role.ADVISOR).id))


@pytest.mark.parametrize(
    ("what", "days", "code"), [("  ", 0, "task.empty"), ("Call", -1, "task.past_day")]
)
def test_a_task_has_words_and_a_day_to_come(session, make, ann, what, days, code):
    case = make.case()
    with refused(code):
        cases.add_task(
            session,
            case,
            what=what,
            due_on=TODAY + timedelta(days=days),
            assignee_id=None,
            by=By(ann.id),
        )


def test_the_same_task_twice_is_one_until_it_is_done(session, make, ann):
    case = make.case()

    def add(what="Call", due_on=TODAY):
        return cases.add_task(
            session, case, what=what, due_on=due_on, assignee_id=ann.id, by=By(ann.id)
        )

    first = add()
    assert add(" Call ") is first
    assert add("Write") is not first
    assert add(due_on=TODAY + timedelta(days=1)) is not first
    cases.done_task(session, first, by=By(ann.id))
    assert add() is not first


@pytest.fixture
def call(session, make):
    row = CallRequest(
        municipality_id=make.home.id,
        neighbourhood_id=make.neighbourhood().id,
        phone="0470 12 34 56",
        language="nl",
        created_at=NOW,
        due_on=TODAY,
    )
    session.add(row)
    session.flush()
    return row


def test_of_two_people_who_called_the_second_hears_what_came_of_it(session, call, ann, bert):
    cases.handle_call(session, call, outcome="Wants a visit", by=By(ann.id))
    with refused("call_request.done") as no:
        cases.handle_call(session, call, outcome="No answer", by=By(bert.id))
    assert "Ann" in str(no.value)
    assert (call.handled_by, call.outcome) == (ann.id, "Wants a visit")


def test_a_call_is_not_done_without_an_outcome(session, call, ann):
    with refused("call_request.no_outcome"):
        cases.handle_call(session, call, outcome=" ", by=By(ann.id))
    assert call.handled_at is None


def test_every_step_leaves_a_trace(session, make, ann):
    case = make.case()
    cases.take_case(session, case, by=By(ann.id))
    cases.close_case(session, case, reason="cost", by=By(ann.id))
    did = session.scalars(select(AuditEvent.did).where(AuditEvent.subject_kind == "case_file"))
    assert list(did) == ["case.taken", "case.closed"]
