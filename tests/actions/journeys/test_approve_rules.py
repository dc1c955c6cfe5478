"""Whoever did not sign and pays 50 euro more or less hears it once, in the way that they chose."""

from datetime import date

import pytest
from sqlalchemy import select

from renogroep.financing import actions, queries
from renogroep.financing.actions.cases import add_cases
from renogroep.financing.queries import cases
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.outbox import OutboxMessage, Way
from renogroep.journeys.actions.approve_rules import approve
from renogroep.journeys.queries.open_cards import both_ways
from tests.support.make import TODAY
from tests.support.make_orders import place, surveyed
from tests.support.make_rules import looked_up, written

FROM = date(2027, 6, 1)


@pytest.fixture
def world(make):
    """H1 signed; H2 by mail, H3 by letter and H4 by phone did not; VAT of 6 becomes 12 per cent."""
    _, _, orders = surveyed(make, ("H1", "H2", "H3", "H4"))
    place(make, orders["H1"])
    make.reach(orders["H3"].person, "letter", postal_address="Rozenstraat 3, 9999 Testgem")
    make.reach(orders["H4"].person, "mobile", phone="09 123 45 99")
    now = queries.current_version(make.session, make.home.id, "vat", TODAY)
    rules = [
        {**rule, "regime": "proef", "valid_from": FROM.isoformat(), "valid_until": None}
        | ({"percent": 12} if rule["percent"] == 6 else {})
        for rule in now.table["rules"]
    ]
    row = written(make, "vat", valid_from=FROM, table={"rules": rules})
    by = By(row.author_id)
    found = [looked_up(row, one) for one in cases.proposed_cases(make.session, row)]
    add_cases(make.session, make.home.id, found, by=by)
    actions.propose(make.session, row, by=by)
    return row, orders, By(make.member(Role.TEAM_LEAD).id)


def told(session):
    rows = session.scalars(
        select(OutboxMessage).where(OutboxMessage.key.startswith("rules_changed:"))
    ).all()
    return {row.person_id: row for row in rows}


def test_each_hears_it_once_in_the_own_way(session, world):
    row, orders, colleague = world
    approve(session, row, by=colleague)
    found = told(session)
    ways = {name: found[orders[name].person_id].way for name in ("H2", "H3", "H4")}
    assert ways == {"H2": Way.MAIL, "H3": Way.LETTER, "H4": Way.CALL}
    assert orders["H1"].person_id not in found
    actions.retire(session, row, by=colleague)
    approve(session, row, by=colleague)
    assert told(session) == found


def test_the_subject_says_nothing_of_money(session, world):
    row, _, colleague = world
    approve(session, row, by=colleague)
    assert {one.subject for one in told(session).values()} == {"Nieuws over uw woning"}


def test_a_signed_order_is_no_open_card(session, world):
    row, orders, _ = world
    seen = {order.id: pair for order, pair in both_ways(session, row, TODAY)}
    assert orders["H1"].id not in seen
    old, new = seen[orders["H2"].id]
    assert new > old


def test_ceilings_of_income_are_on_no_card(session, make, world):
    assert list(both_ways(session, written(make, "income", label="inkomen"), TODAY)) == []
