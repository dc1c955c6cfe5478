"""Price points: exact fractions, ranking with ties, and what happens without one bidder."""

from fractions import Fraction

import pytest

from renogroep.base.errors import Refused
from renogroep.base.money import ZERO, Money
from renogroep.base.numbers import half_up
from renogroep.quotes.rules.scoring import (
    Bid,
    Formula,
    PriceRule,
    order_reverses,
    rank_sensitivity,
    score,
    without,
)

VECTORS = "price_scoring.json"


def four_decimals(value):
    scaled = half_up(value * 10_000)
    sign = "-" if scaled < 0 else ""
    return f"{sign}{abs(scaled) // 10_000}.{abs(scaled) % 10_000:04d}"


def read_rule(case, known):
    params = case.get("params") or {}
    known(params, "floor", "ceiling")
    return PriceRule(
        Formula(case["formula"]),
        Fraction(case.get("price_max_points", "0")),
        Money.euros(params["floor"]) if "floor" in params else None,
        Money.euros(params["ceiling"]) if "ceiling" in params else None,
    )


def read_bid(bid, known):
    known(bid, "price", "quality", "quality_value")
    return Bid(
        Money.euros(bid["price"]),
        Fraction(bid.get("quality", "0")),
        Money.euros(bid["quality_value"]) if "quality_value" in bid else ZERO,
    )


def compare(scores, expected, known):
    found = {
        "price_points": {ref: four_decimals(p) for ref, p in scores.price_points.items()},
        "price_points_exact": {
            ref: f"{p.numerator}/{p.denominator}" for ref, p in scores.price_points.items()
        },
        "total": {ref: four_decimals(p) for ref, p in scores.total.items()},
        "ranking": list(scores.order),
        "tie_at_top": scores.tie_at_top,
        "fictitious_price": {ref: f"{p.decimal:.2f}" for ref, p in scores.fictitious.items()},
    }
    assert expected
    known(expected, *found)
    assert {key: found[key] for key in expected} == expected


def test_price_scoring_vector(case, known):
    known(
        case, "id", "formula", "price_max_points", "params", "bids", "expected", "expected_error",
        "without", "rank_reversal", "note", "source",
    )  # fmt: skip
    rule = read_rule(case, known)
    bids = {ref: read_bid(bid, known) for ref, bid in case["bids"].items()}
    if "expected_error" in case:
        assert "expected" not in case
        with pytest.raises(Refused):
            score(rule, bids)
        return
    scores = score(rule, bids)
    compare(scores, case["expected"], known)
    if "without" in case:
        known(case["without"], "removed", "expected")
        after = without(rule, bids, case["without"]["removed"])
        compare(after, case["without"]["expected"], known)
        assert order_reverses(scores, after) is case["rank_reversal"]
    elif "rank_reversal" in case:
        assert any(one.reverses for one in rank_sensitivity(rule, bids)) is case["rank_reversal"]
