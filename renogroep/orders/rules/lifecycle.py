"""Which move is an order, or a wave of orders, allowed to make?"""

from enum import StrEnum

from renogroep.base.lifecycle import Lifecycle, Noun
from renogroep.base.text import N_


class OrderState(StrEnum):
    """One stored column of an order (home x lot x wave)."""

    INDICATIVE = "indicative"
    PROVISIONAL = "provisional"
    SURVEYED = "surveyed"
    AWAITING_CO_OWNER = "awaiting_co_owner"
    ORDERED = "ordered"
    FROZEN = "frozen"
    PLANNED = "planned"
    IN_WORKS = "in_works"
    HANDED_OVER = "handed_over"
    INVOICED = "invoiced"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"


class WaveState(StrEnum):
    """One stored column of a wave of a lot."""

    ORDERING = "ordering"
    FROZEN = "frozen"
    EXECUTING = "executing"
    DONE = "done"
    LAPSED = "lapsed"


S = OrderState
W = WaveState

LABELS: dict[OrderState, str] = {
    S.INDICATIVE: N_("indicative price"),
    S.PROVISIONAL: N_("provisional yes"),
    S.SURVEYED: N_("surveyed"),
    S.AWAITING_CO_OWNER: N_("waiting for the co-owner"),
    S.ORDERED: N_("ordered"),
    S.FROZEN: N_("final price fixed"),
    S.PLANNED: N_("planned"),
    S.IN_WORKS: N_("works going on"),
    S.HANDED_OVER: N_("handed over"),
    S.INVOICED: N_("invoiced"),
    S.SETTLED: N_("settled"),
    S.WITHDRAWN: N_("withdrawn"),
    S.LAPSED: N_("lapsed"),
    S.CANCELLED: N_("cancelled"),
}

WAVE_LABELS: dict[WaveState, str] = {
    W.ORDERING: N_("ordering"),
    W.FROZEN: N_("frozen"),
    W.EXECUTING: N_("executing"),
    W.DONE: N_("done"),
    W.LAPSED: N_("lapsed"),
}

# "Confirmed" on a counter means these and nothing else (DESIGN section 2).
CONFIRMED = frozenset(
    {S.ORDERED, S.FROZEN, S.PLANNED, S.IN_WORKS, S.HANDED_OVER, S.INVOICED, S.SETTLED}
)
# A household that signed keeps its place while its co-owner still has to sign.
TAKES_PLACE = CONFIRMED | {S.AWAITING_CO_OWNER}
BEFORE_FREEZE = frozenset({S.INDICATIVE, S.PROVISIONAL, S.SURVEYED, S.AWAITING_CO_OWNER, S.ORDERED})

AFTER_FREEZE = CONFIRMED - {S.ORDERED}
LIVE = BEFORE_FREEZE | AFTER_FREEZE
# What stands in the way of stopping an interest or closing a case: a settled order does not.
RUNNING = LIVE - {S.SETTLED}
# Said yes, free or binding: who only has a price does not take part (R11 of FEATURES).
TAKES_PART = LIVE - {S.INDICATIVE}

MOVES: dict[str, tuple[frozenset[OrderState], OrderState]] = {
    # move                 from                               to
    "say_provisional_yes": (frozenset({S.INDICATIVE}), S.PROVISIONAL),
    "survey": (frozenset({S.PROVISIONAL}), S.SURVEYED),
    "carry": (frozenset({S.INDICATIVE}), S.SURVEYED),  # measured in an earlier round
    "survey_again": (frozenset({S.SURVEYED, S.AWAITING_CO_OWNER}), S.SURVEYED),
    "ask_co_owner": (frozenset({S.SURVEYED}), S.AWAITING_CO_OWNER),
    "co_sign": (frozenset({S.AWAITING_CO_OWNER}), S.ORDERED),
    "order": (frozenset({S.SURVEYED}), S.ORDERED),
    "freeze": (frozenset({S.ORDERED}), S.FROZEN),
    "plan": (frozenset({S.FROZEN}), S.PLANNED),
    "start": (frozenset({S.PLANNED}), S.IN_WORKS),
    "hand_over": (frozenset({S.IN_WORKS}), S.HANDED_OVER),
    "invoice": (frozenset({S.HANDED_OVER}), S.INVOICED),
    "settle": (frozenset({S.INVOICED}), S.SETTLED),
    "withdraw": (BEFORE_FREEZE, S.WITHDRAWN),
    "lapse": (BEFORE_FREEZE, S.LAPSED),
    "cancel": (frozenset({S.FROZEN, S.PLANNED, S.IN_WORKS}), S.CANCELLED),
}

WAVE_MOVES: dict[str, tuple[frozenset[WaveState], WaveState]] = {
    # move    from                                to
    "freeze": (frozenset({W.ORDERING}), W.FROZEN),
    "start": (frozenset({W.FROZEN}), W.EXECUTING),
    "finish": (frozenset({W.EXECUTING}), W.DONE),
    "lapse": (frozenset({W.ORDERING, W.FROZEN}), W.LAPSED),
}


# Without a co-owner a surveyed home is ordered at once; with one it waits for the second yes.
# Withdrawing and lapsing end at the freeze; after it there is only cancelling. A frozen wave can
# still lapse when its contractor fails before the works start.
# Source: DESIGN section 2 and MONEY "Phases and thresholds", 2026-11-23.
ORDERS = Lifecycle(
    OrderState,
    MOVES,
    Noun(
        "order.wrong_state",
        N_(
            "This order is “%(state)s” now, so this step is not possible. Reload the page to see what is."
        ),
        LABELS,
    ),
)
WAVES = Lifecycle(
    WaveState,
    WAVE_MOVES,
    Noun(
        "wave.wrong_state",
        N_(
            "This wave is “%(state)s” now, so this step is not possible. Reload the page to see what is."
        ),
        WAVE_LABELS,
    ),
)
