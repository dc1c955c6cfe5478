"""Is it due on the right day, over weekends, holidays and month ends?"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.calendar import (
    DAY,
    Period,
    add_working_days,
    is_working_day,
    months_later,
    next_working_day,
    standstill_period,
    submission_period,
    validity_period,
    working_days_before,
)

CHRISTMAS = frozenset({date(2026, 12, 25), date(2027, 1, 1)})
days = st.dates(date(2020, 1, 1), date(2040, 1, 1))
holidays = st.frozensets(st.dates(date(2020, 1, 1), date(2040, 6, 1)), max_size=40)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 12, 24), True),  # Thursday
        (date(2026, 12, 25), False),  # Friday, but Christmas
        (date(2026, 12, 26), False),  # Saturday
        (date(2026, 12, 27), False),
        (date(2026, 12, 28), True),
    ],
)
def test_working_day(day, works):
    assert is_working_day(day, CHRISTMAS) is works


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 12, 24), 0, date(2026, 12, 24)),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
        (date(2026, 12, 24), 5, date(2027, 1, 4)),  # over Christmas, New Year and two weekends
        (date(2026, 12, 26), 0, date(2026, 12, 26)),  # nothing to add: the day itself
        (date(2026, 12, 26), 1, date(2026, 12, 28)),
    ],
)
def test_adding_working_days(start, count, end):
    assert add_working_days(start, count, CHRISTMAS) == end


def test_counting_back_is_a_programmers_error():
    with pytest.raises(ValueError, match="forward"):
        add_working_days(date(2026, 1, 1), -1)


def worked(start, end, off):
    """Working days after the start, the end included."""
    after = (start + DAY * n for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day, off) for day in after)


@given(days, st.integers(1, 60), holidays)
def test_adding_and_counting_working_days_agree(start, count, off):
    end = add_working_days(start, count, off)
    assert is_working_day(end, off)
    assert worked(start, end, off) == count


@given(days, holidays)
def test_the_next_working_day_is_the_first(day, off):
    found = next_working_day(day, off)
    assert found >= day
    assert is_working_day(found, off)
    assert worked(day - DAY, found, off) == 1


@pytest.mark.parametrize(
    ("sent", "last"),
    [
        (date(2018, 3, 1), date(2018, 4, 5)),  # the day after is a Friday
        (date(2019, 3, 1), date(2019, 4, 8)),  # the opening would be on a Saturday
    ],
)
def test_submission_period_of_35_days(sent, last):
    assert submission_period(sent, 35) == Period(sent + DAY, last)


def test_the_opening_after_a_moved_deadline_is_the_day_after():
    assert submission_period(date(2019, 3, 1), 35).after == date(2019, 4, 9)


def test_a_holiday_on_the_opening_day_moves_the_deadline():
    easter_monday = frozenset({date(2018, 4, 6)})
    assert submission_period(date(2018, 3, 1), 35, easter_monday).last == date(2018, 4, 9)


def test_validity_counts_calendar_days():
    assert validity_period(date(2026, 3, 1), 30) == Period(date(2026, 3, 2), date(2026, 3, 31))


@pytest.mark.parametrize(
    ("sent", "last"),
    [
        (date(2026, 3, 2), date(2026, 3, 17)),  # Tuesday
        (date(2026, 3, 6), date(2026, 3, 23)),  # the fifteenth day is a Saturday
    ],
)
def test_standstill_of_15_days(sent, last):
    period = standstill_period(sent)
    assert (period.first, period.last, period.after) == (sent + DAY, last, last + DAY)


@given(days, holidays)
def test_standstill_is_never_shorter_than_15_days(sent, off):
    assert standstill_period(sent, holidays=off).last >= sent + timedelta(days=15)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 3, 31), 0, date(2026, 3, 31)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_months_later(day, months, later):
    assert months_later(day, months) == later


@given(days, st.integers(0, 240))
def test_months_later_keeps_the_day_or_ends_the_month(day, months):
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + DAY).day == 1)


@pytest.mark.parametrize(
    ("end", "count", "start"),
    [
        (date(2027, 1, 29), 0, date(2027, 1, 29)),
        (date(2027, 1, 29), 2, date(2027, 1, 27)),
        (date(2027, 2, 1), 1, date(2027, 1, 29)),  # over a weekend
        (date(2027, 1, 31), 1, date(2027, 1, 29)),  # from a Sunday
        (date(2026, 12, 28), 1, date(2026, 12, 24)),  # over Christmas
    ],
)
def test_days_before_an_end_are_working_days(end, count, start):
    assert working_days_before(end, count, CHRISTMAS) == start


def test_days_before_are_not_counted_forward():
    with pytest.raises(ValueError, match="count back"):
        working_days_before(date(2026, 1, 1), -1)
