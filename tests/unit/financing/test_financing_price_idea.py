"""A price idea is never narrower than what is known, and never a price of who can be recognised."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.money import Money
from renogroep.base.units import Quantity
from renogroep.financing.queries import RATES
from renogroep.financing.rules.premium import Applicant
from renogroep.financing.rules.price_idea import (
    HomePrice,
    UnitSpan,
    price_idea,
    span_of_homes,
    span_of_reference,
)
from renogroep.financing.rules.reference_size import ReferenceSizeTable

TODAY = date(2026, 11, 30)
HOMES = UnitSpan(Fraction(14_135), Fraction(14_616), (2027, 2027), homes=7)


def who(*categories, year=1955):
    return [Applicant(category=n, build_year=year, owner_kind="owner_occupier") for n in categories]


def euros(money):
    return None if money is None else money.cents / 100


@pytest.fixture
def facade(rule):
    return span_of_reference(rule("reference_price", TODAY).table.for_idea("wall_outside", TODAY))


@pytest.fixture
def idea(rule):
    def work_out(span, low=50, high=80, vat=6, people=(4, 3)):
        return price_idea(
            span,
            measure="wall_outside",
            low=Quantity.of(low),
            high=Quantity.of(high),
            vat_percent=vat,
            premium=rule("premium", TODAY),
            on=TODAY,
            who=who(*people),
        )

    return work_out


@pytest.mark.parametrize(
    ("sizes", "vat", "low", "high"),
    [
        ((50, 80), 6, 4_200, 14_500),  # 4,240.00 and 14,416.00
        ((50, 80), 21, 4_800, 16_500),  # 4,840.00 and 16,456.00
        ((80, 140), 6, 6_700, 25_300),  # 6,784.00 and 25,228.00
        ((130, 220), 6, 11_000, 39_700),  # 11,024.00 and 39,644.00
        ((1, 1), 6, 0, 200),  # 84.80 and 180.20
    ],
)
def test_a_house_at_reference_prices(facade, idea, sizes, vat, low, high):
    found = idea(facade, *sizes, vat=vat)
    assert (euros(found.low), euros(found.high)) == (low, high)


def test_the_premium_of_a_row_house_by_category(facade, idea):
    spans = {span.category: span for span in idea(facade).premiums}
    assert (euros(spans[4].low), euros(spans[4].high)) == (2_000, 5_000)
    assert (euros(spans[3].low), euros(spans[3].high)) == (1_400, 3_500)


def test_the_final_prices_of_seven_homes(idea):
    found = idea(HOMES)
    assert (euros(found.low), euros(found.high)) == (7_400, 12_400)


def test_a_premium_is_said_outward_but_never_above_its_maximum(idea):
    # 35 % of 7,067.50 and of 11,692.80, at most 3,500; and of 8,770.00 to 3,069.50.
    (span,) = idea(HOMES, people=(3,)).premiums
    assert (euros(span.low), euros(span.high)) == (2_400, 3_500)
    (span,) = idea(replace(HOMES, high=Fraction(14_135)), 50, 50, people=(3,)).premiums
    assert (euros(span.low), euros(span.high)) == (2_400, 2_500)


def test_a_category_without_a_premium_says_why(facade, idea):
    (span,) = idea(facade, people=(1,)).premiums
    assert (euros(span.low), euros(span.high)) == (0, 0)
    assert str(span.reason)


def test_a_premium_that_nobody_knows_is_no_amount(facade):
    found = price_idea(
        facade,
        measure="wall_outside",
        low=Quantity.of(50),
        high=Quantity.of(80),
        vat_percent=6,
        premium=None,
        on=TODAY,
        who=who(4),
    )
    (span,) = found.premiums
    assert (span.low, span.high) == (None, None)
    assert "not known yet" in str(span.reason)


@pytest.mark.parametrize(("low", "high"), [(0, 80), (-1, 80), (81, 80), (0, 0)])
def test_a_size_that_cannot_be_is_an_error(facade, idea, low, high):
    with pytest.raises(ValueError):
        idea(facade, low, high)


def test_without_an_income_category_there_is_nobody_to_count_for(facade, idea):
    with pytest.raises(ValueError):
        idea(facade, people=(None,))


def homes(count, on=date(2026, 6, 1), **given):
    return [
        HomePrice(
            **{
                "dwelling": n,
                "final": Money.euros(7_000 + 10 * n),
                "area": Quantity.of(50),
                "frozen_on": on,
                **given,
            }
        )
        for n in range(count)
    ]


@pytest.mark.parametrize(
    ("prices", "enough"),
    [
        (homes(5), True),
        (homes(4), False),
        (homes(4) + homes(1), False),  # one home twice is one home
        (homes(5, on=date(2024, 11, 30)), True),
        (homes(5, on=date(2024, 11, 29)), False),
        (homes(5, on=date(2026, 12, 1)), False),  # of later than today
        (homes(5, area=Quantity(0)), False),
        (homes(5, final=Money(0)), False),
    ],
)
def test_five_homes_of_the_last_two_years_or_none_at_all(prices, enough):
    assert (span_of_homes(prices, TODAY) is not None) is enough


def test_the_lowest_and_the_highest_and_the_newest_of_a_home():
    older = homes(1, on=date(2025, 1, 1), final=Money.euros(1))
    span = span_of_homes([*homes(6), *older], TODAY)
    assert (span.low, span.high, span.homes) == (Fraction(14_000), Fraction(14_100), 6)
    assert span.years == (2026, 2026)


def test_a_price_with_vat_is_counted_without_it(rule):
    row = rule("reference_price", TODAY).table.for_idea("wall_outside", TODAY)[0]
    both = span_of_reference([row, replace(row, low_eur=Money.euros(53), vat="incl 6%")])
    assert (both.low, both.high) == (Fraction(5_000), Fraction(17_000))
    assert span_of_reference([replace(row, vat="incl")]) is None
    assert span_of_reference([replace(row, unit="piece")]) is None
    assert span_of_reference([]) is None


def test_a_roof_has_the_span_of_both_kinds(rule):
    table = rule("reference_price", TODAY).table
    span = span_of_reference(table.for_idea("roof", TODAY))
    assert (span.low, span.high) == (Fraction(17_100), Fraction(22_700))
    assert len(span.sources) == 2


def test_what_has_no_source_has_no_price(rule):
    table = rule("reference_price", TODAY).table
    for measure in ("windows_doors", "wall_cavity", "floor"):
        assert span_of_reference(table.for_idea(measure, TODAY)) is None


@given(
    low=st.integers(1, 2_000_000),
    more=st.integers(0, 2_000_000),
    price=st.integers(1, 100_000),
    dearer=st.integers(0, 100_000),
    vat=st.sampled_from([0, 6, 21]),
)
def test_an_idea_holds_every_price_between_its_ends(low, more, price, dearer, vat):
    found = price_idea(
        UnitSpan(Fraction(price), Fraction(price + dearer), (2026, 2026)),
        measure="wall_outside",
        low=Quantity(low),
        high=Quantity(low + more),
        vat_percent=vat,
        premium=None,
        on=TODAY,
        who=(),
    )
    exact = [
        Fraction(p * s * (100 + vat), 100_000)
        for p, s in ((price, low), (price + dearer, low + more))
    ]
    assert found.low.cents <= exact[0] <= exact[1] <= found.high.cents
    assert found.low.cents % 10_000 == found.high.cents % 10_000 == 0
    assert exact[0] - found.low.cents < 10_000
    assert found.high.cents - exact[1] < 10_000


@pytest.mark.parametrize(
    ("house", "low", "high"), [("row", 50, 80), ("half_open", 80, 140), ("detached", 130, 220)]
)
def test_the_sizes_that_the_product_comes_with(house, low, high):
    table = ReferenceSizeTable.read_csv((RATES / "reference_size.csv").read_text("utf-8"))
    row = table.size(house, "wall_outside", TODAY)
    assert (row.low_m2, row.high_m2, row.confidence) == (low, high, "low")
    assert table.size(house, "roof", TODAY) is None
    assert table.size(house, "wall_outside", date(2025, 12, 31)) is None
    with pytest.raises(ValueError):
        replace(row, low_m2=high + 1)
