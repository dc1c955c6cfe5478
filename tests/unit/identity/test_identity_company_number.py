"""Company numbers: only what the register could have given out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.errors import Refused
from renogroep.identity.rules.company_number import read_company_number


def with_check(first_eight):
    return f"{first_eight}{97 - int(first_eight) % 97:02d}"


numbers = st.integers(1, 19_999_999).map(lambda n: with_check(f"{n:08d}"))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("٠٥٦٦٩٨٨٢٥٩", "company_number.shape"),  # Arabic digits: str.isdigit would take them
        ("0566.988.25O", "company_number.shape"),
        ("BE", "company_number.shape"),
        ("2000.000.141", "company_number.shape"),
        ("0566.988.258", "company_number.check_digits"),
        ("0000.009.700", "company_number.check_digits"),  # remainder 0 gives 97, not 00
        ("0000.000.097", "company_number.shape"),  # its check digits fit, but it is nobody's
        ("000000097", "company_number.shape"),
        ("x" * 5000, "company_number.shape"),
    ],
)
def test_refused_with_a_reason(typed, code):
    with pytest.raises(Refused) as refusal:
        read_company_number(typed)
    assert refusal.value.code == code
    assert len(str(refusal.value.text)) < 200


def test_remainder_zero_gives_97():
    assert read_company_number("0000.009.797") == "0000.009.797"


def test_the_lowest_number_is_one():
    assert read_company_number("0000.000.196") == "0000.000.196"


@given(numbers, st.sampled_from(["{}", "BE {}", "be{}", " {} ", "BE-{}"]))
def test_canonical_form_reads_back_as_itself(number, shape):
    canonical = read_company_number(shape.format(number))
    assert canonical.replace(".", "") == number
    assert read_company_number(canonical) == canonical


@given(numbers, st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number, place, shift):
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    with pytest.raises(Refused):
        read_company_number(wrong)
