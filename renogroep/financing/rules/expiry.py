"""When does somebody have to look for the next version, and what do pages say once this one ended?"""

from dataclasses import dataclass
from datetime import date, timedelta

WARN_DAYS = 60  # before the last day or the day of review; ours (HOUSEHOLD 4, 7; 2026-11-29)
RED_DAYS = 14
STILL_SHOWN = 92  # days for which the ceilings of last year are shown as such; ours


@dataclass(frozen=True, slots=True)
class Ending:
    """A version without a successor that ends, or that somebody must read again."""

    last: date
    ends: bool  # False: only to be read again
    red: bool
    over: bool


def ending(valid_until: date | None, review_on: date | None, today: date) -> Ending | None:
    """What is said of the newest version of a kind; None while it is not yet time.

    From 60 days before its last day (or the day on which its source is read again), red from 14
    days before, and until there is a successor: afterwards too.
    """
    last = valid_until or review_on
    if last is None or today < last - timedelta(days=WARN_DAYS):
        return None
    return Ending(
        last=last,
        ends=valid_until is not None,
        red=today >= last - timedelta(days=RED_DAYS),
        over=today > last,
    )


@dataclass(frozen=True, slots=True)
class Told:
    """Which ceilings of income a page may show.

    on         a day on which they held; None: none may be shown, groups in words only
    of_year    they are those of an earlier year, and the next are not known yet
    """

    on: date | None
    of_year: int | None = None


def told_ceilings(valid_until: date | None, today: date) -> Told:
    """For the newest version that started; after its end for 92 days as those of its year."""
    if valid_until is None or today <= valid_until:
        return Told(today)
    if today <= valid_until + timedelta(days=STILL_SHOWN):
        return Told(valid_until, valid_until.year)
    return Told(None)


def told_without_ceilings(told_on: date | None, valid_until: date | None) -> bool:
    """Was an income group told while the ceilings of that day were not known?

    valid_until   of the newest version that had started then
    """
    return told_on is not None and valid_until is not None and told_on > valid_until
