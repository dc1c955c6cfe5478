"""The step of a case follows every change, costs the same for many, and a crash is healed."""

import pytest
from sqlalchemy import delete, event, select

from renogroep.infra.acts import By
from renogroep.infra.db import db, transaction
from renogroep.journeys.actions.people import erase_person
from renogroep.journeys.actions.restage import restage, restage_all
from renogroep.journeys.models import CaseStage
from renogroep.journeys.queries.touched_cases import TABLES, cases_of
from renogroep.journeys.rules.case_stage import Stage, WaitsFor
from renogroep.owners.actions.cases import add_task, close_case
from renogroep.owners.actions.facts import record_facts
from renogroep.owners.models import Case
from renogroep.web import jobs
from tests.support.make import TODAY, Make
from tests.support.make_orders import open_wave, ready_to_order


def stage(case_id):
    return db.session.scalar(select(CaseStage.stage).where(CaseStage.case_id == case_id))


def change(action, case_id, **given):
    with transaction() as session:
        action(session, session.get_one(Case, case_id), by=By(None), **given)


@pytest.fixture
def case_id(app, given):
    with given() as make:
        return make.case().id


def test_a_change_is_followed_after_the_commit(app, case_id):
    with app.test_request_context():
        change(record_facts, case_id, facts={"asbestos": ("no", "")})
        assert stage(case_id) == Stage.FIRST_CALL  # nobody of staff said it
        change(add_task, case_id, what="Call", due_on=TODAY, assignee_id=None)
        assert stage(case_id) == Stage.TASK
        change(close_case, case_id, reason="cost")
        assert stage(case_id) is None


def test_noting_facts_ends_the_first_call(app, given, case_id):
    with given() as make:
        ann = make.person("Ann").id
    with app.test_request_context():
        with transaction() as session:
            case = session.get_one(Case, case_id)
            record_facts(session, case, {"asbestos": ("no", "")}, by=By(ann))
        assert stage(case_id) == Stage.ROUTE


def test_a_crash_is_healed_by_the_tick_and_by_the_night(app, given, case_id):
    with app.test_request_context():
        jobs.tick()
        assert stage(case_id) == Stage.FIRST_CALL
        with transaction() as session:  # the commit was there, what follows was not
            session.get_one(CaseStage, case_id).waits_for = WaitsFor.PACKAGE
        jobs.night()
        db.session.expire_all()
        assert db.session.get_one(CaseStage, case_id).waits_for is None
        with transaction() as session:
            session.execute(delete(CaseStage))
        jobs.night()
        assert stage(case_id) == Stage.FIRST_CALL


def _half(session, case, *, by):
    add_task(session, case, what="Call", due_on=TODAY, assignee_id=None, by=by)
    raise RuntimeError("the disk is full")


def test_a_change_that_fails_leaves_nothing_to_follow(app, case_id):
    with app.test_request_context():
        with pytest.raises(RuntimeError):
            change(_half, case_id)
        with transaction():
            pass
        assert stage(case_id) is None


def test_every_row_that_can_change_finds_its_cases(session, make: Make):
    example = ready_to_order(make)
    wave, orders = open_wave(make, example)
    order = orders["H1"]
    case = order.subscription.case
    assert cases_of(session, [("home_order", order.id)]) == [case.id]
    assert cases_of(session, [("subscription", order.subscription_id)]) == [case.id]
    assert cases_of(session, [("person", case.person_id)]) == [case.id]
    assert cases_of(session, [("dwelling", case.dwelling_id)]) == [case.id]
    for kind, key in (("wave", wave.id), ("lot", wave.lot_id), ("package", wave.lot.package_id)):
        assert set(cases_of(session, [(kind, key)])) >= {
            one.subscription.case_id for one in orders.values()
        }, kind
    assert cases_of(session, [("quote", order.quote_id)])
    for kind in TABLES:
        assert cases_of(session, [(kind, 0)]) == []
    assert cases_of(session, [("neighbourhood", 1)]) == []


def test_fifty_cases_ask_as_many_questions_as_one(session, make: Make):
    _, orders = open_wave(make, ready_to_order(make))
    order = orders["H1"]
    for _ in range(42):
        make.case()
    ids = list(session.scalars(select(Case.id).order_by(Case.id)))
    assert len(ids) >= 50

    def selects(keys):
        said = []

        def note(_connection, _cursor, statement, *_more):
            said.append(statement.lstrip().upper().startswith("SELECT"))

        restage(session, keys)  # what is new is written before
        session.expire_all()
        event.listen(session.get_bind(), "before_cursor_execute", note)
        try:
            restage(session, keys)
        finally:
            event.remove(session.get_bind(), "before_cursor_execute", note)
        return sum(said)

    assert selects(ids) == selects([order.subscription.case_id])


def test_all_goes_on_where_it_was(session, make: Make):
    ids = [make.case().id for _ in range(3)]
    assert restage_all(session) == ids[-1]
    assert restage_all(session, ids[-1]) == 0


def test_who_is_forgotten_leaves_no_step(session, make: Make):
    case = make.case()
    restage(session, [case.id])
    erase_person(session, case.person, by=By(None))
    assert session.get(CaseStage, case.id) is None
