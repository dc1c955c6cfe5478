"""Is the VAT rate never too low, and counted once per home per rate?"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.money import ZERO, Money
from renogroep.financing.rules.vat import invoice_total, vat_rate, with_vat

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("build_year", "private", "percent"),
    [
        (1955, True, 6),
        (2016, True, 6),  # ten years by calendar year
        (2017, True, 21),
        (2018, True, 21),
        (2030, True, 21),  # still to be built
        (1955, False, 21),
        (None, False, 21),
    ],
)
def test_rate_by_age_and_use(rule, build_year, private, percent):
    found = vat_rate(rule("vat", TODAY), on=TODAY, build_year=build_year, private_use=private)
    assert (found.percent, found.provisional) == (percent, False)
    assert (found.version_label, bool(found.source)) == ("vat_2025", True)


def test_unknown_building_year_gives_the_dearest_rate_and_says_so(rule):
    found = vat_rate(rule("vat", TODAY), on=TODAY, build_year=None, private_use=True)
    assert (found.percent, found.provisional) == (21, True)
    assert "until we know the building year" in str(found.reason)


@pytest.mark.parametrize(
    ("work", "on", "build_year", "percent"),
    [
        ("fossil_boiler", TODAY, 1955, 21),
        ("fossil_boiler", TODAY, None, 21),
        ("renovation", TODAY, 2006, 6),  # a heat pump too: it has no kind of its own
        ("renovation", TODAY, 2017, 21),
        ("demolition_rebuild", TODAY, 1955, None),  # its conditions are asked nowhere
        ("pyramid", TODAY, 1955, None),
        ("renovation", date(2020, 1, 1), 1955, None),
    ],
)
def test_other_works_and_days(rule, work, on, build_year, percent):
    found = vat_rate(rule("vat", on), on=on, build_year=build_year, private_use=True, work=work)
    assert found.percent == percent
    assert str(found.reason)


@pytest.mark.parametrize(("use", "percent"), [(True, 6), (None, 6), (False, 21)])
def test_a_home_that_nobody_asked_about_is_counted_as_a_home(rule, use, percent):
    found = vat_rate(rule("vat", TODAY), on=TODAY, build_year=2006, private_use=use)
    assert found.percent == percent


def test_the_age_is_not_said_to_be_unknown_when_it_does_not_matter(rule):
    found = vat_rate(
        rule("vat", TODAY), on=TODAY, build_year=None, private_use=True, work="fossil_boiler"
    )
    assert not found.provisional


@pytest.mark.parametrize(
    ("amount", "percent", "expected"),
    [("8576.58", 6, "9091.17"), ("11692.57", 21, "14148.01"), ("0.25", 6, "0.27"), ("5", 0, "5")],
)
def test_with_vat(amount, percent, expected):
    assert with_vat(Money.euros(amount), percent) == Money.euros(expected)


def test_vat_is_counted_once_per_rate():
    parts = [(Money(25), 6), (Money(25), 6), (Money(100), 21)]
    assert invoice_total(parts) == Money(53 + 121)  # per line it would be 27 + 27 + 121
    assert invoice_total([]) == ZERO


@given(st.lists(st.tuples(st.integers(0, 10**8).map(Money), st.sampled_from([6, 21]))))
def test_order_of_parts_does_not_matter(parts):
    assert invoice_total(parts) == invoice_total(parts[::-1])
