"""Why did an order end?"""

from enum import StrEnum

from renogroep.base.text import N_
from renogroep.orders.rules.conditions import Condition, States, still_open
from renogroep.orders.rules.lifecycle import OrderState
from renogroep.owners.rules.cases import LOSS_LABELS, LossReason


class LapseReason(StrEnum):
    """Reasons that only orders have, beside those of every household (``LossReason``)."""

    THRESHOLD = "threshold"
    FUNDING = "funding"
    FUNDING_OPEN = "funding_open"
    STOPPED = "stopped"
    NOT_FIT = "not_fit"
    NOT_ORDERED = "not_ordered"


REASON_LABELS: dict[str, str] = {
    **{str(code): label for code, label in LOSS_LABELS.items()},
    LapseReason.THRESHOLD: N_("Too few homes at the freeze"),
    LapseReason.FUNDING: N_("The loan was refused"),
    LapseReason.FUNDING_OPEN: N_("The loan was not settled in time"),
    LapseReason.STOPPED: N_("The municipality stopped these works"),
    LapseReason.NOT_FIT: N_("The home does not fit the works"),
    LapseReason.NOT_ORDERED: N_("Did not order in time"),
}

_BY_CONDITION: dict[Condition, LapseReason | LossReason] = {
    Condition.THRESHOLD: LapseReason.THRESHOLD,
    Condition.FUNDING: LapseReason.FUNDING,
    Condition.PERMIT: LossReason.PERMIT,
    Condition.CO_OWNER: LossReason.CO_OWNER,
    Condition.VME_VOTE: LossReason.CO_OWNER,
}


def reason_of(condition: Condition) -> str:
    """Why an order ends when this condition fails.

    Source: MONEY "Phases and thresholds" (an order falls without cost), 2026-11-23.
    """
    return str(_BY_CONDITION[condition])


def why_not_counted(state: str, states: States) -> str:
    """Why an order does not count at the freeze: what it waited for first, else that nobody signed.

    Nobody refused a loan that is still open: it was not there in time, and there is a next round.
    """
    if state not in (OrderState.ORDERED, OrderState.AWAITING_CO_OWNER):
        return LapseReason.NOT_ORDERED
    waits = [kind for kind in still_open(states) if kind != Condition.THRESHOLD]
    if not waits:
        return LapseReason.NOT_ORDERED
    return LapseReason.FUNDING_OPEN if waits[0] == Condition.FUNDING else reason_of(waits[0])


# What another owner, a helper and the firm do not read.
# Source: section 3 of the design of 2026-11-29.
MONEY_OF_THE_HOUSEHOLD = frozenset({LapseReason.FUNDING, LapseReason.FUNDING_OPEN})

# An agreed survey counts again in a next round, unless the home does not fit or left by itself.
SURVEY_STAYS = frozenset(
    {
        LapseReason.THRESHOLD,
        LapseReason.FUNDING_OPEN,
        LapseReason.NOT_ORDERED,
        LossReason.PERMIT,
        LossReason.CO_OWNER,
    }
)
