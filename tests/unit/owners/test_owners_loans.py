"""A loan moves only as its table says, and a household is reminded twice before the freeze."""

from datetime import date, timedelta

import pytest

from renogroep.base.errors import Refused
from renogroep.owners.rules.loans import LOANS, OPEN, LoanState, reminder_due

S = LoanState
FREEZE = date(2027, 1, 26)
LONG_AGO = date(2026, 10, 1)
WAY = {
    (S.PROPOSED, "choose"): S.CHOSEN,
    (S.PROPOSED, "decline"): S.DECLINED,
    (S.CHOSEN, "apply"): S.APPLIED,
    (S.APPLIED, "grant"): S.GRANTED,
    (S.APPLIED, "refuse"): S.REFUSED,
    **{(state, "lapse"): S.LAPSED for state in OPEN},
}


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("move", LOANS.moves)
def test_a_move_is_possible_only_from_its_own_states(state, move):
    if (state, move) in WAY:
        assert LOANS.after(state, move) == WAY[state, move]
        return
    with pytest.raises(Refused) as refused:
        LOANS.after(state, move)
    assert refused.value.code == "loan.wrong_state"


def test_every_state_has_a_word_and_three_are_open():
    assert all(str(LOANS.label(state)) for state in S)
    assert {S.PROPOSED, S.CHOSEN, S.APPLIED} == OPEN


@pytest.mark.parametrize(
    ("left", "due"),
    [(22, None), (21, 21), (20, 21), (8, 21), (7, 7), (6, 7), (1, 7), (0, None), (-1, None)],
)
def test_twenty_one_and_seven_days_before_the_freeze(left, due):
    assert reminder_due(FREEZE - timedelta(days=left), FREEZE, LONG_AGO) == due


@pytest.mark.parametrize(
    ("chosen", "left", "due"),
    [
        (22, 21, 21),
        (21, 21, None),
        (20, 20, None),
        (20, 7, 7),
        (8, 7, 7),
        (7, 7, None),
        (3, 2, None),
    ],
)
def test_nobody_is_reminded_of_what_was_just_said(chosen, left, due):
    since = FREEZE - timedelta(days=chosen)
    assert reminder_due(FREEZE - timedelta(days=left), FREEZE, since) == due
