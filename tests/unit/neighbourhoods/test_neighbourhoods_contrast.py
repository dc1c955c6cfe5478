"""Are unreadable colours refused, and readable ones not?"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.errors import Refused
from renogroep.neighbourhoods.rules.contrast import (
    check_colours,
    contrast_ratio,
    read_colour,
    text_on,
)

colours = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", "21.00"),
        ("#fff", "#ffffff", "1.00"),
        ("#777777", "#ffffff", "4.48"),  # the well-known grey that just fails
        ("#767676", "#ffffff", "4.54"),  # and the one that just passes
        ("#ff0000", "#ffffff", "4.00"),
        ("#0000ff", "#ffffff", "8.59"),
    ],
)
def test_contrast_equals_the_published_values(one, other, ratio):
    assert contrast_ratio(one, other).quantize(Decimal("0.01")) == Decimal(ratio)


@pytest.mark.parametrize("text", ["", "red", "#12345", "#gggggg", "#1234567", "rgb(0,0,0)"])
def test_what_is_not_a_colour_is_refused_with_the_value(text):
    with pytest.raises(Refused) as refusal:
        read_colour(text)
    assert refusal.value.code == "colour.unreadable"
    assert f"“{text}”" in str(refusal.value.text)


def test_short_colours_are_accepted_and_written_in_full():
    assert check_colours("#046", "A33") == ("#004466", "#aa3333")


@pytest.mark.parametrize(
    ("brand", "accent", "code"),
    [
        ("#777777", "#000000", "colour.brand_too_light"),
        ("#000000", "#ffd200", "colour.accent_too_light"),
        ("#000000", "#959595", "colour.accent_too_light"),  # 2.98
    ],
)
def test_colours_that_are_too_light_are_refused(brand, accent, code):
    with pytest.raises(Refused) as refusal:
        check_colours(brand, accent)
    assert refusal.value.code == code
    assert "darker" in str(refusal.value.text)


def test_just_dark_enough_is_accepted():
    assert check_colours("#767676", "#949494") == ("#767676", "#949494")


def test_the_ratio_that_is_shown_is_never_rounded_up_to_the_limit():
    with pytest.raises(Refused) as refusal:
        check_colours("#777777", "#000000")
    assert "4,47" in str(refusal.value.text)


@given(colours, colours)
def test_order_does_not_matter_and_the_ratio_stays_between_1_and_21(one, other):
    ratio = contrast_ratio(one, other)
    assert ratio == contrast_ratio(other, one)
    assert 1 <= ratio <= 21


@given(colours)
def test_there_is_always_a_readable_text_colour(colour):
    assert contrast_ratio(text_on(colour), colour) >= Decimal("4.5")
