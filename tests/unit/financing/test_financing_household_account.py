"""Is the account of one household with two lots right to the cent, from alone to extra work?"""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.money import ZERO, Money, total
from renogroep.financing.rules.cost_card import Household, Work, cost_card, rules_on
from renogroep.financing.rules.grant import GrantLine
from renogroep.financing.rules.loan import deferred, left_above, month_after

TODAY = date(2026, 10, 30)
H3 = Household(1955, "owner_occupier", 3, other_dwelling=False)


@pytest.fixture
def card(versions):
    def make(works, household=H3, on=TODAY, **more):
        return cost_card(rules_on(versions, on), on=on, household=household, works=works, **more)

    return make


def two_lots(facade, windows, extra=None):
    """H3 with façade (B) and windows (D); extra work stands on the façade's own invoice."""
    works = [
        Work("wall_outside", Money.euros(facade), invoice="B"),
        Work("windows_doors", Money.euros(windows), invoice="D"),
    ]
    if extra:
        works.append(Work("wall_outside", Money.euros(extra), invoice="B"))
    return works


# HOUSEHOLD.md, section 12: the table, row by row.
@pytest.mark.parametrize(
    ("facade", "windows", "extra", "incl", "bank", "wall", "glass", "own"),
    [
        ("10446.00", "8775.20", None, ("11072.76", "9301.71"), "20374.47", "3500.00", "3071.32", "13803.15"),
        ("10086.00", "8775.20", None, ("10691.16", "9301.71"), "19992.87", "3500.00", "3071.32", "13421.55"),
        ("9894.57", "8608.54", None, ("10488.24", "9125.05"), "19613.29", "3463.10", "3012.99", "13137.20"),
        ("9894.57", "8608.54", "385.00", ("10896.34", "9125.05"), "20021.39", "3500.00", "3012.99", "13508.40"),
    ],
)  # fmt: skip
def test_facade_and_windows_of_h3(card, facade, windows, extra, incl, bank, wall, glass, own):
    found = card(two_lots(facade, windows, extra))
    assert [str(one.incl_vat.decimal) for one in found.invoices] == list(incl)
    assert found.line("bank").amount == Money.euros(bank)
    groups = {outcome.group: outcome.amount for outcome in found.premiums}
    assert groups == {"buitenmuur": Money.euros(wall), "ramen_deuren": Money.euros(glass)}
    assert found.line("own_share").amount == Money.euros(own)


@pytest.mark.parametrize(("extra", "wrong"), [(None, "19613.30"), ("385.00", "20021.40")])
def test_vat_on_one_heap_would_be_a_cent_wrong(card, extra, wrong):
    works = [replace(one, invoice="") for one in two_lots("9894.57", "8608.54", extra)]
    assert card(works).line("bank").amount == Money.euros(wrong)


def test_extra_work_alone_costs_408_10(card):
    assert card([Work("wall_outside", Money.euros(385))]).line("bank").amount == Money.euros(
        "408.10"
    )


def test_the_emergency_fund_pays_the_bank_amount_and_leaves_the_extra_work(card):
    works = two_lots("10086.00", "8775.20")
    assert month_after(card(works).line("bank").amount, 20) == Money.euros("83.30")
    after = card(two_lots("9894.57", "8608.54", "385.00")).line("bank").amount
    assert left_above(after, Money.euros("19992.87")) == Money.euros("28.52")
    assert left_above(Money.euros("19992.87"), Money.euros("19992.87")) == Money(0)
    assert left_above(Money.euros("19613.29"), Money.euros("19992.87")) == Money(0)
    assert deferred(Money.euros("19992.87")) == (Money(0), Money.euros("19992.87"))


def test_a_grant_stands_between_the_premium_and_the_own_share(card):
    grant = GrantLine("Gemeentelijke premie", Money.euros(750), "raadsbesluit")
    found = card(two_lots("9894.57", "8608.54", "385.00"), grants=[grant])
    assert [line.key for line in found.lines][2:4] == ["premium", "grant"]
    assert found.line("grant").amount == Money.euros(750)
    assert found.line("own_share").amount == Money.euros("12758.40")
    assert "promised beside it" in str(found.line("own_share").why[0].rule)


@pytest.mark.parametrize(
    ("amount", "days", "counted"),
    [
        ("6000", {}, "5742.13"),  # at most what is left
        ("500", {"valid_until": date(2026, 10, 29)}, "0"),
        ("500", {"valid_until": TODAY}, "500"),
        ("500", {"valid_from": date(2026, 10, 31)}, "0"),
    ],
)
def test_a_grant_never_pays_more_than_what_is_left_and_only_in_its_days(
    card, amount, days, counted
):
    works = [Work("wall_outside", Money.euros("8087.51"))]
    found = card(works, grants=[GrantLine("x", Money.euros(amount), "bron", **days)])
    bank, back = found.line("bank").amount, found.line("premium").amount
    grant = found.line("grant").amount
    assert grant == min(Money.euros(counted), bank - back)
    assert found.line("own_share").amount == max(bank - back - grant, ZERO)


