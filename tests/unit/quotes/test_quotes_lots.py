"""The best combination of lots equals trying everything, and a rebate never makes it worse."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.errors import Refused
from renogroep.base.money import Money
from renogroep.quotes.rules import lots as rule
from renogroep.quotes.rules.lots import LotBid, Rebate, best_combination

LOTS = ("1", "2", "3")
few_lots = st.frozensets(st.sampled_from(LOTS), max_size=3)
rebates = st.builds(
    Rebate,
    st.sampled_from([Fraction(1), Fraction(5), Fraction(25, 2), Fraction(100, 3)]),
    few_lots,
    st.integers(0, 3),
    st.none() | few_lots,
)
bids = st.builds(
    LotBid,
    st.dictionaries(st.sampled_from(LOTS), st.integers(50, 120).map(Money), max_size=3),
    st.lists(rebates, max_size=2).map(tuple),
    st.none() | st.integers(1, 3),
    st.none() | st.integers(60, 300).map(Money),
)
markets = st.dictionaries(st.sampled_from("ABCD"), bids, min_size=1, max_size=4)


def by_hand(market, most=None):
    """Every way to give out the lots -> its cost; written without looking at the rule."""
    found = {}
    for winners in product(sorted(market), repeat=len(LOTS)):
        cost = Fraction(0)
        for name in set(winners):
            bid = market[name]
            won = [lot for lot, winner in zip(LOTS, winners, strict=True) if winner == name]
            if any(lot not in bid.prices for lot in won):
                break
            offs = [Fraction(0)]
            for r in bid.rebates:
                if all(lot in won for lot in r.all_of) and len(won) >= r.min_lots:
                    base = [lot for lot in won if r.applies_to is None or lot in r.applies_to]
                    offs.append(sum(bid.prices[lot].cents for lot in base) * r.percentage / 100)
            price = sum(bid.prices[lot].cents for lot in won) - max(offs)
            too_many = any(m is not None and len(won) > m for m in (bid.max_lots, most))
            if too_many or (bid.max_amount is not None and price > bid.max_amount.cents):
                break
            cost += price
        else:
            found[winners] = cost
    return found


@given(markets, st.none() | st.integers(1, 3))
def test_equals_trying_everything(market, most):
    scenarios = by_hand(market, most)
    choice = best_combination(LOTS, market, most)
    assert choice.scenarios == len(scenarios)
    assert choice.infeasible is (not scenarios)
    if scenarios:
        best = min(scenarios.values())
        assert choice.optimal == best
        assert choice.worst == max(scenarios.values())
        winners = sorted(w for w, cost in scenarios.items() if cost == best)
        assert [tuple(a.values()) for a in choice.assignments] == winners
        assert (choice.optimal_count, choice.unique) == (len(winners), len(winners) == 1)


@given(markets, st.sampled_from("ABCD"), rebates)
def test_adding_a_rebate_never_raises_the_optimum(market, name, rebate):
    before = best_combination(LOTS, market)
    if name in market and before.optimal is not None:
        bid = market[name]
        more = LotBid(bid.prices, (*bid.rebates, rebate), bid.max_lots, bid.max_amount)
        assert best_combination(LOTS, market | {name: more}).optimal <= before.optimal


@given(markets, st.randoms())
def test_order_of_bidders_plays_no_part(market, random):
    names = list(market)
    random.shuffle(names)
    assert best_combination(LOTS, {n: market[n] for n in names}) == best_combination(LOTS, market)


def test_a_lot_without_bids_is_named():
    choice = best_combination(LOTS, {"A": LotBid({"1": Money(5), "3": Money(5)})})
    assert choice.infeasible
    assert choice.lots_without_bids == ("2",)
    assert (choice.lot_by_lot, choice.lot_by_lot_total) == ({"1": "A", "3": "A"}, None)


def test_more_ties_than_fit_are_counted_all(monkeypatch):
    monkeypatch.setattr(rule, "MAX_SHOWN", 5)
    market = {name: LotBid(dict.fromkeys(LOTS, Money(7))) for name in "ABCD"}
    choice = best_combination(LOTS, market)
    assert (choice.optimal_count, len(choice.assignments)) == (64, 5)
    assert not choice.unique


def test_no_bids_at_all():
    assert best_combination(LOTS, {}).infeasible


def test_more_than_twelve_lots_is_refused():
    thirteen = [str(n) for n in range(13)]
    with pytest.raises(Refused, match="13 lots"):
        best_combination(thirteen, {"A": LotBid(dict.fromkeys(thirteen, Money(1)))})


@pytest.mark.parametrize(
    ("lots", "bid"),
    [
        ((), LotBid({})),
        (("1", "1"), LotBid({})),
        (("1",), LotBid({"1": Money(-1)})),
        (("1",), LotBid({"1": Money(1)}, (Rebate(Fraction(101)),))),
    ],
)
def test_impossible_input_is_an_error(lots, bid):
    with pytest.raises(ValueError):
        best_combination(lots, {"A": bid})
