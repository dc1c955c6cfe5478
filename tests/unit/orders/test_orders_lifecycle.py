"""An order walks its chain in one direction and leaves it at the right moments only."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from renogroep.base.errors import Refused
from renogroep.orders.rules.lifecycle import (
    BEFORE_FREEZE,
    CONFIRMED,
    LABELS,
    MOVES,
    ORDERS,
    WAVE_LABELS,
    WAVES,
    OrderState,
    WaveState,
)

S, W = OrderState, WaveState

CHAIN = ["freeze", "plan", "start", "hand_over", "invoice", "settle"]


@pytest.mark.parametrize("signing", [["order"], ["ask_co_owner", "co_sign"]])
def test_from_indicative_price_to_settled(signing):
    state = S.INDICATIVE
    for move in ["say_provisional_yes", "survey", *signing, *CHAIN]:
        state = ORDERS.after(state, move)
    assert state == S.SETTLED


def test_confirmed_is_ordered_and_later_and_nothing_else():
    assert {
        S.ORDERED, S.FROZEN, S.PLANNED, S.IN_WORKS, S.HANDED_OVER, S.INVOICED, S.SETTLED,
    } == CONFIRMED  # fmt: skip
    assert {S.ORDERED} == CONFIRMED & BEFORE_FREEZE


@pytest.mark.parametrize("state", sorted(set(S) - BEFORE_FREEZE))
def test_after_the_freeze_nobody_withdraws(state):
    with pytest.raises(Refused, match="order.wrong_state"):
        ORDERS.after(state, "withdraw")


def test_a_changed_survey_needs_a_new_yes():
    assert ORDERS.after(S.AWAITING_CO_OWNER, "survey_again") == S.SURVEYED
    with pytest.raises(Refused):
        ORDERS.after(S.ORDERED, "survey_again")


def test_who_was_measured_before_is_carried_and_nobody_else_skips_the_yes():
    assert ORDERS.after(S.INDICATIVE, "carry") == S.SURVEYED
    assert [state for state in S if ORDERS.may(state, "carry")] == [S.INDICATIVE]


def test_wave_walks_to_done_or_lapses():
    state = W.ORDERING
    for move in ["freeze", "start", "finish"]:
        state = WAVES.after(state, move)
    assert state == W.DONE
    assert WAVES.after(W.ORDERING, "lapse") == W.LAPSED
    with pytest.raises(Refused, match="wave.wrong_state"):
        WAVES.after(W.EXECUTING, "lapse")


def test_every_state_has_a_label():
    assert set(LABELS) == set(S)
    assert set(WAVE_LABELS) == set(W)


class AnyClicking(RuleBasedStateMachine):
    """Clicks at random; refused clicks change nothing."""

    def __init__(self):
        super().__init__()
        self.state, self.path = S.INDICATIVE, [S.INDICATIVE]

    @rule(move=st.sampled_from(sorted(MOVES)))
    def click(self, move):
        try:
            self.state = ORDERS.after(self.state, move)
        except Refused:
            return
        self.path.append(self.state)

    @invariant()
    def nothing_binding_before_a_survey(self):
        assert S.ORDERED not in self.path or S.SURVEYED in self.path

    @invariant()
    def an_ended_order_stays_ended(self):
        ended = {S.WITHDRAWN, S.LAPSED, S.CANCELLED, S.SETTLED}
        assert not ended & set(self.path[:-1])


TestAnyClicking = AnyClicking.TestCase
