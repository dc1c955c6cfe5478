"""Lots with rebates: the best total, every tie, and how many scenarios there are."""

from fractions import Fraction

from renogroep.base.money import Money
from renogroep.quotes.rules.lots import LotBid, Rebate, best_combination, rounded

VECTORS = "lot_combination.json"


def read_rebate(rebate, known):
    known(rebate, "pct", "all_of", "min_lots", "applies_to")
    assert "all_of" in rebate or "min_lots" in rebate
    covers = rebate.get("applies_to")
    return Rebate(
        Fraction(rebate["pct"]),
        frozenset(rebate.get("all_of", ())),
        rebate.get("min_lots", 0),
        None if covers is None else frozenset(covers),
    )


def read_bid(bid, known):
    known(bid, "prices", "rebates", "max_amount", "max_lots")
    return LotBid(
        {lot: Money.euros(price) for lot, price in bid["prices"].items()},
        tuple(read_rebate(rebate, known) for rebate in bid.get("rebates", ())),
        bid.get("max_lots"),
        Money.euros(bid["max_amount"]) if "max_amount" in bid else None,
    )


def euros(amount):
    return None if amount is None else f"{rounded(amount).decimal:.2f}"


def test_lot_combination_vector(case, known):
    known(case, "id", "lots", "bids", "max_lots_per_bidder", "expected", "note", "source")
    bids = {ref: read_bid(bid, known) for ref, bid in case["bids"].items()}
    choice = best_combination(case["lots"], bids, case.get("max_lots_per_bidder"))
    found = {
        "infeasible": choice.infeasible,
        "optimal_total": euros(choice.optimal),
        "optimal_assignments": list(choice.assignments),
        "unique": choice.unique,
        "lot_by_lot_cheapest": choice.lot_by_lot,
        "lot_by_lot_total_after_rebates": euros(choice.lot_by_lot_total),
        "scenarios_enumerated": choice.scenarios,
        "worst_total": euros(choice.worst),
    }
    expected = case["expected"]
    assert expected
    known(expected, *found)
    in_order = sorted(
        expected.get("optimal_assignments", []), key=lambda a: [a[x] for x in case["lots"]]
    )
    if "optimal_assignments" in expected:
        assert found["optimal_assignments"] == in_order
        assert choice.optimal_count == len(in_order)
    rest = {key: value for key, value in expected.items() if key != "optimal_assignments"}
    assert {key: found[key] for key in rest} == rest
    assert choice.infeasible is expected.get("infeasible", False)
