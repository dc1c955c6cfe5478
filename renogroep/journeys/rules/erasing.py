"""Somebody wants their data gone: what goes now, what stays until when, and what must end first?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from renogroep.orders.rules.lifecycle import OrderState

# Signed, and the works are still to come or going on.
RUNS = frozenset(
    {
        OrderState.AWAITING_CO_OWNER,
        OrderState.ORDERED,
        OrderState.FROZEN,
        OrderState.PLANNED,
        OrderState.IN_WORKS,
    }
)
DONE = frozenset({OrderState.HANDED_OVER, OrderState.INVOICED, OrderState.SETTLED})


@dataclass(frozen=True, slots=True)
class SignedOrder:
    """An order with a signature of this person, as household or as co-owner.

    withdraw_until   the last day to withdraw without a reason; None when there is none yet
    handed_over_on   the day on which the works were handed over
    """

    reference: str
    works: str
    firm: str
    state: OrderState
    withdraw_until: date | None = None
    handed_over_on: date | None = None


@dataclass(frozen=True, slots=True)
class Goes:
    """What becomes of the wish.

    runs    orders that must end first: nothing goes while there is one
    stays   contracts that the law makes us keep, each with the last day; the rest goes now
    """

    runs: tuple[SignedOrder, ...]
    stays: tuple[tuple[SignedOrder, date], ...]

    @property
    def until(self) -> date | None:
        """The day on which the last contract goes too; None when everything goes now."""
        return max((day for _, day in self.stays), default=None)


def what_goes(signed: Iterable[SignedOrder], kept: timedelta, today: date) -> Goes:
    """What goes of somebody who signed these orders.

    kept   how long a contract with its invoices and attests is kept after the handover

    Works that are handed over bind nobody any more, so they never stand in the way. Without a day of
    handover the days count from today. A contract goes on the day itself.
    Source: HOUSEHOLD section 10, "10 years after handover" (decision of the programme, 2026-11-30; the
    data protection officer confirms); AVG art. 17 lid 3 b.
    """
    orders = tuple(signed)
    stays = tuple(
        (one, (one.handed_over_on or today) + kept) for one in orders if one.state in DONE
    )
    return Goes(
        runs=tuple(one for one in orders if one.state in RUNS),
        stays=tuple((one, day) for one, day in stays if today < day),
    )
