"""What does a reasoned decision hold?"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from renogroep.base.money import Money


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One place in the ranking as it was decided."""

    quote_id: int
    firm: str
    place: int
    mixed: Money
    scenarios: tuple[tuple[int, int, Money], ...]  # homes, weight, total
    price_points: Fraction
    quality: tuple[dict[str, Any], ...]  # title, weight, percent, points, reason
    total: Fraction
