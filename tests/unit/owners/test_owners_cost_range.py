"""The range that an advisor reads aloud at the question of money."""

from dataclasses import replace

import pytest

from renogroep.base.money import Money
from renogroep.base.units import Quantity
from renogroep.owners.rules.cost_range import UNIT_RANGES_2026, cost_range

FACADE = UNIT_RANGES_2026[0]


@pytest.mark.parametrize(
    ("m2", "low", "high"),
    [
        ("60", 4_800, 10_200),
        ("62.5", 5_000, 10_700),  # 10,625 is rounded up, the lower end down
        ("61", 4_800, 10_400),  # 4,880 and 10,370
        ("0.001", 0, 100),
    ],
)
def test_a_range_is_said_in_hundreds_rounded_outward(m2, low, high):
    found = cost_range([FACADE], "wall_outside", {"facade_m2": Quantity.of(m2)})
    assert found == (Money.euros(low), Money.euros(high))


@pytest.mark.parametrize(
    ("prices", "measure", "quantities"),
    [
        ([FACADE], "windows_doors", {"facade_m2": Quantity.of(60)}),  # no price is known
        ([FACADE], "wall_outside", {"sill_lm": Quantity.of(6)}),  # nothing to count
        ([FACADE], "wall_outside", {"facade_m2": Quantity.of(0)}),
        ([replace(FACADE, confidence="low")], "wall_outside", {"facade_m2": Quantity.of(60)}),
        ([], "wall_outside", {"facade_m2": Quantity.of(60)}),
    ],
)
def test_without_a_sound_price_no_amount_is_said(prices, measure, quantities):
    assert cost_range(prices, measure, quantities) is None


def test_every_range_has_a_source_and_runs_upward():
    for price in UNIT_RANGES_2026:
        assert price.origin
        assert 0 < price.low < price.high
