"""The last day counts: to order, and to let a round run within its contract."""

from datetime import timedelta

import pytest

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.orders.rules.lifecycle import OrderState
from tests.support.make_orders import (
    FREEZE_ON,
    ORDER_UNTIL,
    at,
    open_wave,
    place,
    ready_to_order,
    surveyed,
)


def test_on_the_last_day_ordering_is_possible(make):
    _, _, orders = surveyed(make)
    with clock.frozen_at(at(ORDER_UNTIL)):
        place(make, orders["H1"])
    assert orders["H1"].state == OrderState.ORDERED


def test_the_day_after_it_is_not(make):
    _, _, orders = surveyed(make)
    with (
        clock.frozen_at(at(ORDER_UNTIL + timedelta(days=1))),
        pytest.raises(Refused, match=r"order\.too_late"),
    ):
        place(make, orders["H1"])


def test_a_round_may_take_orders_until_the_end_of_the_contract(make):
    example = ready_to_order(make, ends_on=ORDER_UNTIL)
    wave, _ = open_wave(make, example)
    assert wave.order_until == example.package.ends_on


def test_a_round_that_ends_a_day_past_the_contract_is_refused(make):
    example = ready_to_order(make, ends_on=ORDER_UNTIL)
    with pytest.raises(Refused, match=r"wave\.after_end"):
        open_wave(
            make,
            example,
            order_until=ORDER_UNTIL + timedelta(days=1),
            freeze_on=FREEZE_ON + timedelta(days=1),
        )


def test_a_round_may_end_today_and_not_yesterday(make):
    example = ready_to_order(make)
    with clock.frozen_at(at(ORDER_UNTIL + timedelta(days=1))):
        with pytest.raises(Refused, match=r"wave\.past"):
            open_wave(make, example)
    with clock.frozen_at(at(ORDER_UNTIL)):
        wave, _ = open_wave(make, example)
    assert wave.order_until == ORDER_UNTIL
