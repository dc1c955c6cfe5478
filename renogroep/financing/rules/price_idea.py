"""What could these works cost for a home that nobody measured yet?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from renogroep.base.calendar import months_later
from renogroep.base.hiding import HIDE_BELOW
from renogroep.base.money import Money
from renogroep.base.numbers import half_up
from renogroep.base.text import Text
from renogroep.base.units import QUANTITY_SCALE, Quantity
from renogroep.financing.rules.premium import Applicant, PremiumOutcome, PremiumWork, premiums
from renogroep.financing.rules.reference_price import EXCL, INCL_6, ReferencePriceRule
from renogroep.financing.rules.versions import PremiumVersion

LEAST_HOMES = HIDE_BELOW  # fewer could be recognised in the lowest and the highest
WINDOW_MONTHS = 24  # older final prices say little of today (HOUSEHOLD 5; 2026-11-29)
_STEP = 100_00  # cents: an idea is said in hundreds of euro
_ENOUGH = 1_000  # times the works: an invoice at which every premium stands at its maximum
# What an amount with its VAT is divided by; a row that only says "incl" cannot be counted with.
_EXCL = {EXCL: Fraction(1), INCL_6: Fraction(106, 100)}


@dataclass(frozen=True, slots=True)
class HomePrice:
    """What one home pays in the end, excl. VAT, for how many m²."""

    dwelling: int
    final: Money
    area: Quantity
    frozen_on: date

    @property
    def per_m2(self) -> Fraction:
        """In cents. ZeroDivisionError without an area."""
        return Fraction(self.final.cents * QUANTITY_SCALE, self.area.scaled)


@dataclass(frozen=True, slots=True)
class UnitSpan:
    """The lowest and the highest price per m², in cents excl. VAT, and whose prices these are.

    homes   how many homes here; 0: the rows of ``sources``
    years   of the first and the last price
    """

    low: Fraction
    high: Fraction
    years: tuple[int, int]
    homes: int = 0
    sources: tuple[ReferencePriceRule, ...] = ()


@dataclass(frozen=True, slots=True)
class PremiumSpan:
    """The premium of one income category, for the lowest and the highest price; None: not known."""

    category: int
    low: Money | None
    high: Money | None
    outcome: PremiumOutcome  # at the highest price

    @property
    def reason(self) -> Text:
        """Why it is this, nothing or not known."""
        return self.outcome.missing[0] if self.outcome.missing else self.outcome.reason


@dataclass(frozen=True, slots=True)
class PriceIdea:
    """From and to, incl. VAT, in hundreds of euro rounded outward."""

    low: Money
    high: Money
    vat_percent: int
    premiums: tuple[PremiumSpan, ...]


def span_of_homes(prices: Iterable[HomePrice], on: date) -> UnitSpan | None:
    """From the final prices of the last 24 months; None for fewer than five homes.

    prices   one per frozen order; of a home with several only the newest counts. A price that lost
             is none of these.
    Without an area or a price a home does not count. The day 24 months ago counts.

    Source: HOUSEHOLD 5 (2026-11-29).
    """
    newest: dict[int, HomePrice] = {}
    for price in sorted(prices, key=lambda one: one.frozen_on):
        in_time = price.frozen_on <= on <= months_later(price.frozen_on, WINDOW_MONTHS)
        if in_time and price.area.scaled > 0 and price.final.cents > 0:
            newest[price.dwelling] = price
    if len(newest) < LEAST_HOMES:
        return None
    found = list(newest.values())
    per_m2 = [price.per_m2 for price in found]
    years = [price.frozen_on.year for price in found]
    return UnitSpan(min(per_m2), max(per_m2), (min(years), max(years)), homes=len(found))


def span_of_reference(rules: Sequence[ReferencePriceRule]) -> UnitSpan | None:
    """From the rows that ``for_idea`` gives; None when none has a price per m² that we can read.

    Source: HOUSEHOLD 5 (2026-11-29).
    """
    usable = tuple(rule for rule in rules if rule.unit == "m2" and rule.vat in _EXCL)
    if not usable:
        return None
    years = [rule.year for rule in usable]
    return UnitSpan(
        low=min(rule.low_eur.cents / _EXCL[rule.vat] for rule in usable),
        high=max(rule.high_eur.cents / _EXCL[rule.vat] for rule in usable),
        years=(min(years), max(years)),
        sources=usable,
    )


def price_idea(
    span: UnitSpan,
    *,
    measure: str,
    low: Quantity,
    high: Quantity,
    vat_percent: int,
    premium: PremiumVersion | None,
    on: date,
    who: Sequence[Applicant],
) -> PriceIdea:
    """Low size x low price to high size x high price, incl. VAT, outward to 100 euro.

    low, high     m² of the works: the smallest and the largest that this home could have
    vat_percent   of works in this home
    who           one per income category that is shown; each with a category
    raises        ValueError for a size that is not above zero, or sizes that are turned round

    A premium is counted on the same two amounts excl. VAT, outward to 100 euro too, never above
    what its row can give.

    Source: HOUSEHOLD 5 and 12 (2026-11-29): a row house, 50-80 m² at 80-170 euro.
    """
    if not 0 < low.scaled <= high.scaled:
        raise ValueError("a size lies above zero, and the smallest is not above the largest")
    least, most = _exact(span.low, low), _exact(span.high, high)
    with_vat = Fraction(100 + vat_percent, 100)
    sizes = ((_money(least), low), (_money(most), high))
    return PriceIdea(
        low=_down(least * with_vat),
        high=_up(most * with_vat),
        vat_percent=vat_percent,
        premiums=tuple(_premium(premium, on, one, measure, sizes) for one in who),
    )


def _premium(
    version: PremiumVersion | None,
    on: date,
    who: Applicant,
    measure: str,
    sizes: Sequence[tuple[Money, Quantity]],
) -> PremiumSpan:
    if who.category is None:
        raise ValueError("a premium is counted for one income category")
    (least, small), (dear, large) = sizes
    lowest, highest, limit = (
        premiums(version, on=on, who=who, works=[PremiumWork(measure, base, area)])[0]
        for base, area in ((least, small), (dear, large), (dear.times(_ENOUGH), large))
    )
    if lowest.amount is None or highest.amount is None or limit.amount is None:
        return PremiumSpan(who.category, None, None, highest)
    high = min(_up(highest.amount.cents), max(limit.amount, highest.amount))
    return PremiumSpan(who.category, _down(lowest.amount.cents), high, highest)


def _exact(price: Fraction, size: Quantity) -> Fraction:
    return price * Fraction(size.scaled, QUANTITY_SCALE)


def _money(cents: Fraction) -> Money:
    return Money(half_up(cents))


def _down(cents: Fraction | int) -> Money:
    return Money(int(cents // _STEP) * _STEP)


def _up(cents: Fraction | int) -> Money:
    return Money(-int(-cents // _STEP) * _STEP)
