"""How far is a household's interest, and which step may come next?"""

from enum import StrEnum

from renogroep.base.lifecycle import Lifecycle, Noun
from renogroep.base.text import N_


class SubscriptionState(StrEnum):
    """From interest to screened; never binding. An order is something else."""

    INTERESTED = "interested"
    SUBSCRIBED = "subscribed"
    SCREENED_FIT = "screened_fit"
    SCREENED_WITH_CHANGE = "screened_with_change"
    NOT_FIT = "not_fit"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


_S = SubscriptionState

STATE_LABELS: dict[SubscriptionState, str] = {
    _S.INTERESTED: N_("Interested"),
    _S.SUBSCRIBED: N_("Signed up, without obligation"),
    _S.SCREENED_FIT: N_("The home fits"),
    _S.SCREENED_WITH_CHANGE: N_("The home fits, with extra work"),
    _S.NOT_FIT: N_("The home does not fit"),
    _S.WITHDRAWN: N_("Stopped"),
    _S.EXPIRED: N_("Ended with the round"),
}

SCREENED = frozenset({_S.SCREENED_FIT, _S.SCREENED_WITH_CHANGE})  # counts for min_to_quote
ENDED = frozenset({_S.WITHDRAWN, _S.EXPIRED})
LIVE = frozenset(SubscriptionState) - ENDED
# They hold their address, and hear what happens. Of who is only interested nobody knows yet whether
# it is really them.
TAKING_PART = LIVE - {_S.INTERESTED}
# "Interested households" on every counter: they can still go on. A home that does not fit cannot,
# until new facts say otherwise.
INTERESTED = TAKING_PART - {_S.NOT_FIT}
# Facts can change after a visit, so an outcome may be replaced by another.
_MAY_BE_SCREENED = frozenset({_S.SUBSCRIBED, _S.NOT_FIT}) | SCREENED

MOVES: dict[str, tuple[frozenset[SubscriptionState], SubscriptionState]] = {
    # move                  from                        to
    "subscribe": (frozenset({_S.INTERESTED}), _S.SUBSCRIBED),
    "screen_fit": (_MAY_BE_SCREENED, _S.SCREENED_FIT),
    "screen_with_change": (_MAY_BE_SCREENED, _S.SCREENED_WITH_CHANGE),
    "screen_not_fit": (_MAY_BE_SCREENED, _S.NOT_FIT),
    "withdraw": (LIVE, _S.WITHDRAWN),
    "expire": (LIVE, _S.EXPIRED),
    # A case that is taken up again may take its interest along.
    "resume": (frozenset({_S.WITHDRAWN}), _S.SUBSCRIBED),
}

INTERESTS = Lifecycle(
    SubscriptionState,
    MOVES,
    Noun(
        "subscription.wrong_state",
        N_(
            "This interest is now “%(state)s”, so this step is not possible. Reload the page to see what is."
        ),
        STATE_LABELS,
    ),
)
