"""Why an order that stays behind at the freeze ends."""

import pytest

from renogroep.orders.rules.conditions import Condition, ConditionState
from renogroep.orders.rules.lifecycle import OrderState
from renogroep.orders.rules.reasons import LapseReason, why_not_counted
from renogroep.owners.rules.cases import LossReason


@pytest.mark.parametrize(
    ("state", "waits", "reason"),
    [
        (OrderState.SURVEYED, [Condition.FUNDING], LapseReason.NOT_ORDERED),
        (OrderState.ORDERED, [Condition.THRESHOLD], LapseReason.NOT_ORDERED),
        (OrderState.ORDERED, [Condition.THRESHOLD, Condition.FUNDING], LapseReason.FUNDING_OPEN),
        (OrderState.ORDERED, [Condition.PERMIT], LossReason.PERMIT),
        (OrderState.ORDERED, [Condition.PERMIT, Condition.FUNDING], LapseReason.FUNDING_OPEN),
        (OrderState.AWAITING_CO_OWNER, [Condition.CO_OWNER], LossReason.CO_OWNER),
    ],
)
def test_an_order_ends_for_what_it_waited_for_first(state, waits, reason):
    assert why_not_counted(state, dict.fromkeys(waits, ConditionState.OPEN)) == reason
