"""Which combination of lots and contractors costs least when rebates hang on what one wins?

No page yet: tenders of lots that are judged together will ask it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from math import lcm

from renogroep.base.errors import Refused
from renogroep.base.money import Money
from renogroep.base.numbers import half_up

MAX_LOTS = 12
MAX_SHOWN = 1000  # equal best assignments that are listed; all of them are counted


@dataclass(frozen=True, slots=True)
class Rebate:
    """A percentage off when its condition holds in the assignment itself.

    all_of       the contractor gets at least these lots; min_lots: at least so many lots
    applies_to   the lots that get cheaper; None: every lot that the contractor gets
    """

    percentage: Fraction
    all_of: frozenset[str] = frozenset()
    min_lots: int = 0
    applies_to: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class LotBid:
    """What one contractor offers. ``max_amount`` holds for its lots together, after rebate."""

    prices: Mapping[str, Money]
    rebates: tuple[Rebate, ...] = ()
    max_lots: int | None = None
    max_amount: Money | None = None


@dataclass(frozen=True, slots=True)
class LotChoice:
    """The best way to give every lot to somebody. Amounts are exact fractions of a cent.

    ``assignments`` are all the best ones (lot -> contractor), the first ``MAX_SHOWN`` of
    ``optimal_count``. Nothing feasible: totals are None and ``scenarios`` is 0.
    """

    optimal: Fraction | None
    assignments: tuple[dict[str, str], ...]
    optimal_count: int
    scenarios: int
    worst: Fraction | None
    lot_by_lot: dict[str, str]
    lot_by_lot_total: Fraction | None
    lots_without_bids: tuple[str, ...]

    @property
    def infeasible(self) -> bool:
        """Is there no way to give out all lots together?"""
        return self.optimal is None

    @property
    def unique(self) -> bool:
        """Is there exactly one best assignment? A tie is shown, never settled in silence."""
        return self.optimal_count == 1


def rounded(amount: Fraction | None) -> Money | None:
    """An exact total in whole cents, for display."""
    return None if amount is None else Money(half_up(amount))


def best_combination(
    lots: Sequence[str], bids: Mapping[str, LotBid], max_lots_per_bidder: int | None = None
) -> LotChoice:
    """Every lot to one contractor so that the whole costs least; exact, with all ties.

    lots     in the order of the documents; bids: contractor -> prices excl. VAT and rebates.
    raises   Refused above 12 lots; ValueError for no lots, a lot named twice, a negative price, or
             a percentage outside 0 to 100.

    Of several active rebates of one contractor only the most favourable counts. Lots without any
    bid make the whole infeasible; the caller may ask again for the other lots. The cheapest per lot
    (ties: first name) ignores limits and is shown to compare with.
    Method: dynamic programming over sets of lots, decision 0008. Source: KB Plaatsing art. 87 §1
    al. 5 and RvS 257.117 (rank once per scenario), 2026-11-23.
    """
    _check(lots, bids)
    names = sorted(bids)
    offers = [_costs(lots, bids[name], max_lots_per_bidder) for name in names]
    scale = lcm(*(cost.denominator for offer in offers for cost in offer.values()))
    table = _Table(
        len(lots), [{won: int(cost * scale) for won, cost in offer.items()} for offer in offers]
    )
    cheapest = _lot_by_lot(lots, bids)
    complete = len(cheapest) == len(lots)
    shown = (
        {lots[place]: names[who] for place, who in winners.items()}
        for winners in islice(table.optimal(), MAX_SHOWN)
    )
    return LotChoice(
        optimal=_unscaled(table.best, scale),
        assignments=tuple(
            sorted(
                ({lot: found[lot] for lot in lots} for found in shown),
                key=lambda found: tuple(found.values()),
            )
        ),
        optimal_count=table.ties,
        scenarios=table.scenarios,
        worst=_unscaled(table.worst, scale),
        lot_by_lot=cheapest,
        lot_by_lot_total=_after_rebates(cheapest, bids) if complete else None,
        lots_without_bids=tuple(lot for lot in lots if lot not in cheapest),
    )


def _check(lots: Sequence[str], bids: Mapping[str, LotBid]) -> None:
    if not lots or len(set(lots)) != len(lots):
        raise ValueError("name every lot once")
    if len(lots) > MAX_LOTS:
        raise Refused(
            "lots.too_many",
            "This package has %(lots)s lots that are judged together. The exact comparison goes up to %(most)s: split the package.",
            lots=len(lots),
            most=MAX_LOTS,
        )
    for bid in bids.values():
        if any(price.cents < 0 for price in bid.prices.values()):
            raise ValueError("a price is not negative")
        if any(not 0 <= rebate.percentage <= 100 for rebate in bid.rebates):
            raise ValueError("a rebate lies between 0 and 100 per cent")


def price_after_rebate(won: Sequence[str], bid: LotBid) -> Fraction:
    """What a contractor asks for exactly these lots, in exact cents. KeyError for a lot without price."""
    gross = sum(bid.prices[lot].cents for lot in won)
    off = Fraction(0)
    for rebate in bid.rebates:
        if rebate.all_of <= set(won) and len(won) >= rebate.min_lots:
            covered = (lot for lot in won if rebate.applies_to is None or lot in rebate.applies_to)
            off = max(off, sum(bid.prices[lot].cents for lot in covered) * rebate.percentage / 100)
    return gross - off


def _costs(
    lots: Sequence[str], bid: LotBid, max_lots_per_bidder: int | None
) -> dict[int, Fraction]:
    """Set of lots (as bits) -> price, for every set that this contractor may win; nothing is 0."""
    limits = [most for most in (bid.max_lots, max_lots_per_bidder) if most is not None]
    most = min(limits, default=len(lots))
    offered = sum(1 << place for place, lot in enumerate(lots) if lot in bid.prices)
    costs = {0: Fraction(0)}
    won = offered
    while won:
        cost = price_after_rebate([lot for place, lot in enumerate(lots) if won >> place & 1], bid)
        fits = bid.max_amount is None or cost <= bid.max_amount.cents
        if fits and won.bit_count() <= most:
            costs[won] = cost
        won = (won - 1) & offered
    return costs


def _lot_by_lot(lots: Sequence[str], bids: Mapping[str, LotBid]) -> dict[str, str]:
    cheapest = {}
    for lot in lots:
        asked = [(bid.prices[lot], name) for name, bid in bids.items() if lot in bid.prices]
        if asked:
            cheapest[lot] = min(asked)[1]
    return cheapest


def _after_rebates(assignment: Mapping[str, str], bids: Mapping[str, LotBid]) -> Fraction:
    won: dict[str, list[str]] = {}
    for lot, name in assignment.items():
        won.setdefault(name, []).append(lot)
    return sum((price_after_rebate(got, bids[name]) for name, got in won.items()), Fraction(0))


def _unscaled(total: int | None, scale: int) -> Fraction | None:
    return None if total is None else Fraction(total, scale)


class _Table:
    """Least and most that each set of lots can cost, contractor by contractor, with counts."""

    def __init__(self, lots: int, offers: list[dict[int, int]]) -> None:
        self.full = (1 << lots) - 1
        self.offers = offers
        self.least: list[dict[int, int]] = [{0: 0}]  # after 0, 1, 2 ... contractors
        most, count, ties = {0: 0}, {0: 1}, {0: 1}
        for offer in offers:
            most, count, ties = self._add(offer, most, count, ties)
        self.best = self.least[-1].get(self.full)
        self.worst = most.get(self.full)
        self.scenarios = count.get(self.full, 0)
        self.ties = ties.get(self.full, 0)

    def _add(
        self,
        offer: Mapping[int, int],
        most: Mapping[int, int],
        count: Mapping[int, int],
        ties: Mapping[int, int],
    ) -> tuple[dict[int, int], dict[int, int], dict[int, int]]:
        """Let one more contractor win any set that is still free."""
        before = self.least[-1]
        least: dict[int, int] = {}
        new_most: dict[int, int] = {}
        new_count: dict[int, int] = {}
        new_ties: dict[int, int] = {}
        for done, cost_before in before.items():
            free = self.full & ~done
            won = free
            while True:  # every set of lots that is still free, the empty one last
                cost = offer.get(won)
                if cost is not None:
                    both, total = won | done, cost_before + cost
                    known = least.get(both)
                    if known is None or total < known:
                        least[both], new_ties[both] = total, ties[done]
                    elif total == known:
                        new_ties[both] += ties[done]
                    dearest = most[done] + cost
                    if known is None or dearest > new_most[both]:
                        new_most[both] = dearest
                    new_count[both] = new_count.get(both, 0) + count[done]
                if not won:
                    break
                won = (won - 1) & free
        self.least.append(least)
        return new_most, new_count, new_ties

    def optimal(self) -> Iterator[dict[int, int]]:
        """Every best assignment: place of the lot -> place of the contractor."""
        if self.best is not None:
            yield from self._back(len(self.offers), self.full, self.best)

    def _back(self, contractors: int, lots: int, cost: int) -> Iterator[dict[int, int]]:
        if contractors == 0:
            yield {}
            return
        who = contractors - 1
        for won, asked in self.offers[who].items():
            rest = lots & ~won
            if won & ~lots or self.least[who].get(rest) != cost - asked:
                continue
            for others in self._back(who, rest, cost - asked):
                yield others | {p: who for p in range(lots.bit_length()) if won >> p & 1}
