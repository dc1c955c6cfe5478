"""How far is a loan that an advisor proposed, and when is a household reminded of it?"""

from datetime import date
from enum import StrEnum

from renogroep.base.lifecycle import Lifecycle, Noun
from renogroep.base.text import N_

REMIND_BEFORE = (21, 7)  # days before the freeze


class LoanState(StrEnum):
    """One stored column of a proposal."""

    PROPOSED = "proposed"
    CHOSEN = "chosen"  # the household wants it
    DECLINED = "declined"
    APPLIED = "applied"  # the lender was asked
    GRANTED = "granted"
    REFUSED = "refused"
    LAPSED = "lapsed"


S = LoanState
OPEN = frozenset({S.PROPOSED, S.CHOSEN, S.APPLIED})
WAITS = frozenset({S.CHOSEN, S.APPLIED})  # orders hang on it
LOAN_LABELS: dict[LoanState, str] = {
    S.PROPOSED: N_("told to the household"),
    S.CHOSEN: N_("the household wants it"),
    S.DECLINED: N_("the household does not want it"),
    S.APPLIED: N_("asked, the lender decides"),
    S.GRANTED: N_("the lender said yes"),
    S.REFUSED: N_("the lender said no"),
    S.LAPSED: N_("stopped"),
}

# Source: section 3 of the design of the household account, 2026-11-30.
LOANS = Lifecycle(
    LoanState,
    {
        "choose": (frozenset({S.PROPOSED}), S.CHOSEN),
        "decline": (frozenset({S.PROPOSED}), S.DECLINED),
        "apply": (frozenset({S.CHOSEN}), S.APPLIED),
        "grant": (frozenset({S.APPLIED}), S.GRANTED),
        "refuse": (frozenset({S.APPLIED}), S.REFUSED),
        "lapse": (OPEN, S.LAPSED),
    },
    Noun(
        "loan.wrong_state",
        N_(
            "This loan is “%(state)s” now, so this step is not possible. Reload the page to see what is."
        ),
        LOAN_LABELS,
    ),
)

LAST_NO = (S.DECLINED, S.LAPSED)  # nothing of it is shown any more


def reminder_due(today: date, freeze_on: date, since: date) -> int | None:
    """Which reminder is due, by the number of its days before the freeze; None: none.

    since   when the household chose the loan: nobody is reminded of what was just said
    The last one whose day came counts, so that a night without a tick loses none.
    Source: section 3 of the design of the household account, 2026-11-30.
    """
    left = (freeze_on - today).days
    if left < 1:
        return None
    due = [days for days in REMIND_BEFORE if left <= days]
    if not due or (freeze_on - since).days <= min(due):
        return None
    return min(due)
