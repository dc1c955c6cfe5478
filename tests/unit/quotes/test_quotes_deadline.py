"""The whole second of a deadline counts, and the countdown says what is left."""

from datetime import UTC, datetime, timedelta

import pytest

from renogroep.quotes.rules.deadline import in_time, time_left

DEADLINE = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("late", "good"),
    [
        (timedelta(seconds=-1), True),
        (timedelta(), True),
        (timedelta(microseconds=900_000), True),
        (timedelta(seconds=1), False),
    ],
)
def test_one_second_late_is_late(late, good):
    assert in_time(DEADLINE + late, DEADLINE) is good


@pytest.mark.parametrize(
    ("left", "says"),
    [
        (timedelta(days=2, hours=3), "2 days and 3 h left"),
        (timedelta(days=1, hours=23), "1 day and 23 h left"),
        (timedelta(hours=23, minutes=59), "23 h and 59 min left"),
        (timedelta(hours=1), "1 h and 0 min left"),
        (timedelta(minutes=59), "59 min left"),
        (timedelta(seconds=59), "less than a minute left"),
        (timedelta(), "less than a minute left"),
        (timedelta(seconds=-1), "The deadline has passed."),
    ],
)
def test_the_countdown_gets_finer_towards_the_end(left, says):
    said = time_left(DEADLINE - left, DEADLINE)
    assert said.msgid % said.params == says
