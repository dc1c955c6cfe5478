"""A route rests on what we know today: whatever changes that decides it anew, with a task."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import event, func, select

from renogroep.base import clock
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.audit import AuditEvent
from renogroep.infra.db import transaction
from renogroep.journeys.actions.reroute import change_home, change_income, due_routes, reroute
from renogroep.owners import queries
from renogroep.owners.actions.danger import ask_team_lead
from renogroep.owners.actions.routes import end_danger, note_danger, record_answers
from renogroep.owners.models import Case, Task
from renogroep.web import jobs
from tests.support.make import NOW, TODAY

YES = {2: ("within_1", ""), 4: ("dated", ""), 5: ("alone", ""), 8: ("savings", "")}


@pytest.fixture
def ann(make):
    return make.member(Role.ADVISOR, name="Ann")


@pytest.fixture
def routed(session, make, ann):
    case = make.case(advisor_id=ann.id)
    record_answers(session, case, YES, by=By(ann.id))
    return case


def open_steps(session, case):
    return session.scalars(
        select(Task).where(Task.case_id == case.id, Task.state == "open").order_by(Task.id)
    ).all()


def test_another_kind_of_owner_has_another_route_and_a_task(session, routed, ann):
    before = queries.newest_decision(session, routed.id)
    change_home(session, routed, owner_kind="tenant", build_year=1965, by=By(ann.id))
    after = queries.newest_decision(session, routed.id)
    assert after.route != before.route
    assert after.id in {task.route_decision_id for task in open_steps(session, routed)}
    assert before.id not in {task.route_decision_id for task in open_steps(session, routed)}


def test_a_life_event_makes_older_answers_unknown(session, routed, ann):
    before = queries.newest_decision(session, routed.id)
    later = NOW + timedelta(days=10)
    with clock.frozen_at(later):
        change_income(
            session,
            routed,
            income_category=None,
            other_dwelling=None,
            life_event_on=TODAY + timedelta(days=9),
            by=By(ann.id),
        )
    after = queries.newest_decision(session, routed.id)
    assert (before.can, before.will) == ("yes", "yes")
    assert (after.can, after.will) == ("unknown", "unknown")


def test_what_changes_nothing_leaves_the_route_alone(session, routed, ann):
    before = queries.newest_decision(session, routed.id)
    before.stale = True
    change_home(session, routed, owner_kind="owner_occupier", build_year=1970, by=By(ann.id))
    assert queries.newest_decision(session, routed.id) is before
    assert before.stale is False


def test_a_case_without_a_route_gets_none(session, make, ann):
    case = make.case()
    change_home(session, case, owner_kind="landlord", build_year=1970, by=By(ann.id))
    assert queries.newest_decision(session, case.id) is None


def night_of(day):
    return clock.frozen_at(clock.at_local(day, time(3)))


@pytest.mark.parametrize(
    ("on", "due"),
    [
        (date(2027, 11, 23), False),  # twelve months: the day itself still counts
        (date(2027, 11, 24), True),
        (date(2028, 6, 1), True),  # however long the night was missed
    ],
)
def test_the_night_finds_answers_of_more_than_twelve_months(session, routed, on, due):
    with night_of(on):
        assert (routed.id in due_routes(session)[0]) is due


def test_the_night_finds_what_nobody_decided(session, routed, make):
    make.case()  # never had a route
    ready = queries.newest_decision(session, routed.id)
    assert due_routes(session) == ([], routed.id + 1)
    assert due_routes(session, routed.id + 1) == ([], 0)
    routed.life_event_on = TODAY + timedelta(days=3)
    session.flush()
    assert due_routes(session)[0] == []
    with night_of(TODAY + timedelta(days=3)):
        assert due_routes(session)[0] == [routed.id]
    routed.life_event_on, ready.stale = None, True
    session.flush()
    assert due_routes(session)[0] == [routed.id]
    routed.state = "closed"
    session.flush()
    assert due_routes(session) == ([], routed.id + 1)


def written(session):
    return [session.scalar(select(func.count()).select_from(kind)) for kind in (Task, AuditEvent)]


def test_a_day_to_ask_again_changes_no_route_and_writes_nothing(session, make, ann):
    case = make.case(advisor_id=ann.id)
    record_answers(session, case, {2: ("not", "")}, by=By(ann.id))
    asked = max(task.due_on for task in open_steps(session, case))
    before = written(session)
    with night_of(asked):
        assert due_routes(session)[0] == []
        reroute(session, case.id)
    assert written(session) == before


def test_the_night_decides_anew_with_a_task(session, routed):
    before = queries.newest_decision(session, routed.id)
    with night_of(date(2027, 11, 24)):
        reroute(session, routed.id)
        reroute(session, routed.id)
        assert due_routes(session)[0] == []
    after = queries.newest_decision(session, routed.id)
    assert (after.can, after.will) == ("unknown", "unknown")
    assert len(queries.route_decisions(session, routed.id)) == 2
    steps = {task.route_decision_id for task in open_steps(session, routed)}
    assert after.id in steps
    assert before.id not in steps


def test_fifty_cases_ask_as_many_questions_as_one(session, make, ann):
    def selects():
        said = []
        session.expire_all()

        def note(_connection, _cursor, statement, *_more):
            said.append(statement.lstrip().upper().startswith("SELECT"))

        event.listen(session.get_bind(), "before_cursor_execute", note)
        try:
            due_routes(session)
        finally:
            event.remove(session.get_bind(), "before_cursor_execute", note)
        return sum(said)

    record_answers(session, make.case(), YES, by=By(ann.id))
    one = selects()
    for _ in range(49):
        record_answers(session, make.case(), YES, by=By(ann.id))
    assert selects() == one


def test_danger_of_the_desk_is_confirmed_by_an_advisor_or_asked_of_the_team_lead(
    session, make, ann
):
    lead, desk = make.member(Role.TEAM_LEAD), make.member(Role.DESK)
    case = make.case()
    note_danger(session, case, confirmed=False, by=By(desk.id))
    note_danger(session, case, confirmed=False, by=By(desk.id))
    assert (case.danger, case.danger_on, case.danger_confirmed) == (True, TODAY, False)
    assert queries.newest_decision(session, case.id).route == "danger"
    assert ask_team_lead(session, TODAY) == []
    (task,) = ask_team_lead(session, TODAY + timedelta(days=1))
    assert task.assignee_id == lead.id
    assert ask_team_lead(session, TODAY + timedelta(days=1)) == []
    note_danger(session, case, confirmed=True, by=By(ann.id))
    assert case.danger_confirmed
    end_danger(session, case, reason="The heating is repaired", by=By(ann.id))
    assert (case.danger_on, case.danger_confirmed) == (None, False)


def test_a_flag_on_friday_is_asked_on_monday(session, make):
    case = make.case(danger=True, danger_on=date(2026, 11, 27))
    for weekend in (28, 29):
        assert ask_team_lead(session, date(2026, 11, weekend)) == []
    (task,) = ask_team_lead(session, date(2026, 11, 30))
    assert task.case_id == case.id


def test_the_night_does_all_of_it_and_twice_is_once(app, given):
    with given() as make:
        key = make.case(danger=True, danger_on=TODAY).id
    with app.test_request_context(), clock.frozen_at(NOW + timedelta(days=1)):
        jobs.night()
        jobs.night()
        with transaction() as session:
            assert len(open_steps(session, session.get_one(Case, key))) == 1
