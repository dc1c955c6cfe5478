"""On what does an order still hang, and does it stand or fall?"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from renogroep.base.lifecycle import Lifecycle, Noun
from renogroep.base.text import N_


class Condition(StrEnum):
    """Suspensive conditions of an order (MONEY "Phases and thresholds")."""

    THRESHOLD = "threshold"  # T2: enough orders that survived withdrawal at the freeze
    FUNDING = "funding"
    PERMIT = "permit"
    CO_OWNER = "co_owner"
    VME_VOTE = "vme_vote"


class ConditionState(StrEnum):
    """Where a condition stands."""

    OPEN = "open"
    MET = "met"
    FAILED = "failed"


CONDITION_LABELS: dict[Condition, str] = {
    Condition.THRESHOLD: N_("enough homes take part at the freeze"),
    Condition.FUNDING: N_("the loan is granted"),
    Condition.PERMIT: N_("the permit or the consent that the works need is granted"),
    Condition.CO_OWNER: N_("the co-owner says yes"),
    Condition.VME_VOTE: N_("the general meeting of the co-ownership says yes"),
}

CONDITION_STATE_LABELS: dict[ConditionState, str] = {
    ConditionState.OPEN: N_("open"),
    ConditionState.MET: N_("met"),
    ConditionState.FAILED: N_("failed"),
}

_OPEN = frozenset({ConditionState.OPEN})
CONDITIONS = Lifecycle(
    ConditionState,
    {"meet": (_OPEN, ConditionState.MET), "fail": (_OPEN, ConditionState.FAILED)},
    Noun(
        "condition.not_open",
        N_(
            "Nothing has to be decided about this condition now. Reload the page to see how it stands."
        ),
        CONDITION_STATE_LABELS,
    ),
)

States = Mapping[Condition, ConditionState]


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What decides which conditions an order carries."""

    needs_loan: bool = False
    needs_permit: bool = False
    has_co_owner: bool = False
    is_co_ownership: bool = False  # a VME: the meeting votes, no single co-owner signs


def conditions_for(facts: OrderFacts) -> dict[Condition, ConditionState]:
    """The conditions of a new order, all open. T2 is always one of them.

    Source: MONEY "Phases and thresholds", 2026-11-23.
    """
    carried = {
        Condition.THRESHOLD: True,
        Condition.FUNDING: facts.needs_loan,
        Condition.PERMIT: facts.needs_permit,
        Condition.CO_OWNER: facts.has_co_owner and not facts.is_co_ownership,
        Condition.VME_VOTE: facts.is_co_ownership,
    }
    return {kind: ConditionState.OPEN for kind, needed in carried.items() if needed}


def falls(states: States) -> bool:
    """Has any condition failed? Then the order lapses, without cost for anybody."""
    return ConditionState.FAILED in states.values()


def still_open(states: States) -> tuple[Condition, ...]:
    """Conditions that somebody still has to settle, in a fixed order."""
    return tuple(kind for kind in Condition if states.get(kind) == ConditionState.OPEN)


def counts_at_freeze(states: States) -> bool:
    """Does this order take part in the freeze? Everything but T2 itself must be met by then.

    An order with another open condition cannot be frozen: it moves to a next wave or lapses.
    """
    others = (state for kind, state in states.items() if kind != Condition.THRESHOLD)
    return not falls(states) and all(state == ConditionState.MET for state in others)
