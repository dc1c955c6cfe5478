"""What belongs on the page of today, and what of that is too late?"""

from collections.abc import Collection
from datetime import date

from renogroep.base.calendar import add_working_days

HORIZON = 10  # working days


def last_day_shown(today: date, holidays: Collection[date] = ()) -> date:
    """The last day whose work stands on the page of today: ten working days ahead.

    What is due later is no work of today: it stands in its own list. Ten, so that somebody who
    works part time still sees a day before it is there. Source: design of the top of the house,
    "nothing due months ahead", 2026-11-29; the number is ours.
    """
    return add_working_days(today, HORIZON, holidays)


def is_for_today(
    due: date | None, today: date, holidays: Collection[date] = (), *, urgent: bool = False
) -> bool:
    """Work without a day waits for somebody, so it stands there; so does what is urgent."""
    return urgent or due is None or due <= last_day_shown(today, holidays)


def is_late(due: date | None, today: date) -> bool:
    """Our own day is over. The last day itself is in time."""
    return due is not None and due < today
