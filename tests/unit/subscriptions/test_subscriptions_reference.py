"""Can a code be read aloud, and is a wrong sign always noticed?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.errors import Refused
from renogroep.subscriptions.rules.reference import ALPHABET, make_reference, read_reference

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


@given(sequences, years)
def test_what_we_print_we_can_read_back(sequence, year):
    code = make_reference(sequence, year)
    assert read_reference(code) == code
    assert len(code) == 10


@given(sequences)
def test_ways_of_typing_are_forgiven(sequence):
    code = make_reference(sequence, 2026)
    bare = code.removeprefix("RG-")
    typed = [
        f" {code.lower()} ",
        code.replace("-", ""),
        code.replace("-", " "),
        bare,
        bare.replace("-", ""),
    ]
    typed.append("RG" + bare.translate(str.maketrans("8526", "BSZG")))
    assert {read_reference(text) for text in typed} == {code}


def test_a_code_that_itself_starts_like_the_prefix_is_read():
    code = next(c for n in range(1, 99_999) if (c := make_reference(n, 2026)).startswith("RG-R6"))
    assert read_reference(code[3:].replace("6", "G")) == code


@given(sequences, st.integers(0, 5), st.sampled_from(ALPHABET))
def test_one_wrong_sign_is_noticed(sequence, place, sign):
    signs = list(make_reference(sequence, 2026)[3:].replace("-", ""))
    if signs[place] == sign:
        return
    signs[place] = sign
    with pytest.raises(Refused):
        read_reference("".join(signs))


@given(sequences, st.integers(0, 5), st.integers(0, 5))
def test_two_signs_that_changed_places_are_noticed(sequence, one, other):
    signs = list(make_reference(sequence, 2026)[3:].replace("-", ""))
    if signs[one] == signs[other]:
        return
    signs[one], signs[other] = signs[other], signs[one]
    with pytest.raises(Refused):
        read_reference("".join(signs))


@pytest.mark.parametrize(
    "text", ["", "RG", "RG-7K4M-2P-9", "hello", "RG-OOOO-OO", "Kerkstraat 12", "\u202eRG"]
)
def test_what_is_not_a_code_is_refused_with_an_example(text):
    with pytest.raises(Refused) as refusal:
        read_reference(text)
    assert make_reference(1, 2026) in str(refusal.value.text)
