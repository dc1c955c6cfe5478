"""How many points does each quote get, who is first, and does that hang on somebody else?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from itertools import combinations

from renogroep.base.errors import Refused
from renogroep.base.money import ZERO, Money
from renogroep.base.numbers import half_up


class Formula(StrEnum):
    """Price formulas; the value is stored and announced, in words by ``tenders.rules.criteria``."""

    PROPORTIONAL = "proportional"
    LINEAR_VS_LOWEST = "linear_vs_lowest"
    MINMAX = "minmax"
    ABSOLUTE = "absolute"
    VALUE = "gunnen_op_waarde"


RELATIVE = frozenset({Formula.PROPORTIONAL, Formula.LINEAR_VS_LOWEST, Formula.MINMAX})


@dataclass(frozen=True, slots=True)
class PriceRule:
    """The announced price criterion. ``floor`` and ``ceiling`` belong to ABSOLUTE alone."""

    formula: Formula
    max_points: Fraction = Fraction(0)
    floor: Money | None = None
    ceiling: Money | None = None


@dataclass(frozen=True, slots=True)
class Bid:
    """The compared price excl. VAT, and quality in points or (gunnen op waarde) in euro."""

    price: Money
    quality: Fraction = Fraction(0)
    quality_value: Money = ZERO


@dataclass(frozen=True, slots=True)
class Scores:
    """Exact results. ``order`` goes from first to last, alphabetical inside a tie; ``places`` tells
    the ties: two firsts and then a third. ``fictitious`` is filled by gunnen op waarde alone."""

    order: tuple[str, ...]
    places: dict[str, int]
    price_points: dict[str, Fraction] = field(default_factory=dict)
    total: dict[str, Fraction] = field(default_factory=dict)
    fictitious: dict[str, Money] = field(default_factory=dict)

    @property
    def tie_at_top(self) -> bool:
        """Do two or more quotes share the first place? Held by the worked scores."""
        return sum(1 for place in self.places.values() if place == 1) > 1


def score(rule: PriceRule, bids: Mapping[str, Bid]) -> Scores:
    """Points and ranking by the announced formula, in exact fractions; round only for display.

    bids     contractor -> price excl. VAT and quality; no bids give an empty ranking.
    raises   Refused when a price is zero or negative (relative formulas: ask about the price
             first), or when an absolute formula has no floor below its ceiling.

    Source: PROCUREMENT 1.3 and vectors price_scoring, 2026-11-23. Zero price: CE 252.898.
    """
    _check_prices(rule, bids)
    if rule.formula == Formula.VALUE:
        fictitious = {ref: bid.price - bid.quality_value for ref, bid in bids.items()}
        ranked = {ref: Fraction(-amount.cents) for ref, amount in fictitious.items()}
        return Scores(*_ranking(ranked), fictitious=fictitious)
    prices = {ref: Fraction(bid.price.cents) for ref, bid in bids.items()}
    points = _POINTS[rule.formula](rule, prices) if prices else {}
    totals = {ref: points[ref] + bid.quality for ref, bid in bids.items()}
    return Scores(*_ranking(totals), price_points=points, total=totals)


def _check_prices(rule: PriceRule, bids: Mapping[str, Bid]) -> None:
    least = 1 if rule.formula in RELATIVE else 0
    for ref in sorted(bids):
        if bids[ref].price.cents < least:
            raise Refused(
                "scoring.price_to_query",
                "The price of %(contractor)s is %(price)s. Ask the contractor about it before you score.",
                contractor=ref,
                price=bids[ref].price,
            )


def _ranking(totals: Mapping[str, Fraction]) -> tuple[tuple[str, ...], dict[str, int]]:
    order = tuple(sorted(totals, key=lambda ref: (-totals[ref], ref)))
    places = {ref: 1 + sum(1 for t in totals.values() if t > totals[ref]) for ref in order}
    return order, places


def _proportional(rule: PriceRule, prices: Mapping[str, Fraction]) -> dict[str, Fraction]:
    lowest = min(prices.values())
    return {ref: rule.max_points * lowest / price for ref, price in prices.items()}


def _linear(rule: PriceRule, prices: Mapping[str, Fraction]) -> dict[str, Fraction]:
    lowest = min(prices.values())
    return {
        ref: max(Fraction(0), rule.max_points * (1 - (price - lowest) / lowest))
        for ref, price in prices.items()
    }


def _minmax(rule: PriceRule, prices: Mapping[str, Fraction]) -> dict[str, Fraction]:
    lowest, highest = min(prices.values()), max(prices.values())
    if lowest == highest:
        return dict.fromkeys(prices, rule.max_points)
    return {
        ref: rule.max_points * (highest - price) / (highest - lowest)
        for ref, price in prices.items()
    }


def _absolute(rule: PriceRule, prices: Mapping[str, Fraction]) -> dict[str, Fraction]:
    if rule.floor is None or rule.ceiling is None or rule.ceiling <= rule.floor:
        raise Refused(
            "scoring.bounds",
            "This formula needs a floor price and a higher ceiling price. Fill in both before you publish.",
        )
    width = rule.ceiling.cents - rule.floor.cents
    return {
        ref: min(
            rule.max_points,
            max(Fraction(0), rule.max_points * (rule.ceiling.cents - price) / width),
        )
        for ref, price in prices.items()
    }


_POINTS: dict[Formula, Callable[[PriceRule, Mapping[str, Fraction]], dict[str, Fraction]]] = {
    Formula.PROPORTIONAL: _proportional,
    Formula.LINEAR_VS_LOWEST: _linear,
    Formula.MINMAX: _minmax,
    Formula.ABSOLUTE: _absolute,
}


def without(rule: PriceRule, bids: Mapping[str, Bid], removed: str) -> Scores:
    """The scores when one contractor had not taken part. KeyError when it did not. Raises as score."""
    if removed not in bids:
        raise KeyError(removed)
    return score(rule, {ref: bid for ref, bid in bids.items() if ref != removed})


def order_reverses(before: Scores, after: Scores) -> bool:
    """Do two contractors that are in both rankings change places? A tie that opens or closes is
    not a reversal (Dutch: "rangorde-paradox")."""
    common = [ref for ref in before.order if ref in after.places]
    return any(
        before.places[a] < before.places[b] and after.places[a] > after.places[b]
        for a, b in combinations(common, 2)
    )


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What the ranking would be without one contractor."""

    removed: str
    first: tuple[str, ...]  # who would share the first place
    reverses: bool


