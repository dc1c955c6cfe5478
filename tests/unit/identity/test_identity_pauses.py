"""What a pause stops, and which pause can be set."""

from datetime import UTC, datetime, timedelta

import pytest

from renogroep.identity.rules.pauses import (
    KIND_LABELS,
    PauseKind,
    Pausing,
    Place,
    covers,
    longest_of,
    why_not,
)

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)


def pause(kind, subject_id=None, municipality_id=1, starts_at=NOW, ends_at=NOW + HOUR):
    return Pausing(PauseKind(kind), municipality_id, subject_id, starts_at, ends_at)


@pytest.mark.parametrize(
    ("kind", "subject", "place", "stopped"),
    [
        ("installation", None, Place(), True),
        ("installation", None, Place(municipality_id=2), True),
        ("municipality", None, Place(municipality_id=1), True),
        ("municipality", None, Place(municipality_id=2), False),
        ("municipality", None, Place(), False),
        ("package", 7, Place(municipality_id=1, package_id=7), True),
        ("package", 7, Place(municipality_id=1, package_id=8), False),
        ("package", 7, Place(municipality_id=1), False),
        ("package", 7, Place(municipality_id=2, package_id=7), False),
        ("organisation", 7, Place(municipality_id=1, organisation_ids=frozenset({6, 7})), True),
        ("organisation", 7, Place(municipality_id=1, organisation_ids=frozenset({6})), False),
        ("organisation", 7, Place(municipality_id=1, package_id=7), False),
    ],
)
def test_a_pause_stops_what_it_is_about(kind, subject, place, stopped):
    assert covers(pause(kind, subject), place) is stopped


@pytest.mark.parametrize(
    ("moment", "held"),
    [(NOW - TICK, False), (NOW, True), (NOW + HOUR - TICK, True), (NOW + HOUR, False)],
)
def test_it_holds_from_its_first_moment_until_just_before_its_last(moment, held):
    assert pause("municipality").holds(moment) is held


def test_of_two_the_one_that_ends_last_is_said():
    short, long = pause("package", 7), pause("municipality", ends_at=NOW + 2 * HOUR)
    other = pause("package", 8, ends_at=NOW + 3 * HOUR)
    place = Place(municipality_id=1, package_id=7)
    assert longest_of([short, long, other], place, NOW) == long
    assert longest_of([], place, NOW) is None


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (NOW, NOW + TICK, None),
        (NOW, NOW, "pause.order"),
        (NOW + HOUR, NOW, "pause.order"),
        (NOW - HOUR, NOW, "pause.over"),
        (NOW - HOUR, NOW + TICK, None),
        (NOW, NOW + timedelta(days=31), None),
        (NOW, NOW + timedelta(days=31) + TICK, "pause.too_long"),
    ],
)
def test_which_pause_can_be_set(start, end, code):
    refused = why_not(start, end, NOW)
    assert (refused.code if refused else None) == code


def test_each_kind_has_words():
    assert set(KIND_LABELS) == set(PauseKind)
