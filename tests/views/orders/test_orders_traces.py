"""Whoever of the staff looks at orders of households leaves a trace of which ones."""

import pytest
from sqlalchemy import select

from renogroep.infra.access import Role
from renogroep.infra.audit import AuditEvent
from renogroep.infra.db import session
from tests.support.make_orders import surveyed


@pytest.fixture
def order(given):
    with given() as make:
        _, wave, orders = surveyed(make)
        return orders["H1"].id, wave.lot_id, [one.id for one in orders.values()]


def traces(app, did):
    with app.app_context():
        return session().scalars(select(AuditEvent).where(AuditEvent.did == did)).all()


@pytest.mark.parametrize("place", ["", "/op-papier"])
def test_one_order(app, client_as, order, place):
    client_as(Role.ADVISOR).page(f"/bestellingen/{order[0]}{place}")
    (trace,) = traces(app, "order.seen")
    assert trace.subject_id == order[0]


def test_the_rounds_of_a_lot(app, client_as, order):
    client_as(Role.LEAD).page(f"/percelen/{order[1]}/bestellingen")
    (trace,) = traces(app, "orders.seen")
    assert sorted(trace.facts["orders"]) == sorted(order[2])


def test_a_list_without_homes_leaves_none(app, client_as, order):
    client_as(Role.LEAD).page("/bestellingen")
    assert traces(app, "orders.seen") == []
