"""May a household stop its interest now?"""

from dataclasses import dataclass
from enum import StrEnum

from renogroep.base.errors import Refused
from renogroep.base.text import Text
from renogroep.subscriptions.rules.lifecycle import LIVE, STATE_LABELS, SubscriptionState


class SubscriptionAct(StrEnum):
    """What a household may do with its interest."""

    STOP_INTEREST = "stop_interest"


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestNow:
    """What decides whether an interest may stop.

    running   an order is running in any of its lots: live, and not settled
    """

    state: SubscriptionState
    running: bool


def why_not(act: SubscriptionAct, facts: InterestNow) -> Refused | None:
    """Why this act is refused now, or None when it is possible.

    An order is ended by itself, by its own rules: an interest never takes it along.
    Source: the table of acts of the design, 2026-11-29.
    """
    if facts.state not in LIVE:
        return Refused(
            "subscription.wrong_state",
            "This interest is now “%(state)s”, so this step is not possible. Reload the page to see what is.",
            state=Text(STATE_LABELS[facts.state]),
        )
    if facts.running:
        return Refused(
            "subscription.has_order",
            "There is a price or an order for this home. Stop that first, or call us.",
        )
    return None
