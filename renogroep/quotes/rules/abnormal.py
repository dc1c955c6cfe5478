"""Which prices are so far from the others that the contractor must be asked?

A flag is a duty to ask, never a rejection. Flags on totals exist only in procurement.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from statistics import median

from renogroep.base.money import Money, UnitPrice
from renogroep.base.numbers import half_up
from renogroep.base.text import Text, t

MIN_TENDERS = 4
QUARTER_FROM = 7  # from this many tenders on a quarter is dropped
DEFAULT_PERCENTAGE = Fraction(15)
PRICE_WEIGHT_FROM = Fraction(50)


class Reading(StrEnum):
    """How to read art. 36 §4 from seven tenders on: a dated setting, the text was not seen."""

    LOWEST_PLUS_TOP_QUARTER = "B_lowest_plus_top_quarter"
    QUARTER_SHARED = "A_quarter_shared"
    QUARTER_EACH_SIDE = "C_quarter_each_side"


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What decides whether the check is a duty; ``documents_apply``: announced voluntarily."""

    contract_type: str  # works, services, fraud_sensitive_services, supplies
    procedure: str  # open, restricted, or another code
    award_basis: str  # price_only, best_price_quality
    price_weight_pct: Fraction
    documents_apply: bool = False


@dataclass(frozen=True, slots=True)
class PriceCheck:
    """The check as it was done: every number that a reader needs to do it again, in cents."""

    reading: Reading
    percentage: Fraction
    n: int
    excluded_lowest: tuple[Money, ...]
    excluded_highest: tuple[Money, ...]
    kept_count: int
    average: Fraction
    threshold: Fraction
    deviation_pct: dict[str, Fraction]  # of every tender from the average; below is negative
    flagged: tuple[str, ...]

    @property
    def average_rounded(self) -> Money:
        """For display; the flags rest on the exact number."""
        return Money(half_up(self.average))

    @property
    def threshold_rounded(self) -> Money:
        """For display; the flags rest on the exact number."""
        return Money(half_up(self.threshold))


def mandatory_check_applies(context: CheckContext, tenders: int) -> bool:
    """Must the totals be checked? Works (or fraud-sensitive services), open or restricted, price
    only or a price weight of at least 50 %, and at least four tenders; or the documents say so.

    "No" does not mean that all prices are fine: art. 35 asks a general look in every procedure.
    Source: KB Plaatsing 18-04-2017 art. 36 §4, via architrave 211 and CE 249.334, 2026-11-23.
    """
    if tenders < MIN_TENDERS:
        return False
    if context.documents_apply:
        return True
    return (
        context.contract_type in ("works", "fraud_sensitive_services")
        and context.procedure in ("open", "restricted")
        and (context.award_basis == "price_only" or context.price_weight_pct >= PRICE_WEIGHT_FROM)
    )


def check_totals(
    totals: Mapping[str, Money],
    percentage: Fraction = DEFAULT_PERCENTAGE,
    reading: Reading = Reading.LOWEST_PLUS_TOP_QUARTER,
) -> PriceCheck:
    """Every tender at least ``percentage`` per cent under the mean of those that are kept.

    totals   contractor -> total excl. VAT after arithmetic correction, of one lot, for the tenders
             taken into consideration. Tenders that are dropped from the mean are tested too.
    raises   ValueError with fewer than four tenders, a total below zero, only totals of zero among
             those that are kept, or a percentage outside 0 to 100. One total of zero is flagged.

    Below seven tenders the lowest and the highest are dropped; from seven on the reading decides.
    Compared without dividing, so nothing is rounded; the bound itself is flagged.
    Source: KB Plaatsing art. 36 §4; from seven on reading B by default, 2026-11-23.
    """
    if len(totals) < MIN_TENDERS:
        raise ValueError("the method needs at least four tenders")
    if any(amount.cents < 0 for amount in totals.values()):
        raise ValueError("no total lies below zero")
    if not 0 <= percentage <= 100:
        raise ValueError("a percentage lies between 0 and 100")
    ordered = sorted(totals.values())
    low, high = _dropped(len(ordered), reading)
    kept = ordered[low : len(ordered) - high]
    kept_sum = sum(amount.cents for amount in kept)
    if not kept_sum:
        raise ValueError("the totals that are kept are all zero")
    average = Fraction(kept_sum, len(kept))
    bound = (100 - percentage) * kept_sum
    return PriceCheck(
        reading=reading,
        percentage=percentage,
        n=len(ordered),
        excluded_lowest=tuple(ordered[:low]),
        excluded_highest=tuple(ordered[len(ordered) - high :]),
        kept_count=len(kept),
        average=average,
        threshold=average * (100 - percentage) / 100,
        deviation_pct={
            ref: (total.cents - average) * 100 / average for ref, total in totals.items()
        },
        flagged=tuple(
            sorted(ref for ref, total in totals.items() if 100 * total.cents * len(kept) <= bound)
        ),
    )


