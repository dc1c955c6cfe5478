"""An interest stops while it is live, and never over a running order."""

import pytest

from renogroep.subscriptions.rules.guards import InterestNow, SubscriptionAct, why_not
from renogroep.subscriptions.rules.lifecycle import LIVE, SubscriptionState

STOP = SubscriptionAct.STOP_INTEREST


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
