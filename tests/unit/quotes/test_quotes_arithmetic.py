"""Corrections keep to the cent, and a reported reduction is rewarded."""

import pytest

from renogroep.base.money import Money, UnitPrice
from renogroep.base.units import Quantity
from renogroep.quotes.rules.arithmetic import (
    OtherQuote,
    corrected_line,
    corrected_sum,
    fill_omitted_post,
    ranking_quantity,
)


def test_a_total_that_was_not_stated_has_no_difference():
    found = corrected_line(Quantity.of(3), UnitPrice.euros("33.335"), None)
    assert (found.amount, found.difference, found.changed) == (Money(10001), None, False)


@pytest.mark.parametrize(("stated", "changed"), [("100.01", False), ("100.00", True)])
def test_a_difference_of_a_cent_is_a_difference(stated, changed):
    found = corrected_sum([Money(5000), Money(5001)], Money.euros(stated))
    assert found.changed is changed


@pytest.mark.parametrize(
    ("signalled", "accepted", "addition"),
    [("-5", "-5", "0"), ("-10", "-5", "0"), ("-3", "-5", "2"), ("0", "-5", "5"), ("0", "0", "0")],
)
def test_who_reports_less_than_was_accepted_is_ranked_on_more(signalled, accepted, addition):
    found = ranking_quantity(Quantity.of(30), Quantity.of(signalled), Quantity.of(accepted))
    assert found.addition == Quantity.of(addition)
    assert found.final == Quantity.of(30) + Quantity.of(accepted)


@pytest.mark.parametrize(("signalled", "accepted"), [("1", "0"), ("0", "1"), ("-40", "-31")])
def test_only_reductions_down_to_zero(signalled, accepted):
    with pytest.raises(ValueError):
        ranking_quantity(Quantity.of(30), Quantity.of(signalled), Quantity.of(accepted))


def test_the_filled_price_is_rounded_once():
    others = [OtherQuote(Money(1), Money(4)), OtherQuote(Money(2), Money(5))]
    found = fill_omitted_post(Money(7), others)  # L = 1.5, X = 3: P = 3.5 cents
    assert (found.price, found.total_with_post) == (Money(4), Money(11))


@pytest.mark.parametrize("others", [[], [OtherQuote(Money(500), Money(500))]])
def test_nothing_to_compare_with_is_an_error(others):
    with pytest.raises(ValueError):
        fill_omitted_post(Money(100), others)
