"""May a household confirm or stop its interest now?"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from renogroep.base.errors import Refused
from renogroep.base.text import Text
from renogroep.subscriptions.rules.lifecycle import LIVE, STATE_LABELS, SubscriptionState


class SubscriptionAct(StrEnum):
    """What a household may do with its interest."""

    CONFIRM = "confirm"
    STOP_INTEREST = "stop_interest"


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestNow:
    """What decides whether an interest may be confirmed or may stop.

    running     an order is running in any of its lots: live, and not settled
    goes_on     the package is published, and a lot of this interest neither failed nor closed
    confirm_by  the last day to confirm; None: there is nothing to confirm
    """

    state: SubscriptionState
    running: bool = False
    goes_on: bool = True
    confirm_by: date | None = None
    confirmed: bool = True
    today: date | None = None

    @property
    def unconfirmed(self) -> bool:
        """Somebody typed it, and nobody said yet that it is theirs."""
        waits = self.confirm_by is not None and not self.confirmed
        return waits and self.state == SubscriptionState.INTERESTED


def why_not(act: SubscriptionAct, facts: InterestNow) -> Refused | None:
    """Why this act is refused now, or None when it is possible.

    An order is ended by itself, by its own rules: an interest never takes it along. The last day to
    confirm still counts. Source: the table of acts of the design, 2026-11-29; confirming: 2026-11-30.
    """
    if act == SubscriptionAct.CONFIRM:
        return _why_not_confirm(facts)
    if facts.state not in LIVE:
        return wrong_state(facts)
    if facts.running:
        return Refused(
            "subscription.has_order",
            "There is a price or an order for this home. Stop that first, or call us.",
        )
    return None


def _why_not_confirm(facts: InterestNow) -> Refused | None:
    if not facts.unconfirmed:
        return wrong_state(facts)
    today, last = facts.today, facts.confirm_by
    if today is not None and last is not None and today > last:
        return Refused(
            "subscription.confirm_late",
            "You could confirm until %(day)s. Call us: we tell you what is possible now.",
            day=last,
        )
    if not facts.goes_on:
        return Refused(
            "subscription.confirm_over",
            "These works do not go on, so there is nothing to confirm. Call us: we tell you what is possible now.",
        )
    return None


def wrong_state(facts: InterestNow) -> Refused:
    """This step is not for an interest in this state."""
    return Refused(
        "subscription.wrong_state",
        "This interest is now “%(state)s”, so this step is not possible. Reload the page to see what is.",
        state=Text(STATE_LABELS[facts.state]),
    )
