"""Fourteen days to withdraw, to the day, and places that only confirmed orders take."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.orders.rules.lifecycle import TAKES_PLACE, OrderState
from renogroep.orders.rules.withdrawal import (
    Placed,
    has_place,
    places_taken,
    withdraw_until,
)

NEW_YEAR = frozenset({date(2027, 1, 1)})


@pytest.mark.parametrize(
    ("ordered", "holidays", "last"),
    [
        (date(2026, 11, 23), (), date(2026, 12, 7)),  # Monday to Monday
        (date(2026, 11, 28), (), date(2026, 12, 14)),  # would end on a Saturday
        (date(2026, 12, 18), NEW_YEAR, date(2027, 1, 4)),  # would end on New Year's Day, a Friday
    ],
)
def test_the_last_day_to_withdraw(ordered, holidays, last):
    assert withdraw_until(ordered, 14, holidays) == last


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.frozensets(st.dates(), max_size=9))
def test_nobody_gets_less_than_fourteen_days(ordered, holidays):
    assert withdraw_until(ordered, 14, holidays) >= ordered + timedelta(days=14)


def test_only_signed_orders_take_places_and_a_co_ownership_takes_one_per_unit():
    orders = [Placed(state) for state in OrderState] + [Placed(OrderState.ORDERED, 8)]
    assert places_taken(orders) == len(TAKES_PLACE) + 8


@pytest.mark.parametrize(
    ("taken", "most", "wanted", "fits"),
    [(9, 10, 1, True), (10, 10, 1, False), (3, 10, 8, False), (999, None, 1, True)],
)
def test_the_last_place(taken, most, wanted, fits):
    assert has_place(taken, most, wanted) == fits
