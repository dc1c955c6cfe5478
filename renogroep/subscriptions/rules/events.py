"""What can happen to a household's interest? Published values are never renamed."""

from enum import StrEnum

from renogroep.base.text import N_


class Did(StrEnum):
    """``subject.past_tense``"""

    INTEREST_REGISTERED = "subscription.registered"
    INTEREST_RECEIVED = "subscription.received"
    SUBSCRIPTION_CONFIRMED = "subscription.confirmed"
    SUBSCRIPTION_REMOVED = "subscription.removed"
    SUBSCRIPTION_SCREENED = "subscription.screened"
    SUBSCRIPTION_WITHDRAWN = "subscription.withdrawn"
    SUBSCRIPTION_RESUMED = "subscription.resumed"
    SUBSCRIPTION_EXPIRED = "subscription.expired"
    INTEREST_SETTLED = "lot.interest_settled"


DID_LABELS: dict[Did, str] = {
    Did.INTEREST_REGISTERED: N_("Interest shown"),
    Did.INTEREST_RECEIVED: N_("Interest received, not confirmed yet"),
    Did.SUBSCRIPTION_CONFIRMED: N_("Interest confirmed"),
    Did.SUBSCRIPTION_REMOVED: N_("Interest that nobody confirmed removed"),
    Did.SUBSCRIPTION_SCREENED: N_("Home screened"),
    Did.SUBSCRIPTION_WITHDRAWN: N_("Interest stopped"),
    Did.SUBSCRIPTION_RESUMED: N_("Interest taken up again"),
    Did.SUBSCRIPTION_EXPIRED: N_("Interest ended with its round"),
    Did.INTEREST_SETTLED: N_("Interest of a lot settled"),
}
