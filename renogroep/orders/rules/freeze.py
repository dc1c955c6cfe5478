"""What happens to a wave at its freeze: which contractor goes on, at which final prices?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from renogroep.base.calendar import DAY, add_working_days, next_working_day
from renogroep.base.errors import Refused
from renogroep.base.text import Text, t
from renogroep.financing.rules.periods import PeriodsTable
from renogroep.orders.rules.withdrawal import withdraw_until
from renogroep.quotes.rules.home_price import (
    HomeFinal,
    HomeInWave,
    PricedLine,
    home_finals,
)
from renogroep.quotes.rules.sheet_reading import band_label
from renogroep.tenders.rules.bands import Band, band_index


def earliest_freeze(
    last_order_on: date, periods: PeriodsTable, holidays: Collection[date] = ()
) -> date:
    """The first day on which a wave may freeze: so many days after its last order, and never
    before that household's withdrawal period is over. Never a public holiday: nobody fixes prices
    or answers the phone then.

    Source: MONEY "Phases and thresholds", 2026-11-23.
    """
    last = withdraw_until(last_order_on, periods.days("withdrawal"), holidays)
    return working_freeze(max(last_order_on + DAY * periods.days("freeze"), last + DAY), holidays)


def working_freeze(day: date, holidays: Collection[date]) -> date:
    """``day`` itself, or the next working day when it is a public holiday."""
    return next_working_day(day, holidays) if day in holidays else day


def check_freeze_date(
    freeze_on: date, last_order_on: date, periods: PeriodsTable, holidays: Collection[date] = ()
) -> None:
    """Refused when the freeze lies too close after the last order (or the order deadline), or on a
    public holiday; both name the day that can."""
    earliest = earliest_freeze(last_order_on, periods, holidays)
    if freeze_on < earliest:
        raise Refused(
            "freeze.too_early",
            "The last order is of %(last)s and may be withdrawn. Choose %(earliest)s or later for the freeze.",
            last=last_order_on,
            earliest=earliest,
        )
    working = working_freeze(freeze_on, holidays)
    if working != freeze_on:
        raise Refused(
            "freeze.holiday",
            "%(day)s is a public holiday. Choose %(working)s, the next working day.",
            day=freeze_on,
            working=working,
        )


class Outcome(StrEnum):
    """What the freeze means for one contractor."""

    FROZEN = "frozen"
    BELOW_MINIMUM = "below_minimum"  # no contract arises, unless the contractor waives in time
    EMPTY = "empty"  # nobody ordered


@dataclass(frozen=True, slots=True)
class ContractorInWave:
    """One contractor at the freeze, with the orders that count (conditions met, not withdrawn).

    minimum         of the lot (procurement) or of the contractor itself (group mode)
    waives_minimum  the contractor said in time that it comes anyway, at the ceiling
    """

    prices: Sequence[PricedLine]
    bands: Sequence[Band]
    minimum: int
    homes: Mapping[str, HomeInWave]
    waives_minimum: bool = False


@dataclass(frozen=True, slots=True)
class FreezeDecision:
    """The outcome for one contractor. ``finals`` is empty unless frozen."""

    outcome: Outcome
    n: int
    minimum: int
    finals: dict[str, HomeFinal] = field(default_factory=dict)
    waive_until: date | None = None


def decide_freeze(
    offer: ContractorInWave,
    frozen_on: date,
    waiver_days: int,
    holidays: Collection[date] = (),
) -> FreezeDecision:
    """Final prices when the minimum is reached or waived; else the last day to waive it.

    frozen_on   the day of the freeze; the working days for a waiver (``waiver_days``) start the day after.
    raises      ValueError when an ordered home has no ceiling; Refused when it has no quantities.

    No price rises above its ceiling, waived minimum or not: the contractor bears the difference.
    Source: MONEY "Price of a home", who bears what, 2026-11-23.
    """
    if any(home.ceiling is None for home in offer.homes.values()):
        raise ValueError("an ordered home has a ceiling")
    n = len(offer.homes)
    if n == 0:
        return FreezeDecision(Outcome.EMPTY, n, offer.minimum)
    if n < offer.minimum and not offer.waives_minimum:
        last = add_working_days(frozen_on, waiver_days, holidays)
        return FreezeDecision(Outcome.BELOW_MINIMUM, n, offer.minimum, waive_until=last)
    finals = home_finals(offer.prices, offer.homes, offer.bands)
    return FreezeDecision(Outcome.FROZEN, n, offer.minimum, finals)


class Counted(Protocol):
    """What a freeze meant for one contractor: a decision, or the row that was kept of it."""

    @property
    def outcome(self) -> Outcome: ...
    @property
    def n(self) -> int: ...
    @property
    def minimum(self) -> int: ...
    @property
    def waive_until(self) -> date | None: ...


def freeze_text(contractor: str, bands: Sequence[Band], came: Counted) -> Text:
    """The same in one sentence, for staff and for the contractor itself.

    bands   those of its quote, for the prices that hold. Without a ``waive_until`` nobody waits for
            an answer below the minimum any more.
    """
    numbers = {"contractor": contractor, "n": came.n, "minimum": came.minimum}
    if came.outcome == Outcome.EMPTY:
        return t("Nobody ordered from %(contractor)s.", contractor=contractor)
    if came.outcome == Outcome.BELOW_MINIMUM and came.waive_until is None:
        return t(
            "%(contractor)s comes only with %(minimum)s homes and has %(n)s: no contract arises.",
            **numbers,
        )
    if came.outcome == Outcome.BELOW_MINIMUM:
        return t(
            "%(contractor)s comes only with %(minimum)s homes and has %(n)s: no contract arises. It may still come at the ceiling prices, until %(last)s.",
            last=came.waive_until,
            **numbers,
        )
    if came.n < came.minimum:
        return t(
            "%(contractor)s comes with %(n)s homes, below its minimum of %(minimum)s. No price is above its ceiling.",
            **numbers,
        )
    return t(
        "%(contractor)s comes with %(n)s homes. The prices for %(band)s hold.",
        contractor=contractor,
        n=came.n,
        band=band_label(bands[band_index(bands, came.n)]),
    )
