"""The page of today reads what it shows, however much work there is."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, insert

from renogroep.base.calendar import DAY
from renogroep.identity.models import Membership
from renogroep.infra.access import Role
from renogroep.infra.db import db
from renogroep.journeys.actions.restage import restage_all
from renogroep.journeys.queries import due_cases
from renogroep.journeys.rules.piles import Looker
from renogroep.orders.models import Order
from renogroep.orders.queries.to_survey import first_to_survey
from renogroep.owners.models import CallRequest
from tests.support.make import NOW, TODAY
from tests.support.make_orders import ORDER_UNTIL, open_wave, ready_to_order

FEW, MANY = 12, 60  # both more than a block shows


@contextmanager
def read(app):
    """The statements of a block, and how many rows they give."""
    asked, rows = [], []

    def note(_conn, _cursor, statement, parameters, *_):
        if statement.startswith("SELECT"):
            asked.append((statement, parameters))

    with app.app_context():
        engines = list(db.engines.values())
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked, rows
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
    with engines[0].connect() as connection:
        rows += [len(connection.exec_driver_sql(*one).fetchall()) for one in asked]


@pytest.fixture
def office(given, client_of):
    """Who does all work of advisors, ``work(n)`` that makes it n of each kind, and the browser."""
    with given() as make:
        reader = make.member(Role.ADVISOR)
        own = {"municipality_id": reader.municipality_id, "person_id": reader.id}
        office_id = reader.memberships[0].organisation_id
        make._add(Membership(**own, organisation_id=office_id, role=Role.DESK))
        street = make.street(name="Rozenstraat")
        example = ready_to_order(make)
        _wave, orders = open_wave(make, example)
        like = orders["H1"]
        like.state, like.provisional_at = "provisional", NOW
        make.session.flush()
        keys = {"reader": reader.id, "street": street.id, "like": like.id}
    made = [0]

    def work(count):
        with given() as make:
            street = make.session.get_one(type(make.street()), keys["street"])
            like = make.session.get_one(Order, keys["like"])
            for number in range(made[0], count):
                home(make, street, keys["reader"], number)
                measured_later(make, like, number)
            made[0] = count
            restage_all(make.session)

    return work, client_of(keys["reader"])


def home(make, street, reader_id, number):
    """One case of the reader, one of nobody, one in danger, and a call; all for today or before."""
    early = {"opened_at": NOW - timedelta(days=30)}
    for place, given in enumerate(({"advisor_id": reader_id}, {}, {"danger": True})):
        address = make.address(street, str(10 * number + place + 1))
        make.case(make.dwelling(address), **early, **given)
    make._add(
        CallRequest(
            municipality_id=make.home.id,
            phone="+3293301207",
            about="",
            language="nl",
            created_at=NOW,
            due_on=TODAY,
        )
    )


def measured_later(make, like, number):
    """One more order as ``like``, of a household of its own."""
    row = make.subscription(like.wave.lot.package)
    plain = {
        column.key: getattr(like, column.key)
        for column in Order.__mapper__.column_attrs
        if column.key not in ("id", "reference", "subscription_id", "person_id", "provisional_at")
    }
    own = {"subscription_id": row.id, "person_id": row.person_id}
    own |= {"reference": f"B9{number:04d}", "provisional_at": NOW + timedelta(minutes=number)}
    make.session.execute(insert(Order), [plain | own])


def test_sixty_of_each_kind_read_no_more_than_twelve(app, office):
    work, client = office
    found = {}
    for count in (FEW, MANY):
        work(count)
        client.page("/vandaag")
        with read(app) as (asked, rows):
            page = client.page("/vandaag")
        found[count] = [(one[:2000], n) for (one, _), n in zip(asked, rows, strict=True)]
        for block in ("due", "unassigned", "danger", "calls", "surveys"):
            assert len(page.select(f"section[aria-labelledby={block}] tbody tr")) == 8, block
        said = page.select_one("section[aria-labelledby=calls]").get_text(" ", strip=True)
        assert f"All call-backs: {count}" in said
    more = [many for few, many in zip(found[FEW], found[MANY], strict=True) if many[1] > few[1]]
    assert more == []


def test_what_must_be_measured_first_is_among_what_is_read(make):
    example = ready_to_order(make)
    wave, orders = open_wave(make, example)
    said = {"H1": 3, "H2": 1, "H3": 2}
    for name, days in said.items():
        orders[name].state = "provisional"
        orders[name].provisional_at = NOW + days * DAY
    make.session.flush()
    where = (wave.municipality_id, None)
    first = first_to_survey(make.session, *where, 1)
    assert [one.id for one in first] == [orders["H2"].id]
    assert wave.order_until == ORDER_UNTIL
    assert len(first_to_survey(make.session, *where, 9)) == 3


@pytest.mark.parametrize("big", [False, True])
def test_cases_of_nobody_come_in_the_same_order_from_the_index(make, big):
    street = make.street()
    days = [5, 1, 9, 3, 7]
    for number in days:
        opened = NOW - timedelta(days=number)
        make.case(make.dwelling(make.address(street, f"{number}")), opened_at=opened)
    make.case(make.dwelling(make.address(street, "99")), danger=True)
    restage_all(make.session)
    who = Looker(0, make.home.id, None, TODAY)
    rows = due_cases.nobodys(make.session, who, TODAY + 30 * DAY, 3, big=big)
    assert [row.number for row in rows] == ["9", "7", "5"]