def rank_sensitivity(rule: PriceRule, bids: Mapping[str, Bid]) -> list[Sensitivity]:
    """For every contractor: who wins if it drops out, and whether the others change places.

    Never a reason to award otherwise: it is shown beside the ranking. Raises as ``score``.
    Source: PROCUREMENT 1.3, Schotanus on relative scoring, 2026-11-23.
    """
    before = score(rule, bids)
    found = []
    for removed in sorted(bids):
        after = without(rule, bids, removed)
        first = tuple(ref for ref in after.order if after.places[ref] == 1)
        found.append(Sensitivity(removed, first, order_reverses(before, after)))
    return found


def mixed_total(totals: Mapping[str, Money], weights: Mapping[str, int]) -> Money:
    """One price to compare: the mean of the announced scenarios by their weights, half up to the cent.

    totals    scenario -> total excl. VAT
    weights   scenario -> per cent; together 100
    raises    ValueError when the scenarios differ or the weights are not 100 together.

    Source: MONEY "Who chooses": ranked on announced, weighted scenarios of N, 2026-11-23.
    """
    if set(totals) != set(weights):
        raise ValueError("every scenario needs a total and a weight")
    if sum(weights.values()) != 100 or any(weight < 0 for weight in weights.values()):
        raise ValueError("the weights must be 100 per cent together")
    return Money(half_up(Fraction(sum(totals[s].cents * weights[s] for s in totals), 100)))
