"""An account number on a contract is one that can exist."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.errors import Refused
from renogroep.identity.rules.iban import read_iban


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("", ""),
        ("  ", ""),
        ("BE68539007547034", "BE68 5390 0754 7034"),
        ("be68 5390-0754.7034", "BE68 5390 0754 7034"),
        ("NL91ABNA0417164300", "NL91 ABNA 0417 1643 00"),
    ],
)
def test_however_it_is_typed_it_reads_the_same(typed, shown):
    assert read_iban(typed) == shown


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("0539-0075470-34", "iban.shape"),  # as accounts were written before
        ("BE6853900754703", "iban.shape"),
        ("BE685390075470341", "iban.shape"),
        ("BE68 5390 0754 703O", "iban.check_digits"),
        ("BE68 5390 0754 7035", "iban.check_digits"),
        ("BE86 5390 0754 7034", "iban.check_digits"),
        ("x" * 500, "iban.shape"),
    ],
)
def test_one_that_cannot_be_is_refused_in_words(typed, code):
    with pytest.raises(Refused) as refused:
        read_iban(typed)
    assert refused.value.code == code


@given(place=st.integers(4, 15), digit=st.integers(0, 9))
def test_one_wrong_digit_is_always_noticed(place, digit):
    right = "BE68539007547034"
    wrong = right[:place] + str(digit) + right[place + 1 :]
    if wrong == right:
        return
    with pytest.raises(Refused):
        read_iban(wrong)
