"""A rule that ends is seen in time, on both sides of each day; ceilings of last year are called so."""

from datetime import date, timedelta

import pytest

from renogroep.financing.rules.expiry import ending, told_ceilings, told_without_ceilings

LAST = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("today", "seen", "red", "over"),
    [
        (date(2026, 10, 31), False, False, False),
        (date(2026, 11, 1), True, False, False),  # the income ceilings of 2026
        (date(2026, 12, 16), True, False, False),
        (date(2026, 12, 17), True, True, False),
        (LAST, True, True, False),
        (date(2027, 1, 1), True, True, True),
        (date(2028, 1, 1), True, True, True),
    ],
)
@pytest.mark.parametrize("ends", [True, False])
def test_sixty_and_fourteen_days_before(today, seen, red, over, ends):
    found = ending(LAST if ends else None, None if ends else LAST, today)
    assert (found is not None) == seen
    if found is not None:
        assert (found.ends, found.red, found.over) == (ends, red, over)


def test_a_rule_without_any_day_is_never_asked_about():
    assert ending(None, None, LAST) is None


@pytest.mark.parametrize(
    ("today", "on", "year"),
    [
        (LAST, LAST, None),
        (date(2027, 1, 1), LAST, 2026),
        (LAST + timedelta(days=92), LAST, 2026),
        (LAST + timedelta(days=93), None, None),
    ],
)
def test_the_ceilings_of_last_year_are_called_so_for_92_days(today, on, year):
    found = told_ceilings(LAST, today)
    assert (found.on, found.of_year) == (on, year)


def test_ceilings_without_an_end_are_those_of_today():
    assert told_ceilings(None, LAST).on == LAST


@pytest.mark.parametrize(
    ("told_on", "until", "without"),
    [
        (None, LAST, False),
        (LAST, LAST, False),
        (date(2027, 1, 1), LAST, True),
        (date(2027, 1, 1), None, False),
    ],
)
def test_a_group_told_without_ceilings_is_not_sure(told_on, until, without):
    assert told_without_ceilings(told_on, until) == without
