"""A route rests on what we know today: whatever changes that decides it anew, with a task."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.infra.access import Role
from renogroep.infra.acts import By
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


@pytest.mark.parametrize(
    ("on", "due"),
    [
        (date(2027, 11, 23), False),  # twelve months: the day itself still counts
        (date(2027, 11, 24), True),
        (date(2027, 12, 20), True),
    ],
)
def test_the_night_looks_at_answers_of_more_than_twelve_months(session, routed, on, due):
    for task in open_steps(session, routed):
        task.due_on = date(2028, 6, 1)
    session.flush()
    assert (routed.id in due_routes(session, on)) is due


def test_the_night_decides_anew(session, routed):
    with clock.frozen_at(NOW + timedelta(days=366)):
        reroute(session, routed.id)
        reroute(session, routed.id)
    after = queries.newest_decision(session, routed.id)
    assert (after.can, after.will) == ("unknown", "unknown")
    assert len(queries.route_decisions(session, routed.id)) <= 2


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
