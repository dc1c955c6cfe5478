"""Too few homes took part: what does a household want now?"""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from renogroep.base.calendar import add_working_days
from renogroep.base.errors import Refused
from renogroep.base.text import N_, Text, t
from renogroep.orders.rules.lifecycle import OrderState
from renogroep.orders.rules.reasons import LapseReason
from renogroep.owners.rules.cases import FIRST_CALL_DAYS


class Afterwards(StrEnum):
    """What it chose. To stop is no choice here: that ends the interest, on its own page."""

    WAIT = "wait"
    OTHER_GROUP = "other_group"


BUTTONS: dict[Afterwards, str] = {
    Afterwards.WAIT: N_("I wait for a next round"),
    Afterwards.OTHER_GROUP: N_("Find me another group"),
}
CHOSEN: dict[Afterwards, str] = {
    Afterwards.WAIT: N_("You wait for a next round. You do not have to do anything."),
    Afterwards.OTHER_GROUP: N_("You want another group. An advisor looks for one and calls you."),
}


def why_not_choose(state: OrderState, reason: str | None, *, newest: bool) -> Refused | None:
    """Why there is nothing to choose any more, or None.

    state, reason   of the order that ended
    newest          no later order of this home in this lot
    Source: FEATURES R12 (wait, other group, stop), 2026-11-23.
    """
    fell = state == OrderState.LAPSED and reason == LapseReason.THRESHOLD
    if fell and newest:
        return None
    return Refused(
        "order.nothing_to_choose",
        "There is nothing to choose here any more. Your own page says where you stand. Call us when you have a question.",
    )


def find_group(reference: str, today: date, holidays: Collection[date] = ()) -> tuple[Text, date]:
    """What an advisor does for a home that wants another group, and by when."""
    what = t(
        "Order %(reference)s fell: too few homes. The household wants another group or contractor. Look for one and call.",
        reference=reference,
    )
    return what, add_working_days(today, FIRST_CALL_DAYS, holidays)
