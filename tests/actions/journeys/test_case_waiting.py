"""A day to wait for is set by hand, stands until that day, and no other change takes it away."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.audit import AuditEvent
from renogroep.journeys.actions.restage import restage
from renogroep.journeys.actions.wait import wait_for_owner
from renogroep.journeys.models import CaseStage
from renogroep.journeys.rules.case_stage import Stage, WaitsFor
from renogroep.owners.actions.cases import done_task
from renogroep.owners.actions.facts import record_facts
from renogroep.owners.actions.routes import note_danger
from renogroep.owners.models import Task
from renogroep.subscriptions.actions import interest
from renogroep.subscriptions.queries import call_promised
from tests.support.make import NOW, TODAY
from tests.support.make_subscriptions import ANSWERS, place, sender

UNTIL = TODAY + timedelta(days=21)


@pytest.fixture
def ann(make):
    return make.member(Role.ADVISOR, name="Ann")


def stage(session, case):
    session.flush()
    restage(session, [case.id])
    row = session.get_one(CaseStage, case.id)
    return row.stage, row.due_on, row.waits_for


@pytest.mark.parametrize("staged", [True, False])
def test_the_case_waits_and_comes_back_on_its_day(session, make, ann, staged):
    case = make.case()
    if staged:
        restage(session, [case.id])
    before = case.version
    wait_for_owner(session, case, until=UNTIL, by=By(ann.id))
    session.flush()
    assert case.version > before  # a form made before this is stale
    assert stage(session, case)[1:] == (UNTIL, WaitsFor.OWNER)
    said = session.scalars(select(AuditEvent).where(AuditEvent.did == "case.waiting")).all()
    assert len(said) == 1
    with clock.frozen_at(NOW + timedelta(days=21)):
        assert stage(session, case)[1:] == (UNTIL, None)


def test_a_day_to_look_again_is_a_working_day_to_come(session, make, ann):
    case = make.case()
    wait_for_owner(session, case, until=date(2027, 1, 1), by=By(ann.id))
    assert session.get_one(CaseStage, case.id).wait_until == date(2027, 1, 4)
    with pytest.raises(Refused, match=r"^case\.past_day:"):
        wait_for_owner(session, case, until=TODAY - timedelta(days=1), by=By(ann.id))


def test_nobody_waits_in_a_closed_case(session, make, ann):
    with pytest.raises(Refused, match=r"^case\.closed:"):
        wait_for_owner(session, make.case(state="closed"), until=UNTIL, by=By(ann.id))


def test_only_danger_passes_it(session, make, ann):
    case = make.case()
    wait_for_owner(session, case, until=UNTIL, by=By(ann.id))
    record_facts(session, case, {"damp": ("no", "")}, by=By(ann.id))
    assert stage(session, case) == (Stage.ROUTE, UNTIL, WaitsFor.OWNER)
    note_danger(session, case, confirmed=True, by=By(ann.id))
    assert stage(session, case) == (Stage.DANGER, TODAY, None)
    assert session.get_one(CaseStage, case.id).wait_until == UNTIL


def test_who_said_not_now_is_left_alone_until_the_next_round(session, make, ann):
    at = place(make)
    case = interest.leave_message(
        session,
        package=at.package,
        address=at.address,
        answers={**ANSWERS, "when": ["not_now"]},
        words="",
        sender=sender(),
        by=By(None),
    )
    promised = call_promised(session, case)
    assert stage(session, case)[1:] == (promised, WaitsFor.OWNER)
    task = session.scalars(select(Task).where(Task.case_id == case.id)).one()
    done_task(session, task, by=By(ann.id))
    assert stage(session, case)[1:] == (TODAY + timedelta(days=7), None)
