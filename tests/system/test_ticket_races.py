"""Many press at the same second: every press is kept, nobody gets a place that is not there.

The race runs with a control: with the lock of the wave off, more order than there are places.
"""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from renogroep.infra import db
from renogroep.infra.acts import By
from renogroep.orders.actions import holding, tickets
from renogroep.orders.models import Order, OrderTicket, Wave
from renogroep.orders.queries import finding
from renogroep.orders.rules.lifecycle import OrderState
from renogroep.orders.rules.queue import Settled
from renogroep.orders.rules.signing import Signing
from tests.support.make_orders import open_wave, ready_to_order
from tests.support.races import SECONDS, WAIT, Pool, unguarded


@pytest.fixture
def evening(given):
    """``evening(homes, places)``: the wave, and ids of the orders that may be pressed."""

    def made(homes, places):
        with given() as make:
            example = ready_to_order(make, max_value=None)
            example.lot.min_to_execute = example.lot.max_homes = places
            wave, orders = open_wave(make, example)
            rows = list(orders.values())[:homes]
            for row in orders.values():
                row.state = OrderState.SURVEYED
                row.advisor_agreed_at = row.contractor_agreed_at = row.created_at
            return wave.id, [row.id for row in rows]

    return made


def press(session, order_id):
    """The household presses the button of its order."""
    order = session.get_one(Order, order_id)
    tickets.press(session, order, Signing(), by=By(order.person_id))


def all_at_once(app, ids, work):
    """Everybody at the same moment: ``work`` of each id."""
    start = Barrier(len(ids))

    def one(key):
        with app.app_context(), app.test_request_context():
            start.wait(SECONDS)
            work(key)

    with Pool(len(ids)) as pool:
        list(pool.map(one, ids))


def keep(order_id):
    """The press, in a transaction of its own, as the page does it."""
    with db.transaction() as session:
        press(session, order_id)


def counts(app, wave_id):
    """How many ordered, and how many wait, as the orders and as the tickets have it."""
    with app.app_context():
        session = db.session()
        ordered = session.scalar(
            select(func.count()).where(Order.wave_id == wave_id, Order.state == OrderState.ORDERED)
        )
        outcomes = session.scalars(select(OrderTicket.outcome)).all()
    return ordered, outcomes.count(Settled.ORDERED), outcomes.count(Settled.WAITING), len(outcomes)


def test_eight_press_for_three_places_and_every_press_is_kept(app, evening):
    wave_id, ids = evening(8, 3)
    all_at_once(app, ids, keep)
    all_at_once(app, ids, lambda _key: tickets.take_turn(wave_id))
    with app.test_request_context():
        tickets.settle_waiting()  # as the worker does, for who did not get the wave in time
    assert counts(app, wave_id) == (3, 3, 5, 8)
    with app.app_context():
        rows = db.session().scalars(select(OrderTicket).order_by("pressed_at", "id")).all()
        served = [row.outcome for row in rows]
    assert served == [Settled.ORDERED] * 3 + [Settled.WAITING] * 5


@pytest.mark.parametrize("guarded", [True, False])
def test_two_servers_settle_the_last_place(app, evening, database, monkeypatch, guarded):
    """With the lock each place goes once; without it PostgreSQL sells the last one twice.

    SQLite notices when the second writes, so nothing is sold twice there.
    """
    monkeypatch.setitem(app.extensions, db.AFTER_COMMIT, None)  # the step of a case counts as well
    wave_id, ids = evening(2, 1)
    with app.test_request_context(), db.transaction() as session:
        for key in ids:
            press(session, key)
    both, real = Barrier(2), finding.taken_around

    def count(*args):
        taken = real(*args)
        with suppress(BrokenBarrierError):
            both.wait(WAIT)
        return taken

    monkeypatch.setattr(finding, "taken_around", count)
    begin = db.transaction
    if not guarded:
        monkeypatch.setattr(holding, "locked", lambda session, kind, key: session.get(kind, key))
        begin = unguarded
    one_each = iter(ids)
    monkeypatch.setattr(
        "renogroep.orders.actions.settling.open_tickets",
        lambda session, _wave, _most, _but: _still_open(session, [next(one_each)]),
    )

    def server(_n):
        with app.app_context(), app.test_request_context():
            try:
                with begin() as session:
                    holding.hold_wave(session, session.get_one(Wave, wave_id).id)
            except OperationalError:
                return "database error"
        return None

    with Pool(2) as pool:
        wrong = [code for code in pool.map(server, range(2)) if code]
    ordered = counts(app, wave_id)[0]
    if guarded:
        assert (ordered, wrong) == (1, [])
    elif database == "postgresql":
        assert (ordered, wrong) == (2, [])
    else:
        assert (ordered, wrong) == (1, ["database error"])


def _still_open(session, order_ids):
    return session.scalars(
        select(OrderTicket).where(
            OrderTicket.order_id.in_(order_ids), OrderTicket.settled_at.is_(None)
        )
    ).all()
