"""What can happen to a household's interest? Published values are never renamed."""

from enum import StrEnum


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
