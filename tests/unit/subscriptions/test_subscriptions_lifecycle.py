"""Can interest ever become something that binds, or jump a step?"""

import itertools

import pytest

from renogroep.base.errors import Refused
from renogroep.subscriptions.rules.lifecycle import (
    ENDED,
    INTERESTS,
    LIVE,
    MOVES,
    SCREENED,
    STATE_LABELS,
    SubscriptionState,
)

SCREENABLE = {"subscribed", "screened_fit", "screened_with_change", "not_fit"}
LEGAL = {
    "subscribe": ({"interested"}, "subscribed"),
    "screen_fit": (SCREENABLE, "screened_fit"),
    "screen_with_change": (SCREENABLE, "screened_with_change"),
    "screen_not_fit": (SCREENABLE, "not_fit"),
    "withdraw": (SCREENABLE | {"interested"}, "withdrawn"),
    "expire": (SCREENABLE | {"interested"}, "expired"),
    "resume": ({"withdrawn"}, "subscribed"),
}


@pytest.mark.parametrize(("state", "move"), list(itertools.product(SubscriptionState, MOVES)))
def test_every_move_is_legal_or_refused(state, move):
    allowed, target = LEGAL[move]
    if state.value in allowed:
        assert INTERESTS.after(state, move) == target
    else:
        with pytest.raises(Refused) as refusal:
            INTERESTS.after(state, move)
        assert refusal.value.code == "subscription.wrong_state"


def test_states_are_those_of_the_design_and_have_words():
    assert [state.value for state in SubscriptionState] == [
        "interested",
        "subscribed",
        "screened_fit",
        "screened_with_change",
        "not_fit",
        "withdrawn",
        "expired",
    ]
    assert set(STATE_LABELS) == set(SubscriptionState)
    assert set(SubscriptionState) == LIVE | ENDED
    assert not LIVE & ENDED
    assert SubscriptionState.NOT_FIT not in SCREENED
