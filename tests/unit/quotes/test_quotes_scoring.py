"""Points: laws that hold for every formula, ties, and what may not be scored."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.errors import Refused
from renogroep.base.money import Money
from renogroep.quotes.rules.scoring import (
    RELATIVE,
    Bid,
    Formula,
    PriceRule,
    mixed_total,
    rank_sensitivity,
    score,
    without,
)

BOUNDS = {"floor": Money.euros(80), "ceiling": Money.euros(200)}


def rule_for(formula, points=60):
    return PriceRule(formula, Fraction(points), **(BOUNDS if formula == Formula.ABSOLUTE else {}))


formulas = st.sampled_from([f for f in Formula if f != Formula.VALUE])
several = st.lists(st.integers(1, 40_000), min_size=1, max_size=7).map(
    lambda cents: {chr(65 + place): Bid(Money(c)) for place, c in enumerate(cents)}
)


@given(formulas, several)
def test_cheaper_never_scores_worse_and_points_stay_in_range(formula, bids):
    points = score(rule_for(formula), bids).price_points
    assert all(0 <= p <= 60 for p in points.values())
    for a in bids:
        assert all(points[a] >= points[b] for b in bids if bids[a].price <= bids[b].price)


@given(st.sampled_from(sorted(RELATIVE)), several, st.integers(2, 99))
def test_scale_plays_no_part_in_relative_formulas(formula, bids, factor):
    bigger = {ref: Bid(Money(bid.price.cents * factor)) for ref, bid in bids.items()}
    assert score(rule_for(formula), bigger) == score(rule_for(formula), bids)


@given(several)
def test_an_absolute_formula_does_not_look_at_the_others(bids):
    rule = rule_for(Formula.ABSOLUTE)
    assert not any(one.reverses for one in rank_sensitivity(rule, bids))
    points = score(rule, bids).price_points
    for removed in bids:
        left = without(rule, bids, removed).price_points
        assert left == {ref: p for ref, p in points.items() if ref != removed}


@given(formulas, several, st.randoms())
def test_order_of_input_plays_no_part(formula, bids, random):
    keys = list(bids)
    random.shuffle(keys)
    again = score(rule_for(formula), {key: bids[key] for key in keys})
    assert again == score(rule_for(formula), bids)


def test_a_tie_shares_the_place_and_the_next_one_is_third():
    bids = {"C": Bid(Money(100)), "B": Bid(Money(100)), "A": Bid(Money(200))}
    scores = score(rule_for(Formula.PROPORTIONAL), bids)
    assert scores.order == ("B", "C", "A")
    assert scores.places == {"B": 1, "C": 1, "A": 3}
    assert scores.tie_at_top


def test_who_wins_if_one_drops_out():
    bids = {
        "X": Bid(Money.euros(50)),
        "A": Bid(Money.euros(100), Fraction(33)),
        "B": Bid(Money.euros(120), Fraction(40)),
    }
    found = {one.removed: one for one in rank_sensitivity(rule_for(Formula.PROPORTIONAL), bids)}
    assert found["X"].first == ("A",)
    assert found["X"].reverses
    assert found["A"].first == ("B",)
    assert not found["A"].reverses


@pytest.mark.parametrize("formula", sorted(RELATIVE))
def test_a_zero_price_is_asked_about_before_scoring(formula):
    with pytest.raises(Refused, match="Ask the contractor"):
        score(rule_for(formula), {"A": Bid(Money(0)), "B": Bid(Money(5))})


@pytest.mark.parametrize("formula", [Formula.ABSOLUTE, Formula.VALUE])
def test_a_negative_price_is_never_scored(formula):
    with pytest.raises(Refused, match="scoring.price_to_query"):
        score(rule_for(formula), {"A": Bid(Money(-1))})


@pytest.mark.parametrize(("floor", "ceiling"), [(None, 5), (5, None), (5, 5)])
def test_an_absolute_formula_needs_room_between_its_bounds(floor, ceiling):
    money = [None if amount is None else Money.euros(amount) for amount in (floor, ceiling)]
    with pytest.raises(Refused, match="scoring.bounds"):
        score(PriceRule(Formula.ABSOLUTE, Fraction(60), *money), {"A": Bid(Money(5))})


def test_an_unknown_formula_is_an_error():
    with pytest.raises(ValueError):
        Formula("regel van vier")


def test_no_bids_no_ranking():
    assert score(rule_for(Formula.MINMAX), {}).order == ()
    with pytest.raises(KeyError):
        without(rule_for(Formula.MINMAX), {}, "A")


def test_gunnen_op_waarde_puts_the_lowest_result_first():
    bids = {
        "A": Bid(Money.euros(80000), quality_value=Money.euros(1500)),
        "B": Bid(Money.euros(78000)),
    }
    scores = score(PriceRule(Formula.VALUE), bids)
    assert scores.order == ("B", "A")
    assert scores.fictitious["A"] == Money.euros(78500)


def test_the_mix_of_scenarios_is_rounded_half_up():
    assert mixed_total({"a": Money(1), "b": Money(2)}, {"a": 50, "b": 50}) == Money(2)


@pytest.mark.parametrize("weights", [{"a": 100}, {"a": 50, "b": 49}, {"a": 150, "b": -50}])
def test_weights_cover_every_scenario_and_make_100(weights):
    with pytest.raises(ValueError):
        mixed_total({"a": Money(1), "b": Money(2)}, weights)
