"""Does a lead see who comes off worse?"""

import pytest

from renogroep.base.money import Money
from renogroep.groups.rules.fairness import GroupFigures, fairness


def figures(size, euros=None, low=False):
    return GroupFigures(size, None if euros is None else Money.euros(euros), low)


def test_sizes_and_gap():
    result = fairness({1: figures(6, 8000), 2: figures(4, 8250), 3: figures(9)}, 0)
    assert (result.smallest, result.largest, result.price_gap) == (4, 9, Money.euros(250))
    assert result.warnings == ()


@pytest.mark.parametrize("groups", [{}, {1: figures(5)}, {1: figures(5, 100), 2: figures(5)}])
def test_one_price_is_no_gap(groups):
    assert fairness(groups, 0).price_gap is None


@pytest.mark.parametrize(("low_pays", "warned"), [(7999, False), (8000, False), (8001, True)])
def test_a_small_budget_that_pays_more_is_a_warning(low_pays, warned):
    result = fairness(
        {1: figures(6, 8000), 2: figures(5, 9000), 3: figures(5, low_pays, low=True)}, 0
    )
    assert bool(result.warnings) is warned
    if warned:
        assert "Group 3" in str(result.warnings[0])


def test_small_budgets_alone_are_compared_with_nobody():
    assert (
        fairness({1: figures(6, 8000, low=True), 2: figures(6, 9000, low=True)}, 0).warnings == ()
    )


def test_who_is_left_out_is_counted():
    result = fairness({}, 3)
    assert (result.smallest, result.left_out) == (0, 3)
    assert "3" in str(result.warnings[0])
