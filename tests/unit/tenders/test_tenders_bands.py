"""Does every number of homes fall in exactly one band?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.tenders.rules.bands import Band, band_index, check_bands


@pytest.mark.parametrize(
    ("bands", "problems"),
    [
        ([(6, 8), (9, 12)], 0),
        ([(6, 8), (9, None)], 0),
        ([(1, 8), (9, None)], 0),
        ([(6, None)], 0),
        ([], 1),
        ([(5, 8), (9, None)], 1),  # neither 1 nor the minimum
        ([(6, 8), (10, None)], 1),  # gap
        ([(6, 8), (8, None)], 1),  # overlap
        ([(6, None), (9, None)], 1),  # an open end in the middle
        ([(6, 8), (9, 11)], 1),  # stops before the maximum
        ([(6, 5), (6, None)], 1),  # ends before it starts
        ([(9, 12), (6, 8)], 3),  # wrong start, overlap, stops too early
    ],
)
def test_bands(bands, problems):
    assert len(check_bands([Band(*band) for band in bands], minimum=6, maximum=12)) == problems


def test_without_a_maximum_the_last_band_is_open():
    assert check_bands([Band(1, 12)], minimum=6)
    assert check_bands([Band(1, None)], minimum=6) == []


@pytest.mark.parametrize(
    ("homes", "place"), [(4, 0), (6, 0), (7, 0), (8, 0), (9, 1), (10, 1), (12, 1), (13, 1)]
)
def test_the_band_of_a_number_of_homes(homes, place):
    assert band_index([Band(6, 8), Band(9, 12)], homes) == place


def test_no_bands_is_an_error():
    with pytest.raises(ValueError):
        band_index([], 6)


@given(st.lists(st.integers(2, 20), unique=True, max_size=5), st.integers(1, 30))
def test_bands_that_pass_hold_every_number_once(starts, homes):
    starts = [1, *sorted(starts)]
    ends = [start - 1 for start in starts[1:]]
    bands = [Band(s, e) for s, e in zip(starts, [*ends, None], strict=True)]
    assert check_bands(bands, minimum=1) == []
    holding = [n for n, b in enumerate(bands) if b.from_homes <= homes <= (b.to_homes or homes)]
    assert holding == [band_index(bands, homes)]
