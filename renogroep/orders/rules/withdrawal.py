"""Until when may a household take its order back, and is there a place for another?"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from renogroep.base.calendar import DAY, next_working_day
from renogroep.orders.rules.lifecycle import TAKES_PLACE, OrderState


def withdraw_until(ordered_on: date, days: int, holidays: Collection[date] = ()) -> date:
    """The last day on which the household may withdraw without cost or reason.

    ordered_on   the day on which the order became binding: the last signature. It does not count.
    days         calendar days, of the period "withdrawal" of that day
    A last day in the weekend or on a holiday moves to the next working day (Regulation 1182/71),
    the reading that never takes a day from the household.
    Source: Belgian Code of Economic Law (WER) art. VI.47 and VI.67, after Directive 2011/83/EU
    art. 9 (2026-11-23).
    """
    return next_working_day(ordered_on + DAY * days, holidays)


@dataclass(frozen=True, slots=True)
class Placed:
    """An order and the places it takes: 1, or the participating units of a co-ownership."""

    state: OrderState
    places: int = 1


def places_taken(orders: Iterable[Placed]) -> int:
    """Places of signed orders: waiting for a co-owner, ordered and later. An earlier yes takes none."""
    return sum(order.places for order in orders if order.state in TAKES_PLACE)


def has_place(taken: int, most: int | None, wanted: int = 1) -> bool:
    """Do ``wanted`` more places fit in ``most`` (None: no limit)?

    Source: DESIGN section 2: interest has no maximum, order places have, 2026-11-23.
    """
    return most is None or taken + wanted <= most