def test_a_grant_below_zero_is_a_programmers_error():
    with pytest.raises(ValueError):
        GrantLine("x", Money(-1), "bron")


def test_h8_through_a_housing_company_and_h3_mainly_for_business(card):
    h8 = Household(1955, "landlord", None, other_dwelling=True)
    works = [Work("wall_outside", Money.euros("9020.00"))]
    private, social = card(works, h8), card(works, replace(h8, letting="social"))
    assert (private.line("premium").amount, private.line("own_share").amount) == (
        ZERO,
        Money.euros("9561.20"),
    )
    assert (social.line("premium").amount, social.line("own_share").amount) == (
        Money.euros("4510.00"),
        Money.euros("5051.20"),
    )
    assert social.line("premium").indicative
    business = card([Work("wall_outside", Money.euros("9894.57"))], replace(H3, private_use=False))
    assert business.line("bank").amount == Money.euros("11972.43")
    assert business.line("premium").amount == ZERO


def test_a_home_of_which_nobody_asked_the_use_is_counted_as_one_and_says_so(card):
    works = [Work("wall_outside", Money.euros("9894.57"))]
    asked, unknown = card(works), card(works, replace(H3, private_use=None))
    assert unknown.line("own_share").amount == asked.line("own_share").amount
    assert "Counted as a home" in str(unknown.line("bank").notes[-1])
    assert asked.line("bank").notes == ()


def test_two_facade_lots_of_category_4_leave_14_080(card):
    works = [Work("wall_outside", Money.euros(9000), invoice=key) for key in ("one", "two")]
    found = card(works, replace(H3, category=4))
    assert found.line("premium").amount == Money.euros(5000)
    assert found.line("own_share").amount == Money.euros("14080.00")
    assert total(one.incl_vat for one in found.invoices) == Money.euros(19080)


def test_an_invoice_has_a_day_only_when_each_of_its_works_has_one(card):
    first, second = date(2027, 5, 14), date(2027, 6, 4)
    works = [
        Work("wall_outside", Money.euros(6000), invoice="B", due_on=first),
        Work("wall_outside", Money.euros(4000), invoice="B", due_on=second),
        Work("windows_doors", Money.euros(8000), invoice="D"),
    ]
    assert [one.due_on for one in card(works).invoices] == [second, None]


WORK = st.builds(
    Work,
    st.sampled_from(["wall_outside", "wall_cavity", "windows_doors", "asbestos_bonus", "roof"]),
    st.integers(0, 3_000_000).map(Money),
    invoice=st.sampled_from(["", "B", "D"]),
)
WHO = st.builds(
    Household,
    st.sampled_from([None, 1955, 2018]),
    st.sampled_from(["owner_occupier", "landlord"]),
    st.sampled_from([None, 1, 3, 4]),
    st.sampled_from([None, True, False]),
    st.sampled_from([None, True, False]),
    st.sampled_from(["", "social"]),
)


def amounts(versions, who, works, **more):
    found = cost_card(rules_on(versions, TODAY), on=TODAY, household=who, works=works, **more)
    return {line.key: line.amount for line in found.lines}


@given(data=st.data(), works=st.lists(WORK, min_size=1, max_size=5), who=WHO)
def test_the_order_of_the_works_never_matters(versions, data, works, who):
    mixed = data.draw(st.permutations(works))
    assert amounts(versions, who, works) == amounts(versions, who, mixed)


@given(data=st.data(), works=st.lists(WORK, min_size=1, max_size=4), who=WHO)
def test_one_work_split_in_two_on_one_invoice_gives_the_same_card(versions, data, works, who):
    whole = works[0]
    cents = data.draw(st.integers(0, whole.ceiling.cents))
    rest = replace(whole, ceiling=whole.ceiling - Money(cents))
    split = [replace(whole, ceiling=Money(cents)), rest, *works[1:]]
    assert amounts(versions, who, works) == amounts(versions, who, split)


@given(works=st.lists(WORK, min_size=1, max_size=4), more=WORK, who=WHO)
def test_one_more_work_never_lowers_the_bank_amount(versions, works, more, who):
    before, after = amounts(versions, who, works), amounts(versions, who, [*works, more])
    assert after["bank"] >= before["bank"]


@given(works=st.lists(WORK, min_size=1, max_size=4), who=WHO, promised=st.integers(0, 4_000_000))
def test_the_own_share_is_what_premium_and_grant_leave(versions, works, who, promised):
    found = amounts(versions, who, works, grants=[GrantLine("x", Money(promised), "bron")])
    paid = (found["premium"] or ZERO) + found["grant"]
    assert found["grant"] <= Money(promised)
    assert found["own_share"] == max(found["bank"] - paid, ZERO)
