"""On what an order hangs, and when it stands or falls."""

import pytest

from renogroep.base.errors import Refused
from renogroep.orders.rules.conditions import (
    CONDITION_LABELS,
    CONDITION_STATE_LABELS,
    CONDITIONS,
    Condition,
    ConditionState,
    OrderFacts,
    conditions_for,
    counts_at_freeze,
    falls,
    still_open,
)

C = Condition
OPEN, MET, FAILED = ConditionState.OPEN, ConditionState.MET, ConditionState.FAILED


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (OrderFacts(), {C.THRESHOLD}),
        (OrderFacts(needs_loan=True), {C.THRESHOLD, C.FUNDING}),
        (OrderFacts(needs_permit=True, has_co_owner=True), {C.THRESHOLD, C.PERMIT, C.CO_OWNER}),
        (OrderFacts(has_co_owner=True, is_co_ownership=True), {C.THRESHOLD, C.VME_VOTE}),
    ],
)
def test_what_an_order_hangs_on(facts, expected):
    states = conditions_for(facts)
    assert set(states) == expected
    assert set(states.values()) == {OPEN}


@pytest.mark.parametrize(
    ("states", "fallen", "at_freeze"),
    [
        ({}, False, True),
        ({C.THRESHOLD: MET, C.FUNDING: MET}, False, True),
        ({C.THRESHOLD: OPEN, C.FUNDING: MET}, False, True),
        ({C.THRESHOLD: MET, C.FUNDING: OPEN}, False, False),
        ({C.THRESHOLD: OPEN, C.FUNDING: FAILED}, True, False),
        ({C.THRESHOLD: FAILED}, True, False),
    ],
)
def test_stands_or_falls(states, fallen, at_freeze):
    assert falls(states) is fallen
    assert counts_at_freeze(states) is at_freeze


def test_what_is_still_open_comes_in_a_fixed_order():
    states = {C.PERMIT: OPEN, C.FUNDING: MET, C.THRESHOLD: OPEN}
    assert still_open(states) == (C.THRESHOLD, C.PERMIT)


def test_everything_has_words():
    assert set(CONDITION_LABELS) == set(Condition)
    assert set(CONDITION_STATE_LABELS) == set(ConditionState)


@pytest.mark.parametrize(("move", "after"), [("meet", MET), ("fail", FAILED)])
def test_a_condition_is_decided_once(move, after):
    assert CONDITIONS.after(OPEN, move) == after
    for decided in (MET, FAILED):
        with pytest.raises(Refused, match="condition.not_open"):
            CONDITIONS.after(decided, move)
