"""One number has one spelling in the database and one on the screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.errors import Refused
from renogroep.identity.rules.phone import read, shown


@pytest.mark.parametrize(
    ("typed", "number", "written"),
    [
        ("0470123456", "+32470123456", "0470 12 34 56"),
        ("+32 470/12.34.56", "+32470123456", "0470 12 34 56"),
        ("0032(0)470 12 34 56", "+32470123456", "0470 12 34 56"),
        ("+32 (0)470-12-34-56", "+32470123456", "0470 12 34 56"),
        ("09 123 45 67", "+3291234567", "09 123 45 67"),
        ("09 000 12 34", "+3290001234", "09 000 12 34"),
        ("053-12-34-56", "+3253123456", "053 12 34 56"),
        ("0800 12 345", "+3280012345", "0800 12 345"),
        ("+31 6 12345678", "+31612345678", "+31 6 12345678"),
        ("00 90 532 123 45 67", "+905321234567", "+90 532 123 45 67"),
        ("\u202e0470 12 34 56", "+32470123456", "0470 12 34 56"),
    ],
)
def test_one_number_has_one_spelling(typed, number, written):
    assert read(typed) == number
    assert shown(number) == written
    assert read(written) == number


@pytest.mark.parametrize(
    "typed",
    [
        *("", "12", "0000000000", "00000000", "call me", "0470 12 34 5x", "+32", "9" * 5000),
        *("0470123456789", "0470 12 34", "+999 123456789", "12 34 56"),
    ],
)
def test_what_cannot_be_dialled_is_refused(typed):
    with pytest.raises(Refused) as refused:
        read(typed)
    assert refused.value.code == "phone.unreadable"
    assert len(str(refused.value.text)) < 200


@pytest.mark.parametrize("kept", ["", "–", "bel de buren", "0470 12 34 56"])
def test_what_was_never_read_is_shown_as_it_was_typed(kept):
    assert shown(kept) == kept


@given(st.from_regex(r"0[1-9][0-9]{7,8}", fullmatch=True))
def test_what_is_shown_is_read_as_the_same_number(typed):
    try:
        number = read(typed)
    except Refused:
        return
    assert read(shown(number)) == number
    assert read(number) == number
