"""Places are scarce: many households order at once, and nobody gets a place that is not there.

The race runs with a control: with the guard off both buyers see the last place free.
"""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from renogroep.base.errors import Refused
from renogroep.base.money import Money
from renogroep.infra import db
from renogroep.infra.acts import TICK, By
from renogroep.orders.actions import holding, ordering, withdrawing
from renogroep.orders.models import Order, Wave
from renogroep.orders.queries import finding
from renogroep.orders.rules.lifecycle import OrderState, WaveState
from tests.support.make_orders import open_wave, ready_to_order
from tests.support.races import SECONDS, WAIT, Pool, unguarded


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


def sign(session, row):
    """The household presses the button of its order."""
    signing = ordering.Signing()
    ordering.place_order(session, row, signing, by=By(row.person_id))


def wait(session, row):
    """The household presses the button of the waiting list."""
    ordering.wait_for_place(session, row, by=By(row.person_id))


def all_at_once(app, order_ids, act=sign, begin=db.transaction):
    """Everybody presses the button at the same moment; what went wrong per order, None when nothing."""
    start = Barrier(len(order_ids))

    def one(order_id):
        with app.app_context(), app.test_request_context():
            start.wait(SECONDS)
            try:
                with begin() as session:
                    act(session, session.get_one(Order, order_id))
            except Refused as refused:
                return refused.code
            except OperationalError:
                return "database error"
        return None

    with Pool(len(order_ids)) as pool:
        return list(pool.map(one, order_ids))


def order_all(app, order_ids, **given):
    """The same, only what went wrong."""
    return [code for code in all_at_once(app, order_ids, **given) if code]


@pytest.fixture
def counted(monkeypatch, app):
    """How many places every buyer saw taken before it wrote. Two buyers look together if they can."""
    monkeypatch.setitem(app.extensions, db.AFTER_COMMIT, None)  # the step of a case counts as well
    return looked_at(monkeypatch, lambda taken: taken.lot)


def looked_at(monkeypatch, part):
    """What everybody who looks for a place sees of it, in the order in which they looked."""
    seen = []
    both = Barrier(2)
    real = finding.taken_around

    def look(session, order):
        taken = real(session, order)
        seen.append(part(taken))
        with suppress(BrokenBarrierError):
            both.wait(WAIT)
        return taken

    monkeypatch.setattr(finding, "taken_around", look)
    return seen


@pytest.fixture
def two_lots(given):
    """Two homes that may order in two lots of one package, which has value left for one of them."""
    with given() as make:
        example = ready_to_order(make)
        wave, orders = open_wave(make, example)
        one, other = orders["H1"], orders["H2"]
        second = make.lot(example.package, 2, measure="windows_doors", state="ordering")
        make.want(other.subscription, second)
        there = make._add(
            Wave(
                municipality_id=wave.municipality_id,
                lot_id=second.id,
                number=1,
                state=WaveState.ORDERING,
                order_until=wave.order_until,
                freeze_on=wave.freeze_on,
            )
        )
        other.wave_id = there.id
        for row in (one, other):
            row.state = OrderState.SURVEYED
            row.advisor_agreed_at = row.contractor_agreed_at = row.created_at
        example.package.max_value = max(one.ceiling, other.ceiling)
        return [one.id, other.id]


@pytest.fixture
def valued(monkeypatch):
    """Which value every buyer saw taken before it wrote. Two buyers look together if they can."""
    return looked_at(monkeypatch, lambda taken: taken.value)


def signed_count(app, ids):
    with app.app_context():
        count = select(func.count()).where(Order.id.in_(ids), Order.state == OrderState.ORDERED)
        return db.session().scalar(count)


def test_two_orders_in_two_lots_for_the_last_euro_of_their_package(app, two_lots, valued):
    assert order_all(app, two_lots) == ["order.no_place"]
    assert len(set(valued)) == 2  # the second looked after the first had written
    assert signed_count(app, two_lots) == 1


def test_control_without_the_guard_both_see_the_last_euro(
    app, two_lots, valued, database, monkeypatch
):
    """The guard is the row of the package on PostgreSQL, and BEGIN IMMEDIATE on SQLite."""
    monkeypatch.setattr(holding, "locked", lambda session, kind, key: session.get(kind, key))
    wrong = order_all(app, two_lots, begin=unguarded)
    assert valued == [Money(0), Money(0)]
    if database == "postgresql":
        assert wrong == []
        assert signed_count(app, two_lots) == 2
    else:
        assert wrong == ["database error"]


def ordered_count(app, wave_id):
    with app.app_context():
        count = select(func.count()).where(
            Order.wave_id == wave_id, Order.state == OrderState.ORDERED
        )
        return db.session().scalar(count)


def test_two_orders_for_the_last_place(app, round_of, counted):
    wave_id, ids = round_of(2, 1)
    assert order_all(app, ids) == ["order.no_place"]
    assert sorted(counted) == [0, 1]  # the second looked after the first had written
    assert ordered_count(app, wave_id) == 1


def test_control_without_the_guard_both_see_the_last_place_free(
    app, round_of, counted, database, monkeypatch
):
    """The guard is the row of the wave on PostgreSQL, and BEGIN IMMEDIATE on SQLite.

    Without it PostgreSQL sells the place twice. SQLite notices when the second writes, but then the
    household gets an error page instead of the waiting list.
    """
    wave_id, ids = round_of(2, 1)
    monkeypatch.setattr(holding, "locked", lambda session, kind, key: session.get(kind, key))
    wrong = order_all(app, ids, begin=unguarded)
    assert counted == [0, 0]
    if database == "postgresql":
        assert wrong == []
        assert ordered_count(app, wave_id) == 2
    else:
        assert wrong == ["database error"]


def test_five_places_twenty_homes_fifteen_on_the_waiting_list(app, round_of):
    wave_id, ids = round_of(20, 5)
    outcome = dict(zip(ids, all_at_once(app, ids), strict=True))
    late = [key for key, code in outcome.items() if code == "order.no_place"]
    assert len(late) == 15
    assert order_all(app, late, act=wait) == []
    assert ordered_count(app, wave_id) == 5
    with app.app_context():
        assert {row.id for row in finding.waiting(db.session(), wave_id)} == set(late)


def test_a_place_that_came_free_goes_to_who_waited_whoever_presses_first(app, round_of):
    wave_id, ids = round_of(6, 1)
    first, waited, *others = ids
    assert order_all(app, [first]) == []
    assert order_all(app, [waited], act=wait) == []
    with app.app_context(), app.test_request_context(), db.transaction() as session:
        withdrawing.withdraw(session, session.get_one(Order, first), by=TICK)
    outcome = dict(zip(ids[1:], all_at_once(app, ids[1:]), strict=True))
    assert outcome == {waited: None, **dict.fromkeys(others, "order.no_place")}
    assert ordered_count(app, wave_id) == 1


def test_one_household_that_presses_twice_has_one_order(app, round_of):
    wave_id, ids = round_of(1, 1)
    assert order_all(app, [ids[0], ids[0]]) == []
    assert ordered_count(app, wave_id) == 1
