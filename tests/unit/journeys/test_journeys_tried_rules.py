"""What a version would change is counted without showing anybody's own amount."""

import pytest

from renogroep.base.hiding import Veil
from renogroep.base.money import Money
from renogroep.journeys.rules.tried_rules import is_told, tried


def pairs(*moves):
    return [(Money(100_000), Money(100_000 + cents)) for cents in moves]


@pytest.mark.parametrize(
    ("moves", "shown"),
    [
        ([1, 2, 3, 4], None),
        ([5, -1, 3, 2, 4], (-1, 3, 5)),
        ([6, 5, -1, 3, 2, 4], (-1, 3, 6)),
    ],
)
def test_amounts_are_shown_from_five_homes_on(moves, shown):
    found = tried([*pairs(*moves), *pairs(*[0] * 9)])
    amounts = (found.smallest, found.median, found.largest)
    assert amounts == (tuple(map(Money, shown)) if shown else (None, None, None))


@pytest.mark.parametrize(
    ("changed", "cell"), [(0, 0), (1, Veil.FEW), (4, Veil.FEW), (5, 5), (6, 6)]
)
def test_few_homes_are_hidden(changed, cell):
    assert tried([*pairs(*[100] * changed), *pairs(*[0] * 20)]).changed == cell


def test_an_amount_that_goes_counts_as_a_change_without_an_amount():
    found = tried([(Money(1), None)] * 6)
    assert (found.changed, found.without, found.smallest) == (6, 6, None)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (Money(10_000), Money(14_999), False),
        (Money(10_000), Money(15_000), True),
        (Money(10_000), Money(5_001), False),
        (Money(10_000), Money(5_000), True),
        (Money(10_000), None, True),
        (None, Money(1), True),
        (None, None, False),
    ],
)
def test_who_moves_by_fifty_euro_hears_it(old, new, told):
    assert is_told((old, new)) == told
