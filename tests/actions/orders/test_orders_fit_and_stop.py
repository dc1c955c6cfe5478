"""A home that does not fit and works that stop: no price, no step, and nobody stays in doubt."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from renogroep.base import clock
from renogroep.base.channel import Channel
from renogroep.base.errors import Refused
from renogroep.identity.rules.contacts import Contact
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from renogroep.infra.outbox import OutboxMessage
from renogroep.journeys.actions.stop_lot import stop_lot
from renogroep.journeys.actions.stop_package import stop_package
from renogroep.orders.actions import freezing, ordering, stopping, surveying, waves, withdrawing
from renogroep.orders.actions.co_owners import CoOwnerAsked
from renogroep.orders.models import Order
from renogroep.orders.queries.offers import agreed_quantities
from renogroep.orders.rules.lifecycle import OrderState, WaveState
from renogroep.owners.actions.facts import record_facts
from renogroep.subscriptions.actions.screening import apply_screening
from renogroep.subscriptions.rules.screening import SCREENING_2026
from tests.support.make_orders import (
    FREEZE_ON,
    at,
    open_wave,
    place,
    ready_to_order,
    survey,
    surveyed,
)

MIA = CoOwnerAsked("Mia Peeters", Contact("email", "mia@example.org"))


def told(make, notice):
    like = OutboxMessage.key.like(f"{notice}:%")
    return make.session.scalar(select(func.count()).where(like))


def screen_again(make, subscription, **given):
    """The facts of a home change, and the screening is applied as on the page of the case."""
    values = {fact.code: (given.get(fact.code, "no"), "") for fact in SCREENING_2026.facts}
    record_facts(make.session, subscription.case, values, by=TICK)
    apply_screening(make.session, subscription, by=TICK)
    return stopping.release_unfit(make.session, subscription, by=By(1))


def with_windows(make):
    """The worked example with a second lot, so that a protected home keeps something."""
    example = ready_to_order(make)
    windows = make.lot(example.package, 2, measure="windows_doors", state="ordering")
    for subscription in example.homes.values():
        make.want(subscription, windows)
    return example


def test_a_lot_that_the_screening_blocked_gets_no_price(make):
    example = with_windows(make)
    screen_again(make, example.homes["H2"], protected="yes")
    assert example.homes["H2"].state == "screened_with_change"  # the windows fit
    _, orders = open_wave(make, example)
    assert "H2" not in orders
    assert len(orders) == 9


def unfit_steps():
    def yes(make, example, order):
        ordering.say_provisional_yes(make.session, order, by=TICK)

    def measure(make, example, order):
        surveying.measure(
            make.session,
            order,
            quantities=agreed_quantities(order),
            run_code="",
            run_size=1,
            by=By(make.member(Role.ADVISOR).id),
        )

    def agree(make, example, order):
        surveying.agree(make.session, order, by=By(example.contractors["B"].id))

    def sign(make, example, order):
        place(make, order)

    def co_sign(make, example, order):
        person = order.co_owners[0].person_id
        ordering.co_sign(make.session, order, person_id=person, by=By(1, Channel.PAPER))

    def wait(make, example, order):
        ordering.wait_for_place(make.session, order, by=TICK)

    return [yes, measure, agree, sign, co_sign, wait]


@pytest.mark.parametrize("step", unfit_steps(), ids=lambda step: step.__name__)
def test_every_step_is_refused_while_the_home_does_not_fit(make, step):
    example, _, orders = surveyed(make, ["H1"])
    order = orders["H2" if step.__name__ == "yes" else "H1"]
    if step.__name__ == "co_sign":
        place(make, order, co_owner=MIA)
    if step.__name__ == "agree":
        order.contractor_agreed_at = None
    order.subscription.state = "not_fit"
    make.session.flush()
    state = order.state
    with pytest.raises(Refused, match="order.not_fit"):
        step(make, example, order)
    assert order.state == state


def test_a_home_that_turns_out_not_to_fit_loses_what_does_not_bind(make):
    make.member(Role.ADVISOR)
    example, _, orders = surveyed(make, ["H1", "H2"])
    place(make, orders["H2"])
    assert screen_again(make, example.homes["H1"], protected="yes") == 1
    assert (orders["H1"].state, orders["H1"].loss_reason) == (OrderState.LAPSED, "not_fit")
    assert told(make, "orders_fell") == 1
    assert screen_again(make, example.homes["H2"], protected="yes") == 0
    assert orders["H2"].state == OrderState.ORDERED  # binding: advisor and household decide
    assert told(make, "orders_signed_not_fit") >= 1  # every advisor, when the case has none
    with pytest.raises(Refused):  # a contractor does not get rid of an order by itself
        surveying.not_fit(make.session, orders["H2"], words="Te lastig.", by=By(1))
    words = "Beschermde gevel."
    surveying.not_fit(make.session, orders["H2"], words=words, by=By(1), by_advisor=True)
    assert (orders["H2"].state, orders["H2"].loss_reason) == (OrderState.LAPSED, "not_fit")


def test_who_stopped_in_this_round_is_not_asked_again_by_itself(make):
    example, wave, orders = surveyed(make, ["H1", "H2"])
    withdrawing.withdraw(make.session, orders["H1"], by=TICK)
    surveying.not_fit(make.session, orders["H2"], words="Gevel staat bol.", by=By(1))
    assert waves.invite_more(make.session, wave, by=TICK) == 0
    again = waves.offer_again(make.session, orders["H1"], by=By(1))
    assert (again.state, again.subscription_id) == ("indicative", orders["H1"].subscription_id)
    with pytest.raises(Refused, match="wave.not_again"):
        waves.offer_again(make.session, orders["H1"], by=By(1))


def test_a_package_stops_with_its_rounds_and_its_unbound_orders(make):
    example, wave, orders = surveyed(make, ["H1"])
    told_of_it = stop_package(
        make.session, example.package, reason="Er is geen geld meer.", by=By(1)
    )
    assert told_of_it == 13  # ten households and three firms
    assert wave.state == WaveState.LAPSED
    assert {o.state for o in orders.values()} == {OrderState.LAPSED}
    assert {o.loss_reason for o in orders.values()} == {"stopped"}
    assert {home.state for home in example.homes.values()} == {"expired"}
    assert told(make, "orders_fell") == 1  # the others had only a price


@pytest.mark.parametrize(
    ("given", "code"), [({}, "orders.bound"), ({"co_owner": MIA}, "orders.signed")]
)
def test_works_do_not_stop_while_somebody_is_bound_or_has_signed(make, given, code):
    example, wave, orders = surveyed(make, ["H1"])
    place(make, orders["H1"], **given)
    with pytest.raises(Refused, match=code):
        stop_lot(make.session, example.lot, reason="Te duur.", by=By(1))
    assert (wave.state, example.lot.state) == (WaveState.ORDERING, "ordering")
    assert orders["H2"].state == OrderState.INDICATIVE


def test_a_lot_that_takes_orders_stops_with_a_reason_for_everybody(make):
    example, wave, orders = surveyed(make, ["H1"])
    with pytest.raises(Refused, match="lot.no_reason"):
        stop_lot(make.session, example.lot, reason="  ", by=By(1))
    stop_lot(make.session, example.lot, reason="Te duur.", by=By(1))
    assert (wave.state, example.lot.state) == (WaveState.LAPSED, "failed")
    assert told(make, "quotes_failed") == 13  # ten households and three firms
    assert {home.state for home in example.homes.values()} == {"expired"}


@pytest.mark.parametrize("what", ["lot", "package"])
def test_nobody_orders_works_that_stopped(make, what):
    example, _, orders = surveyed(make, ["H1"])
    if what == "lot":
        example.lot.state = "failed"
    else:
        example.package.state = "cancelled"
    make.session.flush()
    with pytest.raises(Refused, match="order.stopped"):
        place(make, orders["H1"])
    with pytest.raises(Refused, match="order.stopped"):
        ordering.say_provisional_yes(make.session, orders["H2"], by=TICK)


def test_windows_of_a_protected_home_hang_on_a_permit(make):
    example, _, orders = surveyed(make, ["H1"])
    example.lot.measure = "windows_doors"
    screen_again(make, example.homes["H1"], protected="yes")
    place(make, orders["H1"])
    assert "permit" in {row.kind for row in orders["H1"].conditions}


def test_who_waits_for_a_loan_has_a_next_freeze_without_a_second_survey(make):
    example, wave, orders = surveyed(make, ["H1", "H2"])
    example.lot.min_to_execute = 1
    place(make, orders["H1"])
    place(make, orders["H2"], needs_loan=True)
    with clock.frozen_at(at(FREEZE_ON)):
        freezing.freeze(make.session, wave, by=TICK)
        assert orders["H2"].loss_reason == "funding_open"
        second = waves.open_wave(
            make.session,
            example.lot,
            order_until=FREEZE_ON + timedelta(days=30),
            freeze_on=FREEZE_ON + timedelta(days=60),
            by=TICK,
        )
        new = {
            row.subscription_id: row
            for row in make.session.scalars(select(Order).where(Order.wave_id == second.id))
        }
        carried = new[orders["H2"].subscription_id]
        assert carried.state == OrderState.SURVEYED
        assert agreed_quantities(carried) == agreed_quantities(orders["H2"])
        assert new[orders["H3"].subscription_id].state == OrderState.INDICATIVE
        place(make, carried, needs_loan=True)
        assert carried.state == OrderState.ORDERED


def test_an_absurd_quantity_is_refused(make):
    example = ready_to_order(make)
    _, orders = open_wave(make, example)
    survey(make, orders["H1"], "H1", example)
    amounts = dict(agreed_quantities(orders["H1"]))
    amounts["01.01"] = type(amounts["01.01"]).of(100_001)
    with pytest.raises(Refused, match="survey.absurd"):
        surveying.measure(
            make.session,
            orders["H1"],
            quantities=amounts,
            run_code="",
            run_size=1,
            by=By(1),
        )
