"""Closing, stopping and screening: one process each, whole or not at all, and twice is once."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm.exc import StaleDataError

from renogroep.base import clock
from renogroep.base.channel import Channel
from renogroep.base.errors import Refused
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.audit import AuditEvent
from renogroep.infra.outbox import OutboxMessage
from renogroep.journeys.actions import people
from renogroep.journeys.actions.close_case import close_case
from renogroep.journeys.actions.screen_home import screen_home
from renogroep.journeys.actions.stop_interest import stop_interest
from renogroep.journeys.actions.stop_lot import settle_interest, stop_lot
from renogroep.journeys.actions.stop_package import stop_package
from renogroep.journeys.queries.running import running_orders
from renogroep.orders.rules.lifecycle import LIVE, OrderState
from renogroep.subscriptions.rules.screening import SCREENING_2026
from tests.support.make_orders import open_wave, ready_to_order

AFTER = datetime(2026, 12, 24, 9, 0, tzinfo=UTC)  # the day after the interest deadline
REASON = "Er is geen geld meer."
ALL_NO = {fact.code: ("no", "") for fact in SCREENING_2026.facts}


def count(session, kind):
    return session.scalar(select(func.count()).select_from(kind))


@pytest.mark.parametrize(
    ("lots", "package_state"), [(1, "closed"), (2, "published")], ids=["the last lot", "one of two"]
)
def test_too_few_homes_at_the_deadline_close_the_package_with_its_last_lot(
    session, make, lots, package_state
):
    package = make.package(lots=lots)
    home = make.subscription(package)
    first = package.lots[0]
    first.extended, first.min_to_quote = True, 9
    with clock.frozen_at(AFTER):
        assert settle_interest(session, first) == "fail"
    assert (first.state, package.state) == ("failed", package_state)
    assert home.state == ("expired" if lots == 1 else "screened_fit")


@pytest.fixture
def ordering(make):
    """A home with an order in a round, and its advisor."""
    example = ready_to_order(make)
    _, orders = open_wave(make, example)
    return orders["H1"], By(make.member(Role.ADVISOR).id)


@pytest.mark.parametrize("state", list(OrderState))
def test_a_running_order_keeps_the_interest_and_the_case_open(session, ordering, state):
    order, by = ordering
    order.state = state
    home = order.subscription
    runs = state in LIVE and state != OrderState.SETTLED
    assert bool(running_orders(session, [home.id])) is runs
    if runs:
        with pytest.raises(Refused) as refused:
            close_case(session, home.case, reason="cost", by=by)
        assert refused.value.code == "case.has_order"
        with pytest.raises(Refused) as refused:
            stop_interest(session, home, reason="cost", by=by)
        assert refused.value.code == "subscription.has_order"
        assert (home.state, home.case.state) == ("screened_fit", "open")
    else:
        close_case(session, home.case, reason="cost", by=by)
        assert (home.state, home.case.state) == ("withdrawn", "closed")


def test_an_order_of_somebody_else_is_in_nobodys_way(session, make, ordering):
    order, by = ordering
    other = make.subscription(order.subscription.package)
    stop_interest(session, other, reason="", by=by)
    assert other.state == "withdrawn"


def test_a_household_does_not_say_of_itself_that_it_is_silent(session, make):
    row = make.subscription(make.package())
    with pytest.raises(Refused, match="case.reason"):
        stop_interest(session, row, reason="no_reply", by=By(row.person_id))
    assert (row.state, row.loss_reason) == ("screened_fit", None)
    heard = By(make.member(Role.ADVISOR).id, Channel.PHONE)
    stop_interest(session, row, reason="no_reply", by=heard)
    assert (row.state, row.loss_reason) == ("withdrawn", "no_reply")


def test_no_reason_stays_none(session, make):
    row = make.subscription(make.package())
    stop_interest(session, row, reason="", by=By(row.person_id))
    assert (row.state, row.loss_reason) == ("withdrawn", None)


@pytest.fixture
def by(make):
    return By(make.member(Role.LEAD).id)


def _interest(session, make, by):
    row = make.subscription(make.package())
    return row, lambda by: stop_interest(session, row, reason="cost", by=by)


def _case(session, make, by):
    row = make.subscription(make.package()).case
    return row, lambda by: close_case(session, row, reason="cost", by=by)


def _lot(session, make, by):
    package = make.package(lots=2)
    make.subscription(package)
    row = package.lots[0]
    return row, lambda by: stop_lot(session, row, reason=REASON, by=by)


def _package(session, make, by):
    row = make.package()
    make.subscription(row)
    return row, lambda by: stop_package(session, row, reason=REASON, by=by)


PROCESSES = [_interest, _case, _lot, _package]


@pytest.mark.parametrize("prepare", PROCESSES, ids=lambda one: one.__name__.strip("_"))
def test_twice_is_once(session, make, by, prepare):
    row, run = prepare(session, make, by)
    run(by)
    before = count(session, AuditEvent), count(session, OutboxMessage), row.version
    run(By(by.actor_id, seen=1))  # the same button, from the page as it was
    assert (count(session, AuditEvent), count(session, OutboxMessage), row.version) == before


@pytest.mark.parametrize("prepare", PROCESSES, ids=lambda one: one.__name__.strip("_"))
def test_a_page_from_before_a_change_stops_nothing(session, make, by, prepare):
    row, run = prepare(session, make, by)
    state = row.state
    with pytest.raises(StaleDataError):
        run(By(by.actor_id, seen=row.version + 1))
    assert row.state == state


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_lot_does_not_stop_without_a_reason(session, make, by, reason):
    lot = make.package().lots[0]
    with pytest.raises(Refused) as refused:
        stop_lot(session, lot, reason=reason, by=by)
    assert (refused.value.code, lot.state) == ("lot.no_reason", "collecting")


@pytest.mark.parametrize("state", ["ordering", "executing"])
def test_a_lot_with_orders_stops_on_the_page_of_its_orders_only(session, make, by, state):
    lot = make.package().lots[0]
    lot.state = state
    with pytest.raises(Refused) as refused:
        stop_lot(session, lot, reason=REASON, before_orders=True, by=by)
    assert (refused.value.code, lot.state) == ("lot.orders_first", state)


def test_the_package_closes_when_its_last_lot_is_stopped(session, make, by):
    package = make.package(lots=2)
    for lot in package.lots:
        assert package.state == "published"
        stop_lot(session, lot, reason=REASON, by=by)
    assert package.state == "closed"


def test_a_home_that_does_not_fit_now_loses_its_price_with_the_facts(session, ordering):
    order, by = ordering
    facts = {**ALL_NO, "protected": ("yes", "")}
    (said,) = screen_home(session, order.subscription.case, facts, by=by)
    assert (said.outcome, said.to_ask) == ("not_fit", 0)
    assert (order.state, order.loss_reason) == ("lapsed", "not_fit")
    assert order.subscription.state == "not_fit"


def test_a_wrong_answer_keeps_no_facts_and_screens_nothing(session, make, by):
    row = make.subscription(make.package(), state="subscribed")
    with pytest.raises(Refused) as refused:
        screen_home(session, row.case, {**ALL_NO, "damp": ("maybe", "")}, by=by)
    assert (refused.value.code, row.state) == ("case.fact", "subscribed")


def test_joining_and_forgetting_twice_is_once(session, make, by):
    old, new = make.person(), make.person()
    row = make.subscription(make.package(), person=old)
    for _ in range(2):
        people.merge_people(session, old, new, by=by)
    session.refresh(row)
    assert row.person_id == new.id
    for _ in range(2):
        people.erase_person(session, new, by=by)
    did = session.scalars(select(AuditEvent.did)).all()
    assert (did.count("person.merged"), did.count("person.erased")) == (1, 1)
