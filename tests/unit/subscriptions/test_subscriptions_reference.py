"""Can a code be read aloud, and does a wrong sign never give the code of somebody else?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.subscriptions.rules.reference import ALPHABET, make_reference

sequences = st.integers(1, 99_999)
years = st.integers(2020, 2083)


def test_a_code_never_changes():
    assert make_reference(1, 2026) == make_reference(1, 2026) == "RG-24N9-H9"


@pytest.mark.parametrize(("sequence", "year"), [(0, 2026), (100_000, 2026), (1, 2019), (1, 2084)])
def test_numbers_outside_the_range_are_an_error(sequence, year):
    with pytest.raises(ValueError):
        make_reference(sequence, year)


def test_codes_have_no_look_alikes():
    assert not set(ALPHABET) & set("01OILQDUVBSZG")
    assert len(ALPHABET) == len(set(ALPHABET)) == 23


def test_codes_are_different_within_a_year_and_between_years():
    codes = {make_reference(n, year) for n in range(1, 2000) for year in (2020, 2026, 2083)}
    assert len(codes) == 3 * 1999


@given(sequences, sequences, years)
def test_two_codes_never_differ_in_one_sign(one, other, year):
    signs = list(zip(make_reference(one, year), make_reference(other, year), strict=True))
    assert one == other or sum(a != b for a, b in signs) >= 2


@given(sequences, years, st.integers(0, 5), st.integers(0, 5))
def test_a_code_stands_on_its_check_sign(sequence, year, one, other):
    """Each place has a weight of its own, so that two signs that change places are noticed."""
    signs = make_reference(sequence, year)[3:].replace("-", "")
    swapped = list(signs)
    swapped[one], swapped[other] = signs[other], signs[one]
    assert weighed(signs) == 0
    assert weighed(swapped) != 0 or swapped == list(signs)


def weighed(signs):
    *places, check = (ALPHABET.index(sign) for sign in signs)
    return (sum(n * place for n, place in enumerate(places, start=2)) + check) % len(ALPHABET)
