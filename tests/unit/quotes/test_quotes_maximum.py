"""One figure for one home, and no offer that only looks cheap when a neighbour joins in."""

from itertools import permutations

import pytest

from renogroep.base.money import ZERO, Money
from renogroep.quotes.rules.home_price import home_ceiling
from renogroep.quotes.rules.maximum import OwnShare, by_worst_share, ceiling_alone, maximum_of
from tests.unit.quotes.worked_example import (
    ALL,
    MIN,
    OWN_MINIMA,
    PRICES,
    QUANTITIES,
    euros,
    run_size,
)

FINAL, CEILING, ALONE = euros("8,576.58"), euros("8,768.00"), euros("9,128.00")


def with_vat(amount):
    return amount + amount.percent(6)


@pytest.mark.parametrize(
    ("given", "figure"),
    [
        ((FINAL, CEILING, ALONE), FINAL),
        ((None, CEILING, ALONE), CEILING),
        ((None, None, ALONE), ALONE),
        ((None, None, None), None),
        ((FINAL, None, None), FINAL),
        ((ZERO, CEILING, ALONE), ZERO),
    ],
)
def test_the_first_figure_that_is_there_is_the_maximum(given, figure):
    assert maximum_of(*given) == figure


def test_h1_at_b_pays_at_most_what_it_pays_alone_until_it_orders():
    alone = ceiling_alone(PRICES["B"], QUANTITIES["H1"], MIN).total
    shared = home_ceiling(PRICES["B"], QUANTITIES["H1"], run_size("H1"), MIN).total
    assert (alone, shared) == (ALONE, CEILING)
    assert with_vat(maximum_of(None, None, alone)) == euros("9,675.68")
    assert with_vat(maximum_of(None, shared, alone)) == euros("9,294.08")
    assert with_vat(maximum_of(FINAL, shared, alone)) == euros("9,091.17")


def prices_of_h9():
    return {
        firm: OwnShare(
            with_vat(ceiling_alone(PRICES[firm], QUANTITIES["H9"], minimum).total),
            with_vat(home_ceiling(PRICES[firm], QUANTITIES["H9"], 2, minimum).total),
        )
        for firm, minimum in OWN_MINIMA.items()
    }


def test_the_comparison_of_h9_stands_by_the_worst_figure():
    shares = prices_of_h9()
    assert [(firm, shares[firm].alone) for firm in by_worst_share(shares)] == [
        ("B", euros("10,803.52")),
        ("A", euros("11,242.36")),
        ("C", euros("11,296.42")),
    ]
    shared = {firm: OwnShare(shared=share.shared) for firm, share in shares.items()}
    assert [(firm, shared[firm].worst) for firm in by_worst_share(shared)] == [
        ("B", euros("10,421.92")),
        ("C", euros("10,787.62")),
        ("A", euros("10,797.16")),
    ]


def test_what_is_printed_bold_is_the_share_of_a_home_alone_on_its_scaffold():
    assert OwnShare(euros("6,784.43"), euros("6,346.53")).worst == euros("6,784.43")


def test_an_unknown_share_stands_last_and_a_tie_stands_by_name():
    shares = {
        "Zeta": OwnShare(Money(200)),
        "Onbekend": OwnShare(),
        "Élan": OwnShare(Money(100), Money(200)),
        "Beta": OwnShare(shared=Money(0)),
    }
    for order in permutations(shares):
        again = {firm: shares[firm] for firm in order}
        assert by_worst_share(again) == ("Beta", "Élan", "Zeta", "Onbekend")


@pytest.mark.parametrize("firm", PRICES)
def test_nobody_pays_less_alone_than_with_a_neighbour(firm):
    for home in ALL:
        alone = ceiling_alone(PRICES[firm], QUANTITIES[home], MIN).total
        shared = home_ceiling(PRICES[firm], QUANTITIES[home], run_size(home), MIN).total
        assert alone >= shared
        assert (alone == shared) == (run_size(home) == 1)
