"""Does the clock show the municipality's day, also in the night that summer time starts or ends?"""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base import clock


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (utc(2026, 1, 1, 22, 59, 59), date(2026, 1, 1)),
        (utc(2026, 1, 1, 23), date(2026, 1, 2)),  # winter: one hour ahead
        (utc(2026, 7, 1, 21, 59, 59), date(2026, 7, 1)),
        (utc(2026, 7, 1, 22), date(2026, 7, 2)),  # summer: two hours ahead
        (utc(2026, 3, 28, 23), date(2026, 3, 29)),  # the night that summer time starts
        (utc(2026, 3, 29, 22), date(2026, 3, 30)),
        (utc(2026, 10, 24, 22), date(2026, 10, 25)),  # and the night that it ends
        (utc(2026, 10, 25, 22, 59), date(2026, 10, 25)),
        (utc(2026, 10, 25, 23), date(2026, 10, 26)),
    ],
)
def test_today_is_the_day_in_the_municipality(moment, day):
    with clock.frozen_at(moment):
        assert clock.now() == moment
        assert clock.today() == day


@pytest.mark.parametrize(
    ("day", "hour", "moment"),
    [
        (date(2026, 1, 15), time(10), utc(2026, 1, 15, 9)),
        (date(2026, 7, 15), time(10), utc(2026, 7, 15, 8)),
        (date(2026, 3, 29), time(1, 59), utc(2026, 3, 29, 0, 59)),
        (date(2026, 3, 29), time(3), utc(2026, 3, 29, 1)),
        (date(2026, 10, 25), time(2, 30), utc(2026, 10, 25, 0, 30)),  # shown twice: the first
        (date(2026, 10, 25), time(3), utc(2026, 10, 25, 2)),
        (date(2026, 3, 29), time(0), utc(2026, 3, 28, 23)),
    ],
)
def test_the_moment_of_a_local_hour(day, hour, moment):
    assert clock.at_local(day, hour) == moment


def test_the_days_on_which_the_hour_changes_have_23_and_25_hours():
    def length(day):
        return clock.at_local(day + timedelta(days=1)) - clock.at_local(day)

    assert length(date(2026, 3, 29)) == timedelta(hours=23)
    assert length(date(2026, 10, 25)) == timedelta(hours=25)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_midnight_belongs_to_the_day_that_starts(day):
    start = clock.at_local(day)
    with clock.frozen_at(start):
        assert clock.today() == day
    with clock.frozen_at(start - timedelta(microseconds=1)):
        assert clock.today() == day - timedelta(days=1)


@given(st.integers(0, 4 * 10**9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)))
def test_local_time_is_the_same_moment(moment):
    assert clock.local(moment) == moment


def test_freezing_can_be_nested_and_ends():
    first, second = utc(2026, 1, 1), utc(2027, 1, 1)
    with clock.frozen_at(first):
        with clock.frozen_at(second):
            assert clock.now() == second
        assert clock.now() == first
    assert clock.now() not in {first, second}


def test_freezing_ends_after_an_error():
    moment = utc(2001, 1, 1)
    with pytest.raises(RuntimeError), clock.frozen_at(moment):
        raise RuntimeError
    assert clock.now() != moment


def test_a_frozen_moment_is_in_utc():
    with clock.frozen_at(datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(hours=5)))):
        assert clock.now().tzinfo is UTC
        assert clock.now() == utc(2026, 1, 1, 7)


def test_the_running_clock_is_aware_and_goes_on():
    before = clock.now()
    assert before.tzinfo is UTC
    assert clock.now() >= before


@pytest.mark.parametrize("use", [clock.local, lambda m: clock.frozen_at(m).__enter__()])
def test_a_moment_without_a_zone_is_a_programmers_error(use):
    with pytest.raises(ValueError, match=r"time zone|aware"):
        use(datetime(2026, 1, 1))  # noqa: DTZ001 - the mistake under test
