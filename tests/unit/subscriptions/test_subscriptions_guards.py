"""An interest is confirmed in time and once; it stops while it is live, and never over a running order."""

from datetime import date, timedelta

import pytest

from renogroep.subscriptions.rules.guards import InterestNow, SubscriptionAct, why_not
from renogroep.subscriptions.rules.lifecycle import LIVE, SubscriptionState

STOP, CONFIRM = SubscriptionAct.STOP_INTEREST, SubscriptionAct.CONFIRM
LAST = date(2026, 12, 22)
WAITING = {
    "state": SubscriptionState.INTERESTED,
    "confirm_by": LAST,
    "confirmed": False,
    "today": LAST,
}


@pytest.mark.parametrize("state", SubscriptionState)
@pytest.mark.parametrize("running", [False, True])
def test_stopping_an_interest(state, running):
    refused = why_not(STOP, InterestNow(state=state, running=running))
    if state not in LIVE:
        assert refused is not None
        assert refused.code == "subscription.wrong_state"
    elif running:
        assert refused is not None
        assert refused.code == "subscription.has_order"
    else:
        assert refused is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, None),
        ({"today": LAST - timedelta(days=21)}, None),
        ({"today": LAST + timedelta(days=1)}, "subscription.confirm_late"),
        ({"goes_on": False}, "subscription.confirm_over"),
        ({"confirmed": True}, "subscription.wrong_state"),
        ({"confirm_by": None}, "subscription.wrong_state"),
        *[
            ({"state": state}, "subscription.wrong_state")
            for state in set(SubscriptionState) - {SubscriptionState.INTERESTED}
        ],
    ],
)
def test_confirming_an_interest(change, code):
    refused = why_not(CONFIRM, InterestNow(**{**WAITING, **change}))
    assert (refused.code if refused else None) == code


def test_what_nobody_confirmed_may_still_stop():
    assert why_not(STOP, InterestNow(**WAITING)) is None
