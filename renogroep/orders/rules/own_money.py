"""There is no loan: until when may a household say that it pays by itself?"""

from collections.abc import Collection
from datetime import date

from renogroep.base.calendar import DAY, add_working_days
from renogroep.base.text import Text, t

DAYS = 5  # working days


def own_money_until(today: date, freeze_on: date, holidays: Collection[date] = ()) -> date | None:
    """The last day to say so, always before the freeze; None when no day is left.

    today   the day on which the household is asked
    Source: section 3 of the design of the household account, 2026-11-30.
    """
    last = min(add_working_days(today, DAYS, holidays), freeze_on - DAY)
    return last if today <= last else None


def call_first(reference: str, today: date, holidays: Collection[date] = ()) -> tuple[Text, date]:
    """What the advisor does for a household that wants to talk first, and by when.

    Source: section 8 of the design of the household account, 2026-11-30: the same day + 1.
    """
    what = t(
        "Order %(reference)s: the household wants to talk before it pays by itself or stops. Call.",
        reference=reference,
    )
    return what, add_working_days(today, 1, holidays)
