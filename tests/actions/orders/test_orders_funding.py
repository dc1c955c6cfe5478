"""An order that hangs on a loan: it comes, or the household pays by itself, stops, talks or is silent."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.infra.acts import TICK, By
from renogroep.infra.audit import AuditEvent
from renogroep.infra.outbox import OutboxMessage
from renogroep.orders.actions import freezing, funding, withdrawing
from renogroep.orders.rules.lifecycle import OrderState
from renogroep.owners.models import Task
from tests.support.make_orders import FREEZE_ON, at, place, surveyed
from tests.support.worlds.base import OTHER

DAY = timedelta(days=1)
ASKED = FREEZE_ON - 14 * DAY
UNTIL = FREEZE_ON - 7 * DAY  # five working days later


@pytest.fixture
def order(make):
    """H1 ordered, with a loan."""
    _, _, orders = surveyed(make)
    place(make, orders["H1"], needs_loan=True)
    return orders["H1"]


def me(order):
    return By(order.person_id)


def kinds(order):
    return {row.kind: row.state for row in order.conditions}


def no_loan(make, order, day=ASKED):
    with clock.frozen_at(at(day)):
        return funding.no_loan(make.session, order, by=TICK)


def said(make, order, action, day=UNTIL, times=2):
    """As a button that was pressed twice."""
    with clock.frozen_at(at(day)):
        for _ in range(times):
            action(make.session, order, by=me(order))
    make.session.flush()


def test_a_chosen_loan_hangs_on_the_signed_order_once(make, order):
    row = next(row for row in order.conditions if row.kind == "funding")
    make.session.delete(row)
    make.session.flush()
    make.session.refresh(order, ["conditions"])
    for _ in range(2):
        funding.await_loan(make.session, order, by=TICK)
    assert kinds(order) == {"threshold": "open", "funding": "open"}
    did = make.session.scalars(select(AuditEvent.did)).all()
    assert did.count("funding.awaited") == 1


def test_who_did_not_sign_gets_no_condition(make):
    _, _, orders = surveyed(make)
    funding.await_loan(make.session, orders["H1"], by=TICK)
    assert kinds(orders["H1"]) == {}
    assert no_loan(make, orders["H1"]) is None
    assert orders["H1"].state == OrderState.SURVEYED


def test_a_loan_that_came_is_met_and_asks_nothing(make, order):
    for _ in range(2):
        funding.loan_came(make.session, order, by=TICK)
    assert kinds(order)["funding"] == "met"
    assert no_loan(make, order) is None


def test_without_a_loan_the_household_has_five_working_days(make, order):
    assert no_loan(make, order) == order.own_money_until == UNTIL
    assert order.state == OrderState.ORDERED
    assert kinds(order)["funding"] == "open"


def test_who_pays_by_itself_orders_on_and_is_asked_nothing_more(make, order):
    no_loan(make, order)
    said(make, order, funding.pay_self)
    assert (order.state, order.own_money_until) == (OrderState.ORDERED, None)
    assert kinds(order) == {"threshold": "open"}
    assert clock.local(order.own_money_at).date() == UNTIL
    with clock.frozen_at(at(FREEZE_ON)):
        assert funding.silent_own_money(make.session, FREEZE_ON) == []


def test_who_stops_pays_nothing_and_neighbours_keep_their_order(make, order):
    no_loan(make, order)
    said(make, order, funding.stop_order)
    assert (order.state, order.loss_reason) == (OrderState.LAPSED, "funding")
    assert kinds(order)["funding"] == "failed"


def test_who_wants_to_talk_is_called_once_by_the_next_working_day(make, order):
    no_loan(make, order)
    said(make, order, funding.call_first, day=ASKED, times=2)
    due = [task.due_on for task in make.session.scalars(select(Task)) if task.due_on > ASKED]
    assert due == [ASKED + DAY]
    assert order.own_money_until == UNTIL


@pytest.mark.parametrize(
    ("day", "state"), [(UNTIL, OrderState.ORDERED), (UNTIL + DAY, OrderState.LAPSED)]
)
def test_silence_stops_the_order_the_day_after(make, order, day, state):
    no_loan(make, order)
    with clock.frozen_at(at(day)):
        for key in funding.silent_own_money(make.session, day):
            assert key == order.id
            funding.settle_own_money(make.session, order, day)
            funding.settle_own_money(make.session, order, day)
    assert order.state == state


def test_after_its_day_nothing_is_accepted(make, order):
    no_loan(make, order)
    for action in (funding.pay_self, funding.stop_order, funding.call_first):
        with pytest.raises(Refused, match=r"order\.no_own_money"):
            said(make, order, action, day=UNTIL + DAY)


def test_meanwhile_it_stops_only_on_its_own_page(make, order):
    no_loan(make, order)
    with pytest.raises(Refused, match=r"order\.own_money"):
        said(make, order, withdrawing.withdraw)


@pytest.mark.parametrize(
    ("before", "until"), [(2, FREEZE_ON - DAY), (1, FREEZE_ON - DAY), (0, None)]
)
def test_no_day_left_before_the_freeze_is_no_question(make, order, before, until):
    assert no_loan(make, order, FREEZE_ON - before * DAY) == until
    assert order.state == (OrderState.ORDERED if until else OrderState.LAPSED)


def test_a_freeze_before_the_silence_is_read_tells_that_the_loan_was_refused(make, order):
    no_loan(make, order, FREEZE_ON - DAY)
    with clock.frozen_at(at(FREEZE_ON)):
        freezing.freeze(make.session, order.wave, by=TICK)
    assert (order.state, order.loss_reason) == (OrderState.LAPSED, "funding")


def test_another_loan_takes_the_question_away(make, order):
    no_loan(make, order)
    funding.await_loan(make.session, order, by=TICK)
    assert order.own_money_until is None
    assert kinds(order)["funding"] == "open"


def test_the_other_owner_reads_of_no_loan(make):
    _, _, orders = surveyed(make)
    order = orders["H1"]
    place(make, order, needs_loan=True, co_owner=OTHER)
    mia = order.co_owners[0].person_id
    no_loan(make, order)
    said(make, order, funding.stop_order)
    told = make.session.scalars(select(OutboxMessage).where(OutboxMessage.person_id == mia))
    assert [row for row in told if "lening" in f"{row.subject} {row.body}".lower()] == []


def test_what_was_counted_at_the_freeze_hangs_on_no_loan_afterwards(make):
    example, wave, orders = surveyed(make)
    example.lot.min_to_execute = 10
    place(make, orders["H1"])
    with clock.frozen_at(at(FREEZE_ON)):
        freezing.freeze(make.session, wave, by=TICK)
        assert orders["H1"].state == OrderState.ORDERED  # the firm says whether it comes anyway
        funding.await_loan(make.session, orders["H1"], by=TICK)
        assert kinds(orders["H1"]) == {"threshold": "open"}
        assert funding.no_loan(make.session, orders["H1"], by=TICK) is None
    assert orders["H1"].state == OrderState.ORDERED
