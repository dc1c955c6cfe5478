"""A home has room for 30 files and 150 MB; what is only looked at goes after two years."""

from datetime import date, timedelta

import pytest

from renogroep.base.errors import Refused
from renogroep.owners.rules.home_files import (
    AUDIENCE_LABELS,
    MOST_BYTES,
    PURPOSE_LABELS,
    Audience,
    FileKind,
    Purpose,
    check_room,
    day_taken,
    goes_on,
    why_not_released,
)

TODAY = date(2026, 11, 23)
TWO_YEARS = timedelta(days=730)


@pytest.mark.parametrize(
    ("count", "total", "size", "code"),
    [
        (0, 0, MOST_BYTES, None),
        (29, 100, 100, None),
        (30, 100, 100, "file.too_many"),
        (1, MOST_BYTES - 100, 100, None),
        (1, MOST_BYTES - 100, 101, "file.home_full"),
    ],
)
def test_how_much_fits(count, total, size, code):
    if code is None:
        check_room(count, total, size)
        return
    with pytest.raises(Refused) as told:
        check_room(count, total, size)
    assert told.value.code == code
    assert told.value.text.params["limit"] in {30, 150}


@pytest.mark.parametrize(
    ("purpose", "day"),
    [
        *((one, date(2028, 11, 22)) for one in (Purpose.VISIT, Purpose.BEFORE, Purpose.SURVEY)),
        *((one, None) for one in (Purpose.AFTER, Purpose.EXTRA_WORK, Purpose.DEFECT)),
        *((one, None) for one in (Purpose.INVOICE, Purpose.ATTEST, Purpose.PRODUCT)),
    ],
)
def test_when_a_file_goes_by_itself(purpose, day):
    assert goes_on(purpose, TODAY, TWO_YEARS) == day


@pytest.mark.parametrize(
    ("said", "day"),
    [
        (None, None),
        (TODAY - timedelta(days=1), TODAY - timedelta(days=1)),
        (TODAY, TODAY),
        (TODAY + timedelta(days=1), None),
    ],
)
def test_a_day_that_is_still_to_come_is_no_day(said, day):
    assert day_taken(said, TODAY) == day


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("kind", list(FileKind))
def test_only_a_photo_that_the_household_sees_is_released(kind, audience):
    allowed = kind is FileKind.JPEG and audience is not Audience.INTERNAL
    assert (why_not_released(kind, audience) is None) == allowed


def test_every_word_has_a_label():
    assert set(PURPOSE_LABELS) == set(Purpose)
    assert set(AUDIENCE_LABELS) == set(Audience)
