"""What would this home pay at most with more homes, and can the price still rise?"""

from collections.abc import Sequence
from dataclasses import dataclass

from renogroep.base.money import Money
from renogroep.quotes.rules.home_price import PricedLine, Quantities, home_ceiling
from renogroep.tenders.rules.bands import Band, band_index


@dataclass(frozen=True, slots=True)
class PriceStep:
    """The price excl. VAT of one home when at least ``homes`` take part."""

    homes: int
    price: Money


def price_steps(
    prices: Sequence[PricedLine],
    quantities: Quantities,
    run_size: int,
    bands: Sequence[Band],
    minimum: int,
    maximum: int,
    ceiling: Money,
) -> list[PriceStep]:
    """The price at the minimum and at the start of every higher band, never above the ceiling.

    run_size   homes on the same scaffold now; counted as at most two, as in the ceiling.
    minimum    homes from which the contract exists; maximum: places there are.
    raises     ValueError for a minimum below 1; Refused when a quantity is missing.

    Steps never rise: a higher band may not cost more and the shared costs have more bearers.
    Source: MONEY "Price of a home"; FEATURES R11, 2026-11-23.
    """
    starts = {minimum} | {b.from_homes for b in bands if minimum < b.from_homes <= maximum}
    steps = []
    for homes in sorted(starts):
        band = band_index(bands, homes)
        here = [PricedLine(p.number, p.scope, (p.prices[band],)) for p in prices]
        price = home_ceiling(here, quantities, run_size, homes).total
        steps.append(PriceStep(homes, min(price, ceiling)))
    return steps
