"""A code is read as people type it, and only what can be a code is one."""

from secrets import choice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.subscriptions.rules.codes import SIGNS, CodeKind, new_code, read_code, shown


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ABCDE-23456", "ABCDE23456"),
        (" abcde 23456 ", "ABCDE23456"),
        ("ABCDE\u201323456", "ABCDE23456"),
        ("ABCDE-2345", None),
        ("ABCDE-234567", None),
        ("ABCDE-2345O", None),  # no O, no 0
        ("123456", "123456"),
        ("12 34 56", "123456"),
        ("12345", None),
        ("1234567", None),
        ("\u0661\u0662\u0663\u0664\u0665\u0666", None),  # Arabic digits
        ("", None),
    ],
)
def test_what_is_typed(typed, read):
    assert read_code(typed) == read


@given(st.sampled_from(CodeKind), st.randoms())
def test_a_code_reads_back_as_it_is_shown(kind, random):
    code = new_code(kind, random.choice)
    assert read_code(shown(code)) == code


def test_signs_that_look_alike_are_in_no_letter():
    assert not set("O0I1L") & set(SIGNS)
    assert len(new_code(CodeKind.LETTER, choice)) == 10
