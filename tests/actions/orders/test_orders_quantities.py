"""Which quantities does an order start with, and which posts are measured at all?"""

import pytest

from renogroep.base.money import Money
from renogroep.base.units import Quantity
from renogroep.orders.queries import offers
from tests.support.make_orders import open_wave, ready_to_order, survey
from tests.support.make_quotes import answered

SILL = "01.02"


@pytest.fixture
def example(make):
    """The sills: 1.2 lm presumed at 34.08; 6 lm and more were measured."""
    example = ready_to_order(make)
    answered(make, example.quotes["B"], SILL, "price", "34.08", "34.08")
    line = next(line for line in example.request.lines if line.number == SILL)
    line.per_home = Quantity.of("1.2")
    make.session.flush()
    return example


def ordered_sills(make, example, nature):
    line = next(line for line in example.request.lines if line.number == SILL)
    line.nature = nature
    make.session.flush()
    _, orders = open_wave(make, example)
    order = orders["H1"]
    offer = offers.offer_of(make.session, order.quote)
    paid = dict(offers.ceiling_of(order, offer).lines)
    return {line.number: line.quantity for line in order.lines}[SILL], paid[SILL]


def test_a_fixed_quantity_is_the_presumed_one_whatever_was_measured(make, example):
    assert ordered_sills(make, example, "FH") == (Quantity.of("1.2"), Money.euros("40.90"))


def test_a_survey_leaves_a_fixed_quantity_as_it_was_ordered(make, example):
    """6 lm were measured: 231.74 or more would be another price than the firm was asked for."""
    line = next(line for line in example.request.lines if line.number == SILL)
    line.nature = "FH"
    make.session.flush()
    _, orders = open_wave(make, example)
    survey(make, orders["H1"], "H1", example)
    offer = offers.offer_of(make.session, orders["H1"].quote)
    assert offers.agreed_quantities(orders["H1"])[SILL] == Quantity.of("1.2")
    assert dict(offers.ceiling_of(orders["H1"], offer).lines)[SILL] == Money.euros("40.90")
    assert offers.agreed_quantities(orders["H1"])["01.01"] == Quantity.of("60")


def test_a_presumed_quantity_makes_way_for_what_was_measured(make, example):
    assert ordered_sills(make, example, "VH") == (Quantity.of("6"), Money.euros("204.48"))


@pytest.mark.parametrize("kind", ["excluded", "option", "missing"])
def test_a_post_that_is_not_in_the_price_is_not_measured(make, example, kind):
    answered(make, example.quotes["B"], SILL, kind)
    _, orders = open_wave(make, example)
    offer = offers.offer_of(make.session, orders["H1"].quote)
    assert [line.number for line in offer.home_lines] == ["01.01", "01.03"]
    assert [line.number for line in orders["H1"].lines] == ["01.01", "01.03"]


def test_an_included_post_is_measured(make, example):
    answered(make, example.quotes["B"], SILL, "included")
    _, orders = open_wave(make, example)
    offer = offers.offer_of(make.session, orders["H1"].quote)
    assert SILL in {line.number for line in offer.home_lines}
