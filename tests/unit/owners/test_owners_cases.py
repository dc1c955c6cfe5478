"""Do cases open, close and come due as promised?"""

from datetime import date

import pytest

from renogroep.base.errors import Refused
from renogroep.owners.rules.cases import (
    CASES,
    HAND_OVERS,
    LOSS_LABELS,
    TASKS,
    HandOverState,
    LossReason,
    first_call_due,
    read_loss_reason,
)


@pytest.mark.parametrize(
    ("table", "state", "move", "after"),
    [
        (CASES, "open", "close", "closed"),
        (CASES, "closed", "reopen", "open"),
        (CASES, "closed", "close", "case.wrong_state"),
        (CASES, "open", "reopen", "case.wrong_state"),
        (TASKS, "open", "do", "done"),
        (TASKS, "open", "supersede", "superseded"),
        (TASKS, "done", "do", "task.done"),
        (TASKS, "superseded", "do", "task.done"),
        (TASKS, "done", "supersede", "task.done"),
    ],
)
def test_a_case_and_a_task_move_only_where_the_table_says(table, state, move, after):
    if table.may(state, move):
        assert table.after(state, move) == after
    else:
        with pytest.raises(Refused) as refused:
            table.after(state, move)
        assert refused.value.code == after


def test_every_state_has_words():
    for table in (CASES, TASKS):
        assert set(table.noun.labels) == set(table.states)


def test_a_case_closes_with_a_reason_of_the_list():
    assert read_loss_reason("co_owner") is LossReason.CO_OWNER
    assert set(LOSS_LABELS) == set(LossReason)
    with pytest.raises(Refused) as refusal:
        read_loss_reason("bored")
    assert refusal.value.code == "case.reason"


def test_due_days_are_working_days():
    friday, holiday = date(2026, 11, 6), {date(2026, 11, 11)}
    assert first_call_due(friday, holiday) == date(2026, 11, 16)


@pytest.mark.parametrize("move", ["accept", "decline", "take_back"])
def test_a_hand_over_is_answered_once(move):
    with pytest.raises(Refused, match=r"^hand_over\.answered:"):
        HAND_OVERS.after(HandOverState.ACCEPTED, move)
