"""No small count can be worked out: every hidden one keeps at least two possible values."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.hiding import Veil, hide_small, shown, veiled


def column(*counts):
    hidden = hide_small([(count,) for count in counts])
    return [shown(row[0]) for row in hidden.rows], hidden.given_away


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((9, 8), ["9", "8"]),
        ((6, 3, 9), ["≥ 5", "< 5", "9"]),  # one hidden count is what is left of the total
        ((6, 2, 3), ["6", "< 5", "< 5"]),  # five can be 1 and 4, or 2 and 3
        ((6, 1, 1), ["≥ 5", "< 5", "< 5"]),  # two can only be 1 and 1
        ((6, 4, 4), ["≥ 5", "< 5", "< 5"]),  # eight can only be 4 and 4
        ((5, 1, 9), ["≥ 5", "< 5", "≥ 5"]),  # six would be 5 and 1
    ],
)
def test_the_remainder_gives_nothing_away(counts, expected):
    assert column(*counts) == (expected, frozenset())


@pytest.mark.parametrize(
    ("counts", "given_away"),
    [
        ((4, 4), {0}),
        ((4, 4, 4), {0}),
        ((3,), set()),  # the total is small itself, so nobody sees it
        ((1, 1), set()),
    ],
)
def test_where_only_the_total_is_left_to_hide_it_is_said(counts, given_away):
    assert column(*counts)[1] == given_away


def table(*rows):
    hidden = hide_small(rows, narrowing=True)
    return [[shown(cell) for cell in row] for row in hidden.rows], hidden.given_away


def test_a_row_of_a_funnel_is_hidden_whole_because_its_neighbours_would_tell():
    # the middle of the first row stands between 10 and 10; one row alone would follow from the
    # totals of its outer columns, so a second one goes along
    assert table((10, 10, 10), (10, 3, 0), (12, 12, 12)) == (
        [["≥ 5", "≥ 5", "≥ 5"], ["10", "< 5", "0"], ["≥ 5", "≥ 5", "≥ 5"]],
        frozenset(),
    )


def test_two_single_households_beside_a_street_that_stays():
    assert table((1, 1, 0), (7, 7, 0), (1, 1, 0)) == (
        [["< 5", "< 5", "< 5"], ["≥ 5", "≥ 5", "0"], ["< 5", "< 5", "< 5"]],
        frozenset(),
    )


def test_a_single_count_is_hidden_from_one_to_four():
    assert [veiled(count) for count in (0, 1, 4, 5)] == [0, Veil.FEW, Veil.FEW, 5]


@given(st.lists(st.integers(0, 9), min_size=1, max_size=4))
def test_whoever_knows_the_total_cannot_work_out_a_small_count(counts):
    hidden = hide_small([(count,) for count in counts])
    if hidden.given_away or sum(counts) < 5:  # then nobody sees the total
        return
    total = sum(counts)
    choices = [
        range(1, 5) if cell is Veil.FEW else range(5, 40) if cell is Veil.MORE else [cell]
        for (cell,) in hidden.rows
    ]
    possible = [way for way in itertools.product(*choices) if sum(way) == total]
    assert tuple(counts) in possible
    for place, count in enumerate(counts):
        if 0 < count < 5:
            assert len({way[place] for way in possible}) > 1


def test_totals_and_neighbours_together_give_nothing_away():
    # 7 = 2 + 5 alone would do, but the second column says 6 = 2 + 4, and 4 is small as well
    cells, given_away = table((2, 2), (5, 4))
    assert (cells, given_away) == ([["< 5", "< 5"], ["≥ 5", "< 5"]], {0, 1})
    # a third street keeps the two apart
    cells, given_away = table((2, 2), (5, 4), (9, 9))
    assert (cells, given_away) == (
        [["< 5", "< 5"], ["≥ 5", "< 5"], ["≥ 5", "≥ 5"]],
        frozenset(),
    )
