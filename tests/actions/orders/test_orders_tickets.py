"""Who pressed first is served first, whoever settles it and wherever it is killed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.identity.rules.contacts import Contact
from renogroep.infra import db
from renogroep.infra.acts import TICK, By
from renogroep.infra.outbox import OutboxMessage
from renogroep.orders.actions import (
    freezing,
    holding,
    ordering,
    places,
    settling,
    surveying,
    tickets,
    withdrawing,
)
from renogroep.orders.models import Order, OrderTicket, Wave
from renogroep.orders.queries.finding import waiting
from renogroep.orders.rules.queue import MOST, Settled
from renogroep.orders.rules.signing import CoOwnerAsked, Signing
from tests.support.make import NOW, TODAY
from tests.support.make_orders import FREEZE_ON, at, surveyed

MIA = CoOwnerAsked("Mia Peeters", Contact("email", "mia@example.org"))
NAMES = ("H1", "H2", "H3", "H7", "H9")
# home, thousandths of a second after NOW, in the order in which the tickets come in
PRESSES = (("H3", 100), ("H1", 140), ("H7", 150), ("H2", 150))


@pytest.fixture
def evening(app, given):
    """Three places of which H9 has one offered until tomorrow; ids of the orders and their wave."""
    with given() as make:
        example, wave, orders = surveyed(make, NAMES)
        example.lot.min_to_execute = example.lot.max_homes = 3
        orders["H9"].waiting_at = NOW - timedelta(days=1)
        orders["H9"].place_until = TODAY + timedelta(days=1)
        keys = {name: order.id for name, order in orders.items()}
        return keys, wave.id


def press(app, keys, name, milliseconds=0):
    """The household presses the button: its ticket is committed, nothing else."""
    signing = Signing(co_owner=MIA if name == "H1" else None)
    with (
        clock.frozen_at(NOW + timedelta(milliseconds=milliseconds)),
        app.test_request_context(),
        db.transaction() as session,
    ):
        order = session.get_one(Order, keys[name])
        tickets.press(session, order, signing, by=By(order.person_id, seen=order.version))


def states(app, keys):
    with app.app_context():
        rows = {name: db.session().get_one(Order, key) for name, key in keys.items()}
        return {name: row.state for name, row in rows.items()}


def outcomes(app, keys):
    with app.app_context():
        rows = db.session().scalars(select(OrderTicket))
        names = {key: name for name, key in keys.items()}
        return {names[row.order_id]: row.outcome for row in rows}


class KilledError(BaseException):
    """The server is killed."""


def settle(app, wave_id, monkeypatch, killed_after=None):
    """Settle what waits; killed before the commit, once so many were settled, when asked."""
    real, done = settling._settle, []

    def one(session, ticket):
        real(session, ticket)
        done.append(ticket.id)
        if len(done) == killed_after:
            raise KilledError

    with app.test_request_context():
        if killed_after is None:
            return tickets.take_turn(wave_id)
        with monkeypatch.context() as patched:
            patched.setattr(settling, "_settle", one)
            with pytest.raises(KilledError):
                tickets.take_turn(wave_id)
    return None


@pytest.mark.parametrize("killed_after", [None, 1, 2, 3, 4])
def test_the_evening_of_the_worked_example(app, evening, monkeypatch, killed_after):
    """Killed at any moment: nothing of the batch is kept, and the next one ends the same."""
    keys, wave_id = evening
    for name, milliseconds in PRESSES:
        press(app, keys, name, milliseconds)
    if killed_after:
        settle(app, wave_id, monkeypatch, killed_after)
        assert set(outcomes(app, keys).values()) == {None}
    assert settle(app, wave_id, monkeypatch)
    assert settle(app, wave_id, monkeypatch)  # again changes nothing
    assert outcomes(app, keys) == {
        "H3": Settled.ORDERED,
        "H1": Settled.AWAITING,
        "H7": Settled.WAITING,
        "H2": Settled.WAITING,
    }
    found = states(app, keys)
    assert (found["H3"], found["H1"]) == ("ordered", "awaiting_co_owner")
    with app.app_context():
        order = db.session().get_one(Order, keys["H3"])
        assert order.signed_at == order.ordered_at == NOW + timedelta(milliseconds=100)
    later = TODAY + timedelta(days=2)  # H9's day passes, H1 stops: H7 and H2 get an offer
    with clock.frozen_at(at(later)):
        with app.test_request_context(), db.transaction() as session:
            places.settle_places(session, later)
        with app.test_request_context(), db.transaction() as session:
            withdrawing.withdraw(session, session.get_one(Order, keys["H1"]), by=TICK)
        with app.app_context():
            rows = waiting(db.session(), wave_id)
            assert [row.id for row in rows] == [keys["H7"], keys["H2"]]
            assert all(row.place_until for row in rows)


def test_a_second_press_is_the_first_one(app, evening):
    keys, _ = evening
    press(app, keys, "H3", 100)
    press(app, keys, "H3", 200)
    with app.app_context():
        (ticket,) = db.session().scalars(select(OrderTicket)).all()
        assert ticket.pressed_at == NOW + timedelta(milliseconds=100)


def test_a_full_round_is_refused_before_a_ticket_is_kept(app, evening, monkeypatch):
    keys, wave_id = evening
    for name, milliseconds in PRESSES[:2]:
        press(app, keys, name, milliseconds)
    settle(app, wave_id, monkeypatch)
    with pytest.raises(Refused, match="order.no_place"):
        press(app, keys, "H7", 150)
    assert "H7" not in outcomes(app, keys)


def test_what_was_said_stays_on_the_order_alone(app, evening, monkeypatch):
    keys, wave_id = evening
    press(app, keys, "H1")
    with app.app_context():
        assert db.session().scalars(select(OrderTicket.signing)).one()["co_owner"]
    settle(app, wave_id, monkeypatch)
    with app.app_context():
        assert db.session().scalars(select(OrderTicket.signing)).one() == {}


def test_a_price_that_changed_after_the_press_binds_nobody(app, given, evening, monkeypatch):
    keys, wave_id = evening
    press(app, keys, "H3")
    with given() as make:
        order = make.session.get_one(Order, keys["H3"])
        order.ceiling = order.ceiling.times(2)
    settle(app, wave_id, monkeypatch)
    assert outcomes(app, keys) == {"H3": Settled.REFUSED}
    assert states(app, keys)["H3"] == "surveyed"
    with app.app_context():
        like = OutboxMessage.key.like("orders_refused:%")
        assert db.session().scalars(select(OutboxMessage).where(like)).one()


@pytest.mark.parametrize("act", ["wait", "withdraw", "measure"])
def test_whoever_holds_the_wave_serves_who_pressed_before(app, evening, act):
    keys, _ = evening
    press(app, keys, "H3")
    with app.test_request_context(), db.transaction() as session:
        other = session.get_one(Order, keys["H7"])
        if act == "withdraw":
            withdrawing.withdraw(session, other, by=TICK)
        elif act == "measure":
            surveying.agree(session, other, by=TICK)
        else:
            with pytest.raises(Refused, match="order.has_place"):
                ordering.wait_for_place(session, other, by=TICK)
    assert outcomes(app, keys)["H3"] == Settled.ORDERED


def test_the_freeze_forgets_no_press(app, given, evening):
    """Pressed on the last day, not settled until the freeze: more than one batch of them."""
    keys, wave_id = evening
    with given() as make:
        make.session.get_one(Wave, wave_id).lot.max_homes = 12
    press(app, keys, "H3")
    with clock.frozen_at(at(FREEZE_ON)), app.test_request_context(), db.transaction() as session:
        wave = session.get_one(Wave, wave_id)
        freezing.freeze(session, wave, by=TICK)
    assert outcomes(app, keys) == {"H3": Settled.ORDERED}


def test_the_worker_settles_what_nobody_did(app, evening):
    keys, _ = evening
    assert MOST == 10
    for name, milliseconds in PRESSES:
        press(app, keys, name, milliseconds)
    with app.test_request_context():
        tickets.settle_waiting()
    assert None not in outcomes(app, keys).values()


def test_presses_that_cannot_be_settled_hold_up_nobody_however_many_they_are(
    app, given, evening, monkeypatch
):
    """As many as one turn takes, all before the one that can."""
    keys, wave_id = evening
    with given() as make:
        make.session.get_one(Wave, wave_id).lot.max_homes = 12
    for name, milliseconds in PRESSES:
        press(app, keys, name, milliseconds)
    real = settling._settle

    def broken(session, ticket):
        if ticket.order_id != keys["H2"]:
            raise KeyError("nowhere to be reached")
        real(session, ticket)

    monkeypatch.setattr(settling, "_settle", broken)
    monkeypatch.setattr(holding.settle, "__defaults__", (len(PRESSES) - 1,))
    monkeypatch.setattr(holding.hold_wave, "__defaults__", (len(PRESSES) - 1,))
    monkeypatch.setitem(app.config, "TESTING", False)
    assert settle(app, wave_id, monkeypatch)
    assert outcomes(app, keys)["H2"] == Settled.ORDERED
    assert outcomes(app, keys)["H3"] is None


def test_who_is_refused_holds_nobody_up(app, evening, monkeypatch):
    """A full round is refused while another one holds the order and its wave."""
    keys, wave_id = evening
    for name, milliseconds in PRESSES[:2]:
        press(app, keys, name, milliseconds)
    settle(app, wave_id, monkeypatch)
    monkeypatch.setattr(tickets, "locked", lambda *_: pytest.fail("held before it was refused"))
    with app.test_request_context():
        order = db.session().get_one(Order, keys["H7"])
        with pytest.raises(Refused, match="order.no_place"):
            tickets.look(db.session(), order, Signing(), by=By(order.person_id))
