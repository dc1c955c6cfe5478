"""What failed is tried again ever later, and never for ever."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.breaker import pause_after
from renogroep.base.retry import GIVEN_UP, next_try

CASES = Path(__file__).resolve().parents[2] / "fixtures" / "ground" / "delivery.json"
TRIES = json.loads(CASES.read_text())["tries"]
WRITTEN = datetime(2026, 11, 30, 7, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(("failures", "minutes"), list(enumerate(TRIES)))
def test_each_try_falls_on_its_minute(failures, minutes):
    before = WRITTEN + TRIES[max(failures - 1, 0)] * MINUTE
    assert next_try(WRITTEN, failures, before) == WRITTEN + minutes * MINUTE


def test_after_the_last_try_a_person_decides():
    assert len(TRIES) == 16
    assert next_try(WRITTEN, 16, WRITTEN + TRIES[-1] * MINUTE) is None


@pytest.mark.parametrize(("late", "again"), [(0, True), (1, False)])
def test_the_last_moment_itself_counts(late, again):
    now = WRITTEN + GIVEN_UP - timedelta(hours=12) + timedelta(seconds=late)
    assert (next_try(WRITTEN, 9, now) is not None) is again


def test_nothing_fails_fewer_than_no_times():
    with pytest.raises(ValueError, match="-1"):
        next_try(WRITTEN, -1, WRITTEN)


@given(
    tries=st.integers(1, 40),
    after=st.timedeltas(min_value=timedelta(0), max_value=timedelta(hours=130)),
)
def test_a_try_is_later_than_the_last_and_never_after_the_end(tries, after):
    now = WRITTEN + after
    at = next_try(WRITTEN, tries, now)
    assert at is None or now < at <= WRITTEN + GIVEN_UP
    later = next_try(WRITTEN, tries + 1, now)
    assert later is None or at is not None and later >= at


@pytest.mark.parametrize(
    ("failures", "minutes"),
    [(0, 0), (2, 0), (3, 1), (4, 2), (5, 4), (6, 8), (7, 15), (8, 15), (10_000, 15)],
)
def test_a_service_that_is_away_is_left_alone_longer_each_time(failures, minutes):
    assert pause_after(failures) == minutes * MINUTE
