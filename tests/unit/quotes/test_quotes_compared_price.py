"""Prices on announced scenarios: the mix decides, and a forgotten post gets its price by the rule."""

import pytest

from renogroep.base.money import Money, UnitPrice
from renogroep.base.units import Quantity, Unit
from renogroep.quotes.rules.compared_price import compared_prices, unfillable
from renogroep.quotes.rules.home_price import PricedLine
from renogroep.quotes.rules.price_sheet import Line
from renogroep.tenders.rules.bands import Band
from renogroep.tenders.rules.bill import Nature, Scope
from renogroep.tenders.rules.criteria import Scenario

LINES = (
    Line("01.01", "façade", Nature.VH, Unit.M2, Scope.HOME, Quantity.of(100)),
    Line("02.01", "scaffold", Nature.FH, Unit.PIECE, Scope.RUN, Quantity.of(2)),
    Line("02.02", "site", Nature.TP, Unit.LUMP, Scope.LOT, Quantity.of(1)),
)
PER_HOME = {"01.01": Quantity.of(10)}
BANDS = (Band(1, 9), Band(10))
SCENARIOS = (Scenario(5, 1, 50), Scenario(10, 2, 50))


def asked(facade, run=None, lot=None):
    posts = [PricedLine("01.01", Scope.HOME, tuple(map(UnitPrice.euros, facade)))]
    if run is not None:
        posts.append(PricedLine("02.01", Scope.RUN, (UnitPrice.euros(run),) * 2))
    if lot is not None:
        posts.append(PricedLine("02.02", Scope.LOT, (UnitPrice.euros(lot),) * 2))
    return tuple(posts)


def test_each_scenario_takes_its_own_quantities_runs_and_band():
    found = compared_prices({"A": asked((20, 18), 100, 40)}, LINES, PER_HOME, SCENARIOS, BANDS)
    # 5 homes: 50 m2 x 20 + 1 x 100 + 40; 10 homes: 100 m2 x 18 + 2 x 100 + 40
    assert found["A"].scenarios == (Money.euros(1140), Money.euros(2040))
    assert found["A"].mixed == Money.euros(1590)
    assert found["A"].filled == (Money(0), Money(0))


def test_the_weights_count():
    uneven = (Scenario(5, 1, 75), Scenario(10, 2, 25))
    found = compared_prices({"A": asked((20, 18), 100, 40)}, LINES, PER_HOME, uneven, BANDS)
    assert found["A"].mixed == Money.euros("1365")


def test_a_scenario_may_have_quantities_of_its_own():
    """Five of the ten homes are not half of the work: the five big ones stay."""
    announced = {5: {"01.01": Quantity.of(60)}}
    found = compared_prices(
        {"A": asked((20, 18), 100, 40)}, LINES, PER_HOME, SCENARIOS, BANDS, announced=announced
    )
    assert found["A"].scenarios == (Money.euros(1340), Money.euros(2040))


def test_what_cannot_be_filled_is_known_beforehand():
    prices = {"A": asked((20, 18), 100), "B": asked((30, 27), 100)}
    given = (prices, LINES, PER_HOME, SCENARIOS, BANDS)
    assert unfillable(*given, {"A": ["02.02"]}) == {"A": {"02.02"}, "B": frozenset()}
    with_c = {**prices, "C": asked((10, 9), 100, 30)}
    assert unfillable(with_c, *given[1:], {"A": ["02.02"]})["A"] == frozenset()


def test_a_forgotten_post_is_filled_in_proportion_to_the_totals():
    prices = {
        "A": asked((20, 18), 100),
        "B": asked((30, 27), 100, 50),
        "C": asked((10, 9), 100, 30),
    }
    found = compared_prices(prices, LINES, PER_HOME, SCENARIOS, BANDS, {"A": ["02.02"]})
    # 5 homes: L = 40, Y = 1,100, X = mean of 1,600 and 600 = 1,100, so P = 40
    assert found["A"].filled[0] == Money.euros(40)
    assert found["A"].scenarios[0] == Money.euros(1140)
    assert found["B"].filled == (Money(0), Money(0))


@pytest.mark.parametrize("post", ["02.02", ""])
def test_a_price_in_question_is_no_price_to_go_by(post):
    prices = {
        "A": asked((20, 18), 100),
        "B": asked((30, 27), 100, 50),
        "C": asked((10, 9), 100, 30),
    }
    given = (prices, LINES, PER_HOME, SCENARIOS, BANDS)
    found = compared_prices(*given, {"A": ["02.02"]}, doubtful={"B": [post]})
    # 5 homes: L = 30, Y = 1,100, X = 600, so P = 55
    assert found["A"].filled[0] == Money.euros(55)
    both = {"B": [post], "C": ["02.02"]}
    assert unfillable(*given, {"A": ["02.02"]}, doubtful=both)["A"] == {"02.02"}
    other = {"B": ["01.01"]}  # another post of it: this one counts
    filled = compared_prices(*given, {"A": ["02.02"]}, doubtful=other)["A"].filled[0]
    assert filled == Money.euros(40)


def test_a_post_that_nobody_prices_cannot_be_filled():
    prices = {"A": asked((20, 18), 100), "B": asked((30, 27), 100)}
    with pytest.raises(ValueError):
        compared_prices(prices, LINES, PER_HOME, SCENARIOS, BANDS, {"A": ["02.02"]})


def test_without_announced_scenarios_there_is_nothing_to_compare():
    with pytest.raises(ValueError):
        compared_prices({"A": asked((20, 18))}, LINES, PER_HOME, (), BANDS)