def _dropped(tenders: int, reading: Reading) -> tuple[int, int]:
    """How many of the lowest and how many of the highest stay out of the mean."""
    if tenders < QUARTER_FROM:
        return 1, 1
    quarter = -(-tenders // 4)
    return {
        Reading.LOWEST_PLUS_TOP_QUARTER: (1, quarter),
        Reading.QUARTER_SHARED: (1, quarter - 1),
        Reading.QUARTER_EACH_SIDE: (quarter, quarter),
    }[reading]


def flags_by_reading(
    totals: Mapping[str, Money], percentage: Fraction = DEFAULT_PERCENTAGE
) -> dict[Reading, tuple[str, ...]]:
    """Who is flagged under each reading; when they differ the page says so. Raises as above."""
    return {reading: check_totals(totals, percentage, reading).flagged for reading in Reading}


@dataclass(frozen=True, slots=True)
class OutlierSettings:
    """Limits for unit prices in per cent of the median; recorded before the opening."""

    low_pct: int = 50
    high_pct: int = 200
    min_prices: int = 3


@dataclass(frozen=True, slots=True)
class Outlier:
    """A unit price far from the median of all contractors for that post."""

    line: str
    contractor: str
    price: UnitPrice
    median: Fraction  # in 1/10,000 euro
    low: bool


def outlier_lines(
    prices: Mapping[str, Mapping[str, UnitPrice]], settings: OutlierSettings | None = None
) -> list[Outlier]:
    """Unit prices below 50 % or above 200 % of the median of their post, in order of post and name.

    prices   post -> contractor -> unit price excl. VAT in the same band.
    A post with fewer prices than ``min_prices`` is not judged. A zero price is always low.
    The law gives no percentage for unit prices: the limits are settings (FEATURES M09, 2026-11-23).
    """
    limits = settings or OutlierSettings()
    found = []
    for line in sorted(prices):
        asked = prices[line]
        if len(asked) < limits.min_prices:
            continue
        middle = median(Fraction(price.scaled) for price in asked.values())
        for contractor in sorted(asked):
            price = asked[contractor]
            low = price.scaled * 100 < limits.low_pct * middle or price.scaled == 0
            if low or price.scaled * 100 > limits.high_pct * middle:
                found.append(Outlier(line, contractor, price, middle, low))
    return found


def outlier_sentence(outlier: Outlier, *, procurement: bool) -> Text:
    """What the page says beside a striking unit price, in the words of the mode."""
    usual = UnitPrice(half_up(outlier.median))
    if procurement and outlier.low:
        return t(
            "%(price)s is much lower than the middle price %(usual)s: ask for an explanation in writing.",
            price=outlier.price,
            usual=usual,
        )
    if procurement:
        return t(
            "%(price)s is much higher than the middle price %(usual)s: ask for an explanation in writing.",
            price=outlier.price,
            usual=usual,
        )
    if outlier.low:
        return t("Strikingly low, ask about it. The middle price is %(usual)s.", usual=usual)
    return t("Strikingly high, ask about it. The middle price is %(usual)s.", usual=usual)
