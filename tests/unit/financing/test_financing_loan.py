"""Is a month amount right to the cent, and is only a loan offered that this owner may have?"""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.errors import Refused
from renogroep.base.money import ZERO, Money
from renogroep.base.numbers import read_number
from renogroep.financing.rules.loan import annuity, deferred, offers, own_offer, own_rate

TODAY = date(2026, 11, 23)
IN_2024 = date(2024, 6, 3)


@pytest.mark.parametrize(
    ("amount", "rate", "months", "expected"),
    [
        ("10000", "3.5", 120, "98.89"),
        ("60000", "2.75", 300, "276.79"),
        ("10000", "1.5", 60, "173.10"),
        ("4802.88", "0", 120, "40.02"),  # no interest
        ("10000", "0", 7, "1428.57"),
        ("0.01", "0", 2, "0.01"),  # half a cent goes up
        ("1000", "12", 1, "1010.00"),  # one payment: the amount and one month of interest
        ("0", "3.5", 120, "0"),
    ],
)
def test_annuity_to_the_cent(amount, rate, months, expected):
    assert annuity(Money.euros(amount), Decimal(rate), months) == Money.euros(expected)


@given(
    amount=st.integers(1_000, 10**7).map(Money),
    rate=st.decimals(0, 20, places=2, allow_nan=False),
    months=st.integers(1, 360),
)
def test_payments_repay_the_loan_and_interest_costs_money(amount, rate, months):
    monthly = annuity(amount, rate, months)
    assert monthly >= annuity(amount, Decimal(0), months)
    assert abs(annuity(amount, Decimal(0), months).cents * months - amount.cents) * 2 <= months


@pytest.mark.parametrize(
    ("amount", "rate", "months"), [(Money(-1), "1", 12), (Money(1), "-1", 12), (Money(1), "1", 0)]
)
def test_nonsense_is_a_programmers_error(amount, rate, months):
    with pytest.raises(ValueError):
        annuity(amount, Decimal(rate), months)


def test_a_loan_repaid_later():
    assert deferred(Money.euros(4000)) == (ZERO, Money.euros(4000))
    with pytest.raises(ValueError):
        deferred(Money(-1))


@pytest.mark.parametrize(("rate", "years"), [("-0.01", 10), ("20.01", 10), ("3", 0), ("3", 31)])
def test_a_rate_that_must_be_a_typing_error_is_refused_in_words(rate, years):
    with pytest.raises(Refused) as refusal:
        own_rate(Decimal(rate), years)
    assert "was not counted" in str(refusal.value.text)


@pytest.mark.parametrize(("rate", "years"), [("0", 1), ("20", 30)])
def test_own_rate_limits_are_allowed(rate, years):
    assert own_rate(Decimal(rate), years).years == years


def test_a_typed_rate_of_ten_per_cent_is_said_in_plain_figures():
    found = own_offer(Money.euros(1000), own_rate(read_number("10", decimals=4), 10))
    assert "10 % in 10 years" in str(found.label)


def test_own_rate_is_labelled_as_no_credit_offer():
    found = own_offer(Money.euros("4802.88"), own_rate(Decimal("3.5"), 10))
    assert found.monthly == Money.euros("47.49")
    assert "no credit offer" in str(found.label)


def names(version, **changes):
    question = {
        "on": TODAY,
        "owner_kind": "owner_occupier",
        "amount": Money.euros(10000),
        "category": 3,
    }
    return [offer.instrument for offer in offers(version, **{**question, **changes})]


def test_low_confidence_is_not_offered_by_default(rule):
    version = rule("loan", TODAY)
    assert names(version) == []
    assert names(version, include_low=True) == ["mijn_verbouwlening"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"proposed": {"noodkoopfonds"}}, ["noodkoopfonds"]),
        ({"proposed": {"noodkoopfonds"}, "owner_kind": "landlord"}, []),
        ({"proposed": {"noodkoopfonds"}, "amount": Money.euros(50000)}, ["noodkoopfonds"]),
        ({"proposed": {"noodkoopfonds"}, "amount": Money.euros("50000.01")}, []),
        ({"proposed": {"noodkoopfonds"}, "amount": ZERO}, []),
    ],
)
def test_emergency_fund_only_when_an_advisor_proposed_it(rule, changes, expected):
    assert names(rule("loan", TODAY), **changes) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ["mijn_verbouwlening"]),
        ({"category": 1}, []),
        ({"category": None}, []),
        ({"amount": Money.euros(1250)}, ["mijn_verbouwlening"]),
        ({"amount": Money.euros("1249.99")}, []),
        ({"amount": Money.euros("60000.01")}, []),
        ({"on": date(2025, 1, 1)}, []),  # the row ended
        ({"owner_kind": "landlord", "category": None}, []),
        (
            {"owner_kind": "landlord", "proposed": {"mijn_verbouwlening_verhuur"}},
            ["mijn_verbouwlening_verhuur"],
        ),
    ],
)
def test_renovation_loan_of_2024(rule, changes, expected):
    assert names(rule("loan", IN_2024), **{"on": IN_2024, **changes}) == expected


def test_no_rule_for_the_day_is_no_offer(rule):
    assert names(None) == []
    assert names(rule("loan", IN_2024), on=date(2026, 1, 1)) == []


def test_terms_are_never_longer_than_the_rule_allows(rule):
    def first(years):
        (found,) = offers(
            rule("loan", IN_2024),
            on=IN_2024,
            owner_kind="owner_occupier",
            amount=Money.euros(10000),
            category=2,
            years=years,
        )
        return found

    assert [first(years).months for years in (None, 10, 25, 40)] == [300, 120, 300, 300]
    assert first(10).monthly == annuity(Money.euros(10000), Decimal("2.75"), 120)
    with pytest.raises(ValueError):
        first(0)


def test_deferred_shows_nothing_per_month_and_the_sum_after_twenty_years(rule):
    (found,) = offers(
        rule("loan", TODAY),
        on=TODAY,
        owner_kind="owner_occupier",
        amount=Money.euros(4000),
        proposed={"noodkoopfonds"},
        years=5,  # the fund has one term
    )
    assert (found.monthly, found.due_at_end, found.months) == (ZERO, Money.euros(4000), 240)
    assert "After that you pay 4.000,00 back: at once, or every month" in str(found.label)
