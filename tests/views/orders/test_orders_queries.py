"""A page about orders asks as much of the database with 121 orders as with 11, and shows some of them."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event, insert, select

from renogroep.identity.actions.keys import make_link
from renogroep.identity.models import Membership
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from renogroep.infra.db import db
from renogroep.orders.models import Order, OrderLine
from renogroep.orders.rules.paging import SIZE
from tests.support.make_orders import surveyed


def neighbours(make, like, count):
    """So many more orders as ``like``, each of a household of its own."""
    made = [make.subscription(like.wave.lot.package) for _ in range(count)]
    plain = {
        column.key: getattr(like, column.key)
        for column in Order.__mapper__.column_attrs
        if column.key not in ("id", "reference", "subscription_id", "person_id")
    }
    rows = [
        {**plain, "reference": f"B9999-{place:03d}", "subscription_id": one.id}
        | {"person_id": one.person_id}
        for place, one in enumerate(made)
    ]
    make.session.execute(insert(Order), rows)
    keys = make.session.scalars(select(Order.id).where(Order.reference.like("B9999-%")))
    line = like.lines[0]
    same = {"municipality_id": like.municipality_id, "position": 1, "number": line.number}
    lines = [{**same, "order_id": key, "quantity": line.quantity} for key in keys]
    make.session.execute(insert(OrderLine), lines)


@contextmanager
def asked(app):
    """The SELECTs of a block."""
    seen = []

    def note(_conn, _cursor, statement, *_):
        if statement.startswith("SELECT"):
            seen.append(statement)

    with app.app_context():
        engines = list(db.engines.values())  # who the reader is, is asked beside its municipality
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


MOST_OF_AN_ORDER = 12  # and one more where somebody waits for a place
PAGES = {
    "orders": "/percelen/{lot}/bestellingen",
    "to measure": "/bestellingen",
    "one order": "/bestellingen/{order}",
    "figures": "/cijfers/{package}",
    "caseload": "/dossiers?stapel=all",
}


@pytest.fixture
def staff(given, client_of):
    """A round of 11 orders, ``more(n)`` for others, and the browser of who sees all pages."""
    with given() as make:
        example, wave, orders = surveyed(make)
        keys = {"lot": wave.lot_id, "order": orders["H1"].id, "package": example.package.id}
        keys["link"] = make_link(
            make.session, person=orders["H1"].person, purpose="my_home", by=TICK
        )
        neighbours(make, orders["H2"], 1)
        person = make.member(Role.LEAD)
        organisation = make.organisation("energy_house")
        make._add(
            Membership(
                municipality_id=person.municipality_id,
                person_id=person.id,
                organisation_id=organisation.id,
                role=Role.TEAM_LEAD,
            )
        )
        person_id = person.id

    def more(count):
        with given() as make:
            like = make.session.scalars(select(Order).where(Order.reference == "B9999-000")).one()
            like.reference = "B9998-000"
            make.session.flush()
            neighbours(make, like, count)

    return keys, more, client_of(person_id)


def test_as_many_selects_with_121_orders_as_with_11(app, staff):
    keys, more, client = staff
    client.page("/bestellingen")  # what is asked once and kept
    before = {}
    for name, path in PAGES.items():
        with asked(app) as seen:
            client.page(path.format(**keys))
        before[name] = seen
    more(110)
    for name, path in PAGES.items():
        with asked(app) as seen:
            client.page(path.format(**keys))
        assert len(seen) == len(before[name]), (name, sorted(set(seen) ^ set(before[name])))


def test_a_household_reads_its_order_in_a_dozen_selects(app, staff, client_of):
    keys, more, _client = staff
    household = client_of(0)
    household.get(f"/l/{keys['link']}")
    path = "/mijn-woning/bestelling/{order}/bestellen".format(**keys)
    household.page(path)
    for count in (0, 110):
        if count:
            more(count)
        with asked(app) as seen:
            page = household.page(path)
        assert page.select("input[name=agree]")
        assert len(seen) <= MOST_OF_AN_ORDER, "\n\n".join(seen)


def test_a_round_shows_some_orders_a_page(staff):
    keys, more, client = staff
    more(110)
    url = PAGES["orders"].format(**keys)
    pages = [client.page(f"{url}?ronde=1&pagina={n}") for n in range(1, 8)]
    rows = [[row.text for row in page.select("tbody th[scope=row] a")] for page in pages]
    shown = [len([text for text in texts if text.startswith("B")]) for texts in rows]
    assert shown == [SIZE] * 6 + [1]
    assert len({text for texts in rows for text in texts}) >= 121
    assert not pages[0].select_one("a[rel=prev]")
    assert pages[1].select_one("a[rel=prev]")
    assert pages[1].select_one("a[rel=next]")
    assert not pages[-1].select_one("a[rel=next]")
    assert len(client.page(url).select("tbody th[scope=row] a[href*='/bestellingen/']")) == SIZE
