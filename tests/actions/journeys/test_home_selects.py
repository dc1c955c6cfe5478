"""The page of a home asks a fixed number of questions, whatever the number of its lots."""

import pytest
from sqlalchemy import event

from renogroep.journeys.presenters.my_home import my_homes
from renogroep.subscriptions.queries import home_of
from tests.support import make_orders

DATABASES = ("sqlite",)
MOST = 12


def selects(session, ask):
    asked = []
    engine = session.get_bind()

    def note(_connection, _cursor, statement, *_more):
        if statement.lstrip().upper().startswith("SELECT"):
            asked.append(statement)

    session.flush()
    session.expire_all()
    event.listen(engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return asked


def with_lots(make, row, count):
    for number in range(len(row.package.lots) + 1, count + 1):
        lot = make.lot(row.package, number=number, title=f"Perceel {number}")
        make.want(row, lot)
    make.session.flush()
    make.session.expire_all()


@pytest.mark.parametrize("mode", ["group_quotes", "procurement"])
def test_a_home_with_five_lots(session, make, mode):
    row = make.subscription(make.package(mode), state="screened_fit")
    with_lots(make, row, 5)
    person_id = row.person_id
    asked = selects(session, lambda: my_homes(session, home_of(session, person_id)))
    assert len(asked) <= MOST, "\n\n".join(asked)


def test_an_order_costs_no_more_with_more_lots(session, make):
    example, _wave, _orders = make_orders.surveyed(make)
    row = example.homes["H1"]
    person_id = row.person_id
    one = selects(session, lambda: my_homes(session, home_of(session, person_id)))
    with_lots(make, row, 5)
    five = selects(session, lambda: my_homes(session, home_of(session, person_id)))
    assert len(five) <= len(one)
