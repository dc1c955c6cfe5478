"""Do cases open, close and come due as promised?"""

from datetime import date

import pytest

from renogroep.base.errors import Refused
from renogroep.owners.rules.cases import (
    LOSS_LABELS,
    MOVES,
    CaseState,
    LossReason,
    first_call_due,
    next_state,
    read_loss_reason,
)


@pytest.mark.parametrize("state", list(CaseState))
@pytest.mark.parametrize("move", list(MOVES))
def test_a_case_moves_only_where_the_table_says(state, move):
    allowed, target = MOVES[move]
    if state in allowed:
        assert next_state(state, move) is target
    else:
        with pytest.raises(Refused):
            next_state(state, move)


def test_a_case_closes_with_a_reason_of_the_list():
    assert read_loss_reason("co_owner") is LossReason.CO_OWNER
    assert set(LOSS_LABELS) == set(LossReason)
    with pytest.raises(Refused) as refusal:
        read_loss_reason("bored")
    assert refusal.value.code == "case.reason"


def test_due_days_are_working_days():
    friday, holiday = date(2026, 11, 6), {date(2026, 11, 11)}
    assert first_call_due(friday, holiday) == date(2026, 11, 16)
