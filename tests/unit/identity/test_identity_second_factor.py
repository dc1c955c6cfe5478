"""Who is asked for a code, and which code is the right one?"""

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.errors import Refused
from renogroep.identity.rules.second_factor import (
    ROLES,
    is_asked,
    read_code,
    read_recovery,
    roles_of_setting,
    step_of,
)

SECRET = pyotp.random_base32()


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("off", set()),
        ("roles", ROLES),
        ("", ROLES),
        ("admin", {"admin"}),
        (" admin , contractor_owner,", {"admin", "contractor_owner"}),
    ],
)
def test_a_setting_names_roles(text, roles):
    assert roles_of_setting(text) == roles


@pytest.mark.parametrize("text", ["none", "off,admin", "roles,boss"])
def test_a_role_that_does_not_exist_stops_the_start(text):
    with pytest.raises(ValueError, match="SECOND_FACTOR"):
        roles_of_setting(text)


@pytest.mark.parametrize(
    ("roles", "wanted", "has_one", "asked"),
    [
        ({"advisor"}, ROLES, False, True),
        ({"desk"}, ROLES, False, False),
        ({"desk"}, ROLES, True, True),
        ({"desk", "lead"}, ROLES, False, True),
        ({"admin"}, frozenset(), True, False),
        (set(), ROLES, False, False),
    ],
)
def test_who_is_asked(roles, wanted, has_one, asked):
    assert is_asked(roles, wanted, has_one=has_one) is asked


@pytest.mark.parametrize(
    ("typed", "code"),
    [("123456", "123456"), (" 123 456 ", "123456"), ("123-456", "123456"), ("١٢٣٤٥٦", "123456")],
)
def test_six_digits_are_read_however_they_are_written(typed, code):
    assert read_code(typed) == code


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345x", "½23456", "१२", "9" * 10_000])
def test_anything_else_is_refused_in_words(typed):
    with pytest.raises(Refused, match=r"second\.shape"):
        read_code(typed)


@pytest.mark.parametrize(
    ("steps_off", "last", "good"),
    [
        (-2, None, False),
        (-1, None, True),
        (0, None, True),
        (1, None, True),
        (2, None, False),
        (0, 1000, False),
        (0, 999, True),
        (1, 1000, True),
        (-1, 999, False),
    ],
)
def test_one_step_of_slack_and_a_code_works_once(steps_off, last, good):
    now = 1000 * 30 + 7
    code = pyotp.TOTP(SECRET).at(now + steps_off * 30)
    assert step_of(SECRET, code, now=now, last=last) == (1000 + steps_off if good else None)


@given(st.integers(0, 2**33), st.integers(-1, 1))
def test_a_code_that_worked_never_works_again(now, off):
    code = pyotp.TOTP(SECRET).at(max(0, now + off * 30))
    step = step_of(SECRET, code, now=now, last=None)
    assert step is not None
    later = step_of(SECRET, code, now=now, last=step)
    assert later is None or later > step


@pytest.mark.parametrize(
    ("typed", "signs"),
    [
        ("abcd-efgh-ijkm-npqr", "abcdefghijkmnpqr"),
        (" ABCD efgh ijkm npqr ", "abcdefghijkmnpqr"),
        ("abcd-efgh-ijkm-npq", None),
        ("abcd-efgh-ijkm-npqé", None),
        ("123456", None),
    ],
)
def test_a_recovery_code_is_read_however_it_was_copied(typed, signs):
    assert read_recovery(typed) == signs
