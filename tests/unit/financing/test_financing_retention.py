"""Nobody is erased who was not warned 30 days before, or who came back."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.financing.rules.retention import (
    KEPT,
    WARN_BEFORE,
    RetentionTable,
    Step,
    erased_on,
    step,
)
from renogroep.financing.rules.versions import seed_versions

RATES = Path(__file__).parents[3] / "renogroep" / "financing" / "rates"
USED = date(2026, 1, 1)
YEARS = timedelta(days=730)
END = date(2028, 1, 1)


@pytest.mark.parametrize(
    ("today", "warned", "what"),
    [
        (date(2027, 12, 1), None, Step.KEEP),
        (date(2027, 12, 2), None, Step.WARN),
        (date(2027, 12, 31), date(2027, 12, 2), Step.KEEP),
        (date(2028, 1, 1), date(2027, 12, 2), Step.ERASE),
        (date(2028, 1, 1), date(2027, 12, 3), Step.KEEP),  # warned a day late
        (date(2028, 1, 2), date(2027, 12, 3), Step.ERASE),
        (date(2030, 1, 1), None, Step.WARN),  # the server was off for years
        (date(2028, 1, 1), date(2025, 12, 31), Step.WARN),  # a warning of before they came back
        (date(2028, 1, 1), USED, Step.ERASE),
    ],
)
def test_when_somebody_is_warned_and_erased(today, warned, what):
    assert step(USED, YEARS, warned, today) == what


days = st.dates(date(2020, 1, 1), date(2035, 1, 1))


@given(used=days, today=days, warned=st.none() | days, kept=st.integers(1, 4000))
def test_erased_is_always_kept_long_enough_and_warned_long_enough(used, today, warned, kept):
    if step(used, timedelta(days=kept), warned, today) == Step.ERASE:
        assert today >= used + timedelta(days=kept)
        assert warned is not None
        assert today >= warned + WARN_BEFORE
        assert warned >= used


@given(used=days, kept=st.integers(31, 4000))
def test_whoever_stays_away_is_erased_on_the_day_that_was_said(used, kept):
    warned = used + timedelta(days=kept) - WARN_BEFORE
    said = erased_on(used, timedelta(days=kept), warned)
    assert step(used, timedelta(days=kept), warned, said) == Step.ERASE
    assert step(used, timedelta(days=kept), warned, said - timedelta(days=1)) == Step.KEEP


def shipped():
    found = seed_versions(lambda name: (RATES / name).read_text("utf-8"))
    return next(one.table for one in found if one.kind == "retention")


def test_every_table_has_one_row_with_a_source():
    table = shipped()
    assert sorted(rule.code for rule in table.rules) == sorted(KEPT)
    assert all(rule.source for rule in table.rules)
    assert RetentionTable.from_json(table.to_json()) == table


def test_a_table_that_forgets_one_is_refused():
    with pytest.raises(ValueError, match="web_session"):
        RetentionTable(tuple(rule for rule in shipped().rules if rule.code != "web_session"))
