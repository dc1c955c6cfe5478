"""How do the quotes rank by the announced criteria, and what is still missing?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base.errors import Refused
from renogroep.quotes.models import Quote, Score
from renogroep.quotes.queries import comparing, opened
from renogroep.quotes.rules.compared_price import ComparedPrice
from renogroep.quotes.rules.scoring import (
    Bid,
    Formula,
    PriceRule,
    Scores,
    Sensitivity,
    rank_sensitivity,
    score,
)
from renogroep.tenders.models import Criterion, Lot, Package
from renogroep.tenders.rules.criteria import PRICE
from renogroep.tenders.rules.value_guard import why_over

SCALE = (0, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class Points:
    """What one quote got on one quality criterion."""

    criterion: Criterion
    percent: int
    reason: str

    @property
    def points(self) -> Fraction:
        """Exact points of the announced weight."""
        return Fraction(self.criterion.weight * self.percent, 100)


@dataclass(frozen=True, slots=True)
class Ranked:
    """One quote in the ranking; every number exact."""

    quote: Quote
    name: str
    place: int
    price: ComparedPrice
    price_points: Fraction
    quality: tuple[Points, ...]
    total: Fraction


@dataclass(frozen=True, slots=True)
class Ranking:
    """From first to last; empty while a score is missing.

    missing       (firm, criterion) without a score
    sensitivity   who would win when one firm had not taken part
    """

    rows: tuple[Ranked, ...]
    missing: tuple[tuple[str, str], ...]
    sensitivity: tuple[Sensitivity, ...]

    @property
    def first(self) -> tuple[Ranked, ...]:
        """Who stands first; more than one is a tie."""
        return tuple(row for row in self.rows if row.place == 1)


def quality_criteria(package: Package) -> list[Criterion]:
    """The criteria that people judge, in order."""
    return [criterion for criterion in package.criteria if criterion.code != PRICE]


def price_criterion(package: Package) -> Criterion | None:
    """The price criterion."""
    return next((c for c in package.criteria if c.code == PRICE), None)


def scores(session: Session, quotes: Sequence[Quote]) -> dict[tuple[int, int], Score]:
    """(quote, criterion) -> score."""
    rows = session.scalars(select(Score).where(Score.quote_id.in_([q.id for q in quotes])))
    return {(row.quote_id, row.criterion_id): row for row in rows}


def price_rule(criterion: Criterion) -> PriceRule:
    """The announced formula with its announced points."""
    return PriceRule(
        formula=Formula(criterion.formula or Formula.PROPORTIONAL),
        max_points=Fraction(criterion.weight),
        floor=criterion.floor,
        ceiling=criterion.ceiling,
    )


def ranking(session: Session, lot: Lot) -> Ranking:
    """The ranking of the regular quotes of a lot by the announced criteria.

    raises   Refused when a price is zero or the formula lacks its bounds: ask about it first.
    """
    quotes = opened.quotes_of_lot(session, lot.id, opened.REGULAR)
    names = opened.labels(quotes)
    given = scores(session, quotes)
    criteria = quality_criteria(lot.package)
    missing = tuple(
        (names[q.id], c.title) for q in quotes for c in criteria if (q.id, c.id) not in given
    )
    price = price_criterion(lot.package)
    if missing or not quotes or price is None:
        return Ranking((), missing, ())
    prices = comparing.compared(session, lot)
    quality = {q.id: tuple(_points(given, q, c) for c in criteria) for q in quotes}
    bids = {
        names[q.id]: Bid(prices[q.id].mixed, sum((p.points for p in quality[q.id]), Fraction(0)))
        for q in quotes
    }
    rule = price_rule(price)
    outcome = score(rule, bids)
    by_name = {names[q.id]: q for q in quotes}
    rows = tuple(_ranked(outcome, name, by_name[name], prices, quality) for name in outcome.order)
    return Ranking(rows, (), tuple(rank_sensitivity(rule, bids)))


def _points(given: Mapping[tuple[int, int], Score], quote: Quote, criterion: Criterion) -> Points:
    row = given[(quote.id, criterion.id)]
    return Points(criterion, row.percent, row.reason)


def _ranked(
    outcome: Scores,
    name: str,
    quote: Quote,
    prices: Mapping[int, ComparedPrice],
    quality: Mapping[int, tuple[Points, ...]],
) -> Ranked:
    return Ranked(
        quote=quote,
        name=name,
        place=outcome.places[name],
        price=prices[quote.id],
        price_points=outcome.price_points[name],
        quality=quality[quote.id],
        total=outcome.total[name],
    )


def over_maximum(lot: Lot, row: Ranked) -> Refused | None:
    """Why this quote cannot be decided for: its largest scenario is above the announced value."""
    homes = [scenario.homes for scenario in comparing.announced(lot.package)]
    largest = row.price.scenarios[homes.index(max(homes))]
    return why_over(lot.package.max_value, largest)


def stored_ranking(ranking: Ranking, lot: Lot) -> list[dict[str, Any]]:
    """The ranking as a decision keeps it: cents and exact fractions as text, nothing rounded."""
    scenarios = comparing.announced(lot.package)
    return [
        {
            "quote_id": row.quote.id,
            "firm": row.name,
            "place": row.place,
            "mixed_cents": row.price.mixed.cents,
            "scenarios": [
                {
                    "homes": s.homes,
                    "runs": s.runs,
                    "weight": s.weight,
                    "cents": row.price.scenarios[place].cents,
                    "filled_cents": row.price.filled[place].cents,
                }
                for place, s in enumerate(scenarios)
            ],
            "price_points": str(row.price_points),
            "quality": [
                {
                    "code": points.criterion.code,
                    "title": points.criterion.title,
                    "weight": points.criterion.weight,
                    "percent": points.percent,
                    "points": str(points.points),
                    "reason": points.reason,
                }
                for points in row.quality
            ],
            "total": str(row.total),
        }
        for row in ranking.rows
    ]
