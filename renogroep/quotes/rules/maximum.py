"""Which one amount is the most that a household pays, and which offer is best at its worst?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from renogroep.base.money import ZERO, Money
from renogroep.base.names import sort_key
from renogroep.quotes.rules.home_price import HomePrice, PricedLine, Quantities, home_ceiling

ALONE = 1  # a run of one home: it carries its whole scaffold


def maximum_of(final: Money | None, ceiling: Money | None, alone: Money | None) -> Money | None:
    """The one figure of a home: the first that is there; None while there is no price.

    final     fixed at the freeze
    ceiling   of the order
    alone     the ceiling with the whole scaffold, while there is no order
    All three excl. VAT or all three incl. VAT. An amount of zero is a figure.
    Source: design "One maximum", 2026-11-29.
    """
    return next((amount for amount in (final, ceiling, alone) if amount is not None), None)


def ceiling_alone(prices: Sequence[PricedLine], quantities: Quantities, minimum: int) -> HomePrice:
    """The ceiling of a home that carries its whole scaffold, excl. VAT: nobody joins it.

    minimum   as ``home_ceiling``, which says what is raised.
    Source: design, "the whole scaffold (run of 1)", 2026-11-29. H1 at B: 7,908.00 + 720 +
    3,000/6 = 9,128.00.
    """
    return home_ceiling(prices, quantities, ALONE, minimum)


@dataclass(frozen=True, slots=True)
class OwnShare:
    """What a household pays itself at one contractor; None where it is not known.

    alone    with the whole scaffold
    shared   when a neighbour on the same scaffold joins in
    """

    alone: Money | None = None
    shared: Money | None = None

    @property
    def worst(self) -> Money | None:
        """The higher of the two: what a household can count on never to pass."""
        return max((a for a in (self.alone, self.shared) if a is not None), default=None)


def by_worst_share(shares: Mapping[str, OwnShare]) -> tuple[str, ...]:
    """The contractors of a comparison, lowest worst own share first, then by name; unknown last.

    Source: design, "the comparison sorts by the worst own share", 2026-11-29.
    """

    def place(firm: str) -> tuple[bool, Money, str, str]:
        worst = shares[firm].worst
        return worst is None, worst or ZERO, sort_key(firm), firm

    return tuple(sorted(shares, key=place))
