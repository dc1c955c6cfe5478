"""What goes of somebody who wants it, and what a signed order keeps."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.journeys.rules.erasing import DONE, RUNS, SignedOrder, what_goes
from renogroep.orders.rules.lifecycle import OrderState

KEPT = timedelta(days=3653)
HANDED = date(2027, 6, 11)
LAST = HANDED + KEPT
S = OrderState


def order(state, handed=HANDED):
    return SignedOrder("B-1", "Gevels", "B", state, handed_over_on=handed)


@pytest.mark.parametrize(
    ("state", "today", "runs", "until"),
    [
        (S.AWAITING_CO_OWNER, HANDED, True, None),
        (S.ORDERED, HANDED, True, None),
        (S.FROZEN, HANDED, True, None),
        (S.IN_WORKS, HANDED, True, None),
        (S.HANDED_OVER, HANDED, False, LAST),
        (S.SETTLED, LAST - timedelta(days=1), False, LAST),
        (S.SETTLED, LAST, False, None),
        (S.SETTLED, LAST + timedelta(days=1), False, None),
        (S.WITHDRAWN, HANDED, False, None),
        (S.CANCELLED, HANDED, False, None),
        (S.SURVEYED, HANDED, False, None),
    ],
)
def test_one_order(state, today, runs, until):
    goes = what_goes([order(state)], KEPT, today)
    assert (bool(goes.runs), goes.until) == (runs, until)


def test_nothing_signed_is_nothing_kept():
    goes = what_goes([], KEPT, HANDED)
    assert (goes.runs, goes.stays, goes.until) == ((), (), None)


def test_works_without_a_day_of_handover_are_kept_from_today():
    assert what_goes([order(S.INVOICED, None)], KEPT, HANDED).until == LAST


@given(st.lists(st.sampled_from(list(OrderState))), st.dates(HANDED, date(2050, 1, 1)))
def test_no_order_is_in_the_way_and_kept_at_once(states, today):
    goes = what_goes([order(state) for state in states], KEPT, today)
    assert {one.state for one in goes.runs} == RUNS & set(states)
    assert {one.state for one, _ in goes.stays} <= DONE
    assert all(today < day for _, day in goes.stays)
