"""About how much do these works cost for one home, to ask whether somebody can pay for them?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from renogroep.base.money import Money
from renogroep.base.units import QUANTITY_SCALE, Quantity

_STEP = 100_00  # cents: a range is said in hundreds of euro, never more exact than it is
LOW = "low"


@dataclass(frozen=True, slots=True)
class UnitRange:
    """What one unit of a kind of works costs, excl. VAT, in cents; dated data with its source."""

    measure: str  # of the premium rules: wall_outside
    source: str  # the measured quantity that it is counted in: facade_m2
    low: int
    high: int
    origin: str
    confidence: str


UNIT_RANGES_2026 = (
    UnitRange(
        "wall_outside",
        "facade_m2",
        80_00,
        170_00,
        "renovation_costs.csv 2026: façade insulation, all finishes, per m², excl. VAT",
        "medium",
    ),
)


def cost_range(
    prices: Iterable[UnitRange], measure: str, quantities: Mapping[str, Quantity]
) -> tuple[Money, Money] | None:
    """From and to, excl. VAT and before premiums, in hundreds of euro rounded outward.

    prices       what the rules of today know; a price of low confidence is not said
    quantities   of the home as measured, else as the package presumes
    returns      None when no price is known, or a quantity is missing or zero: then the question is
                 asked without an amount

    Source: ROUTING 2026-11-23, question 8 ("EUR [range of this package]").
    """
    low = high = Fraction(0)
    for price in prices:
        if price.measure != measure or price.confidence == LOW:
            continue
        if price.source not in quantities:
            return None
        amount = Fraction(quantities[price.source].scaled, QUANTITY_SCALE)
        low, high = low + price.low * amount, high + price.high * amount
    if not high:
        return None
    return Money(int(low // _STEP) * _STEP), Money(-int(-high // _STEP) * _STEP)
