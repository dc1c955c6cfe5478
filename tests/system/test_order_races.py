"""Places are scarce: many households order at once, and nobody gets a place that is not there.

Each race runs with a control: with the guard off the same race sells too many places.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import func, select

from renogroep.base.errors import Refused
from renogroep.infra import db
from renogroep.orders.actions import holding, ordering
from renogroep.orders.models import Order, Wave
from renogroep.orders.queries import finding
from renogroep.orders.rules.lifecycle import OrderState
from tests.support.make_orders import open_wave, ready_to_order

SECONDS = 60


@pytest.fixture
def round_of(given):
    """``round_of(homes, places)``: ids of surveyed orders in a round with so many places."""

    def make_round(homes, places):
        with given() as make:
            example = ready_to_order(make)
            lot = example.lot
            lot.min_to_execute = min(lot.min_to_execute, places)
            lot.max_homes = places
            for _ in range(homes - len(example.homes)):
                make.subscription(example.package)
            wave, _ = open_wave(make, example)
            rows = make.session.scalars(select(Order).where(Order.wave_id == wave.id)).all()
            for row in rows:
                row.state = OrderState.SURVEYED
                row.advisor_agreed_at = row.contractor_agreed_at = row.created_at
            return wave.id, [row.id for row in rows][:homes]

    return make_round


def order_all(app, order_ids, workers=None):
    """Everybody presses the button at the same moment; the codes of those who were refused."""
    start = Barrier(len(order_ids))

    def one(order_id):
        with app.app_context(), app.test_request_context():
            start.wait(SECONDS)
            try:
                with db.transaction() as session:
                    row = session.get_one(Order, order_id)
                    signing = ordering.Signing(channel="online")
                    ordering.place_order(session, row, signing, actor_id=row.person_id)
            except Refused as refused:
                return refused.code
        return None

    with ThreadPoolExecutor(len(order_ids)) as pool:
        return [code for code in pool.map(one, order_ids) if code]


def ordered_count(app, wave_id):
    with app.app_context():
        count = select(func.count()).where(
            Order.wave_id == wave_id, Order.state == OrderState.ORDERED
        )
        return db.session().scalar(count)


def test_two_orders_for_the_last_place(app, round_of):
    wave_id, ids = round_of(2, 1)
    refused = order_all(app, ids)
    assert refused == ["order.no_place"]
    assert ordered_count(app, wave_id) == 1


def test_twenty_orders_for_five_places(app, round_of):
    wave_id, ids = round_of(20, 5)
    refused = order_all(app, ids)
    assert refused == ["order.no_place"] * 15
    assert ordered_count(app, wave_id) == 5


def test_control_without_the_guard_the_last_place_is_sold_twice(
    app, round_of, database, monkeypatch
):
    """On PostgreSQL the row lock is off and both count before either writes; on SQLite, where the
    transaction itself is the lock, the count is off."""
    wave_id, ids = round_of(2, 1)
    if database == "postgresql":
        both = Barrier(2)
        counted = finding.places_taken

        def count_together(*args):
            taken = counted(*args)
            with suppress(BrokenBarrierError):
                both.wait(5)
            return taken

        monkeypatch.setattr(holding, "locked", lambda session, kind, key: session.get(kind, key))
        monkeypatch.setattr(finding, "places_taken", count_together)
    else:
        monkeypatch.setattr(ordering, "check_place", lambda *args: None)
    assert order_all(app, ids) == []
    assert ordered_count(app, wave_id) == 2
    with app.app_context():
        assert db.session().get_one(Wave, wave_id).lot.max_homes == 1


def test_one_household_that_presses_twice_has_one_order(app, round_of):
    wave_id, ids = round_of(1, 1)
    assert order_all(app, [ids[0], ids[0]]) == []
    assert ordered_count(app, wave_id) == 1
