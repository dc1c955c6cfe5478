"""Is a loan proposed only when nothing that we know stands in the way, and never for income?"""

from dataclasses import replace
from datetime import date

import pytest

from renogroep.base.money import Money
from renogroep.financing.rules.loan import back_later, month_after, proposable, rule_of

TODAY = date(2026, 10, 31)
YES = {"only_home": True, "main_residence": True}


@pytest.fixture
def asked(rule):
    def ask(on=TODAY, version="seed", **changes):
        question = {
            "instrument": "noodkoopfonds",
            "owner_kind": "owner_occupier",
            "amount": Money.euros("19992.87"),
            "category": None,
            "answers": YES,
        }
        found = rule("loan", on) if version == "seed" else version
        return proposable(found, on=on, **{**question, **changes})

    return ask


@pytest.mark.parametrize("category", [None, 1, 4])
def test_the_income_category_is_no_condition_and_the_ocmw_decides_later(asked, category):
    found = asked(category=category)
    assert found.ok
    assert [one.question for one in found.open] == ["no_market_loan"]
    assert asked(answers={**YES, "no_market_loan": True}).open == ()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"answers": {**YES, "only_home": False}}, "must be yes"),
        ({"answers": {"only_home": True}}, "Not known yet: Does the household live"),
        ({"answers": {**YES, "no_market_loan": False}}, "must be yes"),
        ({"on": date(2026, 11, 1)}, "in these weeks"),
        ({"on": date(2026, 12, 31)}, "in these weeks"),
        ({"on": date(2028, 1, 1)}, "must still be checked"),
        ({"amount": Money.euros("50000.01")}, "this amount"),
        ({"owner_kind": "landlord"}, "this owner"),
        ({"instrument": "mijn_verbouwlening"}, "not sure"),  # of low confidence
        ({"version": None}, "not known yet"),
    ],
)
def test_what_stands_in_the_way_is_said(asked, changes, reason):
    found = asked(**changes)
    assert not found.ok
    assert reason in " ".join(map(str, found.refused))


def test_the_weeks_without_requests_end_with_their_last_day_also_over_new_year(asked, rule):
    assert asked(on=date(2027, 1, 1)).ok
    version = rule("loan", TODAY)
    row = next(r for r in version.table.rules if r.instrument == "noodkoopfonds")
    winter = replace(row, closed_from="12-20", closed_until="01-05")
    taken = [
        winter.takes_requests(date(2027, *day)) for day in ((12, 19), (12, 20), (1, 5), (1, 6))
    ]
    assert taken == [True, False, False, True]
    for wrong in ({"closed_until": ""}, {"closed_from": "13-01"}):
        with pytest.raises(ValueError):
            replace(row, **wrong)


def test_a_plan_after_the_term_is_spread_over_the_years_of_the_ocmw():
    assert month_after(Money.euros("19992.87"), 20) == Money.euros("83.30")
    for years in (0, 21):
        with pytest.raises(ValueError):
            month_after(Money.euros(1), years)


def test_what_comes_back_is_said_in_the_words_of_the_household_card(rule):
    version = rule("loan", TODAY)
    row = rule_of(version, "noodkoopfonds", TODAY)
    assert row is not None
    said = back_later(row, Money.euros("19992.87"))
    assert said.msgid.startswith("For twenty years you pay nothing back.")
    shorter = back_later(replace(row, term_years=10), Money.euros("19992.87"))
    assert shorter.params == {"years": 10, "sum": Money.euros("19992.87")}


@pytest.mark.parametrize(
    ("last", "there"),
    [(date(2026, 10, 30), False), (TODAY, True), (date(2026, 11, 1), True), (None, True)],
)
def test_a_rule_holds_up_to_and_including_its_last_day(rule, last, there):
    version = rule("loan", TODAY)
    rows = [replace(row, valid_until=last) for row in version.table.rules]
    ending = replace(version, table=replace(version.table, rules=tuple(rows)))
    assert (rule_of(ending, "noodkoopfonds", TODAY) is not None) is there
    assert rule_of(version, "verzonnen", TODAY) is None
    assert rule_of(None, "noodkoopfonds", TODAY) is None
