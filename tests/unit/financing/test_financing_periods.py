"""Periods of law and policy are complete, dated data with a source."""

from dataclasses import replace

import pytest

from renogroep.financing.queries import shipped_periods
from renogroep.financing.rules.periods import PERIODS, PeriodsTable


@pytest.mark.parametrize(
    ("code", "days"),
    [
        ("standstill", 15),
        ("validity", 90),
        ("price_answer", 12),
        ("withdrawal", 14),
        ("freeze", 15),
        ("waiver", 5),
        ("new_yes", 5),
        ("choose", 10),
        ("confirm", 21),
    ],
)
def test_the_shipped_periods_are_those_of_the_design(code, days):
    assert shipped_periods().days(code) == days


def test_every_period_has_a_source_and_a_first_day():
    for code in PERIODS:
        rule = shipped_periods().rule(code)
        assert rule.source
        assert rule.valid_from


def test_what_was_stored_comes_back():
    table = shipped_periods()
    assert PeriodsTable.from_json(table.to_json()) == table


def test_a_missing_period_is_no_table():
    with pytest.raises(ValueError, match="withdrawal is missing"):
        PeriodsTable(tuple(rule for rule in shipped_periods().rules if rule.code != "withdrawal"))


@pytest.mark.parametrize(
    "changed",
    [
        {"value": "0"},
        {"value": "-14"},
        {"value": "veertien"},
        {"value": "²"},
        {"value": "401"},
        {"unit": "weeks"},
        {"code": "lunch"},
        {"confidence": "sure"},
    ],
)
def test_a_period_that_cannot_be_is_refused(changed):
    with pytest.raises(ValueError):
        replace(shipped_periods().rule("withdrawal"), **changed)


def test_an_unknown_reading_is_refused():
    with pytest.raises(ValueError):
        replace(shipped_periods().rule("abnormal_reading"), value="half")
