"""The step of a case is worked out while its household orders: the order has the last word.

The race runs with a control: with the guard off what was read before the order is written after it.
"""

from threading import Event

import pytest
from sqlalchemy import Select

from renogroep.infra import db
from renogroep.infra.acts import By
from renogroep.journeys.actions import restage as stages
from renogroep.journeys.models import CaseStage
from renogroep.journeys.rules.case_stage import Stage
from renogroep.orders.actions import ordering
from renogroep.orders.models import Order
from tests.support.make_orders import surveyed
from tests.support.races import WAIT, together, unguarded


@pytest.fixture
def home(app, given):
    """(order, case) of a home that may order; a crash left an old step behind."""
    with given() as make:
        _, _, orders = surveyed(make)
        order = orders["H1"]
        ids = order.id, order.subscription.case_id
    with given() as make:
        make.session.get_one(CaseStage, ids[1]).stage = Stage.NO_PACKAGE
    return ids


def race(app, home, monkeypatch, begin):
    """The night reads; then the household orders, and the step follows; then the night writes."""
    order_id, case_id = home
    has_read, ordered = Event(), Event()
    real = stages.case_facts

    def read_and_wait(session, ids, today):
        found = real(session, ids, today)
        if not has_read.is_set():
            has_read.set()
            ordered.wait(WAIT)
        return found

    def night():
        with begin() as session:
            stages.restage(session, [case_id])

    def order():
        has_read.wait(WAIT)
        with db.transaction() as session:
            row = session.get_one(Order, order_id)
            ordering.place_order(session, row, ordering.Signing(), by=By(row.person_id))
        ordered.set()

    monkeypatch.setattr(stages, "case_facts", read_and_wait)
    heard = together(app, night, order)
    with app.app_context():
        return heard, db.session().get_one(CaseStage, case_id).stage


def test_what_was_read_before_an_order_is_never_written_after_it(app, home, monkeypatch):
    heard, stage = race(app, home, monkeypatch, db.transaction)
    assert heard == ["well", "well"]
    assert stage == Stage.WITH_PACKAGE


def test_control_without_the_guard_the_night_writes_what_is_no_more(
    app, home, database, monkeypatch
):
    """The guard is the row of the case on PostgreSQL, and BEGIN IMMEDIATE on SQLite."""
    monkeypatch.setattr(Select, "with_for_update", lambda statement, **_: statement)
    heard, stage = race(app, home, monkeypatch, unguarded)
    if database == "postgresql":
        assert heard == ["well", "well"]
        assert stage == Stage.FIRST_CALL
    else:
        assert heard == ["database error", "well"]
