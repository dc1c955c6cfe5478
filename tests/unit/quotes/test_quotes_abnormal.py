"""Abnormal prices: the bound itself, the tie at the trimmed end, and laws."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.money import Money, UnitPrice
from renogroep.quotes.rules.abnormal import (
    CheckContext,
    OutlierSettings,
    Reading,
    check_totals,
    flags_by_reading,
    mandatory_check_applies,
    outlier_lines,
    outlier_sentence,
)

OPEN_WORKS = CheckContext("works", "open", "price_only", Fraction(100))
DROPPED = {  # PROCUREMENT 1.5, table of readings: n -> (low, high)
    Reading.LOWEST_PLUS_TOP_QUARTER: {4: (1, 1), 6: (1, 1), 7: (1, 2), 8: (1, 2), 9: (1, 3), 13: (1, 4)},
    Reading.QUARTER_SHARED: {6: (1, 1), 7: (1, 1), 8: (1, 1), 9: (1, 2), 12: (1, 2), 13: (1, 3)},
    Reading.QUARTER_EACH_SIDE: {6: (1, 1), 7: (2, 2), 8: (2, 2), 9: (3, 3), 12: (3, 3), 13: (4, 4)},
}  # fmt: skip


def euros(*amounts):
    return {chr(65 + place): Money.euros(str(a)) for place, a in enumerate(amounts)}


@pytest.mark.parametrize(
    ("context", "tenders", "applies"),
    [
        (OPEN_WORKS, 4, True),
        (OPEN_WORKS, 3, False),
        (CheckContext("works", "restricted", "best_price_quality", Fraction(50)), 4, True),
        (CheckContext("works", "open", "best_price_quality", Fraction("49.99")), 4, False),
        (CheckContext("services", "open", "price_only", Fraction(100)), 4, False),
        (CheckContext("fraud_sensitive_services", "open", "price_only", Fraction(100)), 4, True),
        (CheckContext("works", "negotiated", "price_only", Fraction(100)), 9, False),
        (CheckContext("works", "negotiated", "price_only", Fraction(100), True), 4, True),
        (CheckContext("works", "negotiated", "price_only", Fraction(100), True), 3, False),
    ],
)
def test_when_the_check_is_a_duty(context, tenders, applies):
    assert mandatory_check_applies(context, tenders) is applies


@pytest.mark.parametrize(
    ("reading", "n", "dropped"),
    [(reading, n, d) for reading, table in DROPPED.items() for n, d in table.items()],
)
def test_how_many_are_dropped(reading, n, dropped):
    check = check_totals(euros(*range(100, 100 + n)), reading=reading)
    assert (len(check.excluded_lowest), len(check.excluded_highest)) == dropped
    assert check.kept_count == n - sum(dropped)


@pytest.mark.parametrize(("lowest", "flagged"), [("82875.00", ("A",)), ("82875.01", ())])
def test_the_bound_itself_is_flagged(lowest, flagged):
    assert check_totals(euros(lowest, 95000, 100000, 105000)).flagged == flagged


def test_two_equal_tenders_at_the_trimmed_end_are_both_flagged():
    check = check_totals(euros(50, 50, 100, 100, 100, 100))
    assert check.excluded_lowest == (Money.euros(50),)
    assert check.flagged == ("A", "B")


def test_readings_that_differ_are_seen():
    totals = euros(75000, 80000, 90000, 95000, 100000, 105000, 140000, 150000)
    assert flags_by_reading(totals) == {
        Reading.LOWEST_PLUS_TOP_QUARTER: ("A",),
        Reading.QUARTER_SHARED: ("A", "B"),
        Reading.QUARTER_EACH_SIDE: ("A", "B"),
    }


@pytest.mark.parametrize(
    ("totals", "percentage"),
    [(euros(1, 2, 3), 15), (euros(0, 0, 0, 4), 15), (euros(1, 2, 3, 4), 101)],
)
def test_what_the_method_cannot_judge(totals, percentage):
    with pytest.raises(ValueError):
        check_totals(totals, Fraction(percentage))


several = st.lists(st.integers(1, 10**9), min_size=4, max_size=16)


@given(several, st.integers(2, 1000), st.randoms())
def test_scale_and_order_of_tenders_play_no_part(cents, factor, random):
    totals = {str(n): Money(c) for n, c in enumerate(cents)}
    shuffled = list(totals.items())
    random.shuffle(shuffled)
    for reading in Reading:
        flagged = check_totals(totals, reading=reading).flagged
        scaled = {ref: Money(total.cents * factor) for ref, total in shuffled}
        assert check_totals(scaled, reading=reading).flagged == flagged


@given(several)
def test_cheaper_than_a_suspect_is_suspect_too(cents):
    totals = {str(n): Money(c) for n, c in enumerate(cents)}
    flagged = set(check_totals(totals).flagged)
    if flagged:
        limit = max(totals[ref] for ref in flagged)
        assert {ref for ref, total in totals.items() if total <= limit} == flagged


def prices(*amounts):
    return {chr(65 + place): UnitPrice.euros(str(a)) for place, a in enumerate(amounts)}


@pytest.mark.parametrize(
    ("asked", "striking"),
    [
        ((50, 100, 200), []),  # exactly half and exactly double are not beyond
        (("49.9999", 100, 200), [("A", True)]),
        ((50, 100, "200.0001"), [("C", False)]),
        ((10, 100), []),  # two prices say nothing about each other
        ((0, 0, 0), [("A", True), ("B", True), ("C", True)]),
        ((10, 30, 50, 70), [("A", True)]),  # the median of four lies between
    ],
)
def test_striking_unit_prices(asked, striking):
    found = outlier_lines({"01.01": prices(*asked)})
    assert [(o.contractor, o.low) for o in found] == striking


def test_limits_are_settings_and_words_follow_the_mode():
    strict = OutlierSettings(low_pct=90, high_pct=110, min_prices=2)
    low, high = outlier_lines({"x": prices(80, 100, 120)}, strict)
    assert "Strikingly low, ask about it" in str(outlier_sentence(low, procurement=False))
    assert "Strikingly high" in str(outlier_sentence(high, procurement=False))
    assert "in writing" in str(outlier_sentence(low, procurement=True))
    assert "much higher" in str(outlier_sentence(high, procurement=True))
