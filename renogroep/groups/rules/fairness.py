"""Does one group come off worse than another?"""

from collections.abc import Mapping
from dataclasses import dataclass

from renogroep.base.money import Money
from renogroep.base.text import Text, t


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """A group in numbers. ``price`` is of the same reference home everywhere, None before quotes."""

    size: int
    price: Money | None = None
    low_budget: bool = False


@dataclass(frozen=True, slots=True)
class Fairness:
    """What a lead looks at before it approves the groups."""

    smallest: int
    largest: int
    left_out: int
    price_gap: Money | None
    warnings: tuple[Text, ...]


def fairness(groups: Mapping[int, GroupFigures], left_out: int) -> Fairness:
    """Sizes, who was left out, and the price gap between the dearest and the cheapest group.

    groups   group number -> figures; empty is allowed and gives zeros
    returns  price_gap None until two groups have a price. A warning for everybody left out and for
             each low-budget group that pays more than a group that is not.

    Source: FEATURES M05 (2026-11-23).
    """
    sizes = [figures.size for figures in groups.values()]
    prices = [figures.price for figures in groups.values() if figures.price is not None]
    warnings = []
    if left_out:
        warnings.append(
            t(
                "Homes without a group: %(count)s. Look whether a smaller group helps.",
                count=left_out,
            )
        )
    others = [f.price for f in groups.values() if f.price is not None and not f.low_budget]
    for number, figures in sorted(groups.items()):
        if (
            figures.low_budget
            and figures.price is not None
            and others
            and figures.price > min(others)
        ):
            warnings.append(
                t(
                    "Group %(number)s has a small budget, but pays %(gap)s more for the same home than another group.",
                    number=number,
                    gap=figures.price - min(others),
                )
            )
    return Fairness(
        smallest=min(sizes, default=0),
        largest=max(sizes, default=0),
        left_out=left_out,
        price_gap=max(prices) - min(prices) if len(prices) > 1 else None,
        warnings=tuple(warnings),
    )
