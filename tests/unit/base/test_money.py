"""Do euros add up to the cent, and can we read back what we print?"""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.money import (
    ZERO,
    Money,
    UnitPrice,
    read_euros,
    read_unit_price,
    share_up,
    split_evenly,
    total,
)
from renogroep.base.units import Quantity

amounts = st.integers(-(10**14), 10**14).map(Money)
prices = st.integers(-(10**14), 10**14).map(UnitPrice)
references = st.lists(st.text(min_size=1, max_size=4), min_size=1, max_size=40, unique=True)


@pytest.mark.parametrize(
    ("amount", "printed"),
    [
        (Money(0), "0,00"),
        (Money(5), "0,05"),
        (Money(-5), "-0,05"),
        (Money(123456789), "1.234.567,89"),
        (Money(-100000), "-1.000,00"),
        (UnitPrice(0), "0,00"),
        (UnitPrice(5000), "0,50"),
        (UnitPrice(-5000), "-0,50"),
        (UnitPrice(333350), "33,335"),
        (UnitPrice(1), "0,0001"),
        (UnitPrice(12_345_000), "1.234,50"),
    ],
)
def test_how_amounts_are_printed(amount, printed):
    assert str(amount) == printed


@given(amounts)
def test_what_we_print_we_can_read_back(amount):
    assert read_euros(str(amount)) == amount
    assert read_euros(f"€ {amount}") == amount
    assert read_euros(amount.decimal) == amount


@given(prices)
def test_a_printed_unit_price_reads_back(price):
    assert read_unit_price(str(price)) == price
    assert read_unit_price(price.decimal) == price


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("12,5", 1250), ("1.250", 125_000), ("0.50", 50), ("0.500", 50), (12.5, 1250), ("-3", -300)],
)
def test_typed_euros(typed, cents):
    assert read_euros(typed) == Money(cents)


@pytest.mark.parametrize("typed", ["12,505", "1,250", "gratis", "", None, True])
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(ValueError):
        read_euros(typed)


@pytest.mark.parametrize("cents", [1.0, "1", True, Decimal(1)])
def test_only_whole_cents_are_money(cents):
    with pytest.raises(TypeError):
        Money(cents)
    with pytest.raises(TypeError):
        UnitPrice(cents)


def test_a_programmer_cannot_write_half_cents():
    assert Money.euros("12.34") == Money(1234)
    assert UnitPrice.euros("0.0001") == UnitPrice(1)
    with pytest.raises(ValueError, match="whole number of cents"):
        Money.euros("12.345")
    with pytest.raises(ValueError, match="four decimals"):
        UnitPrice.euros("0.00001")


@pytest.mark.parametrize(
    ("price", "quantity", "cents"),
    [
        ("33.335", "3", 10_001),  # 100.005: the half goes up
        ("80.40", "12.5", 100_500),
        ("0.01", "0.499", 0),
        ("0.01", "0.5", 1),
        ("-33.335", "3", -10_001),
    ],
)
def test_a_line_total_is_rounded_once_half_up(price, quantity, cents):
    assert UnitPrice.euros(price).for_quantity(Quantity.of(quantity)) == Money(cents)


@given(st.integers(0, 10**9).map(UnitPrice), st.integers(0, 10**9).map(Quantity))
def test_a_line_total_lies_within_half_a_cent(price, quantity):
    exact = price.exact(quantity)
    rounded = price.for_quantity(quantity).cents
    assert -Fraction(1, 2) < rounded - exact <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("cents", "rate", "expected"),
    [
        (1000, 6, 60),
        (25, 6, 2),
        (24, 6, 1),
        (-25, 6, -2),
        (857_658, 6, 51_459),
        (10, Decimal("2.5"), 0),
    ],
)
def test_percentages(cents, rate, expected):
    assert Money(cents).percent(rate) == Money(expected)


@given(st.lists(amounts), amounts)
def test_sums_and_differences(many, one):
    assert total(many).cents == sum(amount.cents for amount in many)
    assert one + -one == one - one == ZERO
    assert bool(one) == (one != ZERO)


@given(amounts, references)
def test_even_shares_add_up_to_the_cent(amount, names):
    shares = split_evenly(amount, names)
    assert total(shares.values()) == amount
    assert set(shares) == set(names)
    assert max(shares.values()).cents - min(shares.values()).cents <= 1


@given(amounts, references)
def test_odd_cents_go_to_the_lowest_references_in_any_order(amount, names):
    shares = split_evenly(amount, names)
    in_order = [shares[name].cents for name in sorted(names)]
    assert in_order == sorted(in_order, reverse=True)
    assert split_evenly(amount, names[::-1]) == shares


def test_site_costs_of_the_worked_example():
    """MONEY.md: 3,000 euro over seven homes is 428.58 for the first and 428.57 for the rest."""
    shares = split_evenly(Money.euros(3000), ["H1", "H2", "H3", "H5", "H7", "H8", "H10"])
    assert shares["H1"] == Money(42_858)
    assert sorted(share.cents for share in shares.values()) == [42_857] * 6 + [42_858]


@given(amounts, st.integers(1, 1000))
def test_a_ceiling_share_covers_the_whole_and_no_cent_more_than_needed(amount, parts):
    share = share_up(amount, parts).cents
    assert share * parts >= amount.cents
    assert (share - 1) * parts < amount.cents


@pytest.mark.parametrize(
    ("cents", "parts", "share"), [(100, 3, 34), (99, 3, 33), (0, 3, 0), (-100, 3, -33)]
)
def test_share_up_boundary(cents, parts, share):
    assert share_up(Money(cents), parts) == Money(share)


def test_nobody_to_share_with_is_a_programmers_error():
    with pytest.raises(ValueError, match="nobody"):
        split_evenly(Money(1), [])
    with pytest.raises(ValueError, match="at least one"):
        share_up(Money(1), 0)
