"""Do quantities keep their thousandths?"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.units import ONE, Quantity, Unit, read_quantity

quantities = st.integers(-(10**12), 10**12).map(Quantity)


@pytest.mark.parametrize(
    ("scaled", "printed"),
    [(0, "0"), (1, "0,001"), (500, "0,5"), (-500, "-0,5"), (100_000, "100"), (1_234_500, "1234,5")],
)
def test_how_quantities_are_printed(scaled, printed):
    assert str(Quantity(scaled)) == printed


@given(quantities)
def test_what_we_print_we_can_read_back(quantity):
    assert read_quantity(str(quantity)) == quantity
    assert read_quantity(quantity.decimal) == quantity


@given(quantities, quantities, st.integers(0, 500))
def test_adding_and_counting(one, other, count):
    assert one + other == Quantity(one.scaled + other.scaled)
    assert one * count == Quantity(one.scaled * count)
    assert (one < other) == (one.decimal < other.decimal)


def test_exact_quantities_of_a_programmer():
    assert Quantity.of("12.5") == Quantity(12_500)
    assert Quantity.of(1) == ONE
    with pytest.raises(ValueError, match="three decimals"):
        Quantity.of("0.0001")


@pytest.mark.parametrize("scaled", [1.0, "1", True, Decimal(1)])
def test_only_whole_thousandths_are_a_quantity(scaled):
    with pytest.raises(TypeError):
        Quantity(scaled)


@pytest.mark.parametrize("typed", ["1.250", "0,0001", "veel", None])
def test_what_is_no_quantity_is_refused(typed):
    with pytest.raises(ValueError):
        read_quantity(typed)


def test_a_unit_is_what_a_bill_prints():
    assert Unit("m²") is Unit.M2
    assert {unit.value for unit in Unit} == {"m²", "m³", "lm", "st", "kg", "uur", "forfait"}
