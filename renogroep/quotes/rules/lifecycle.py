"""Which move is a quote allowed to make?"""

from enum import StrEnum

from renogroep.base.lifecycle import Lifecycle, Noun
from renogroep.base.text import N_


class QuoteState(StrEnum):
    """One stored column. In group mode a quote stays opened; "chosen by n" is a count of orders."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    OPENED = "opened"
    IRREGULAR = "irregular"
    RANKED = "ranked"
    AWARDED = "awarded"
    NOT_AWARDED = "not_awarded"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    NOT_SUBMITTED = "not_submitted"
    UNREADABLE = "unreadable"
    NOT_OPENED = "not_opened"


S = QuoteState

# Source: DESIGN section 2, states of a quote, 2026-11-23. "reconsider" undoes a wrong verdict
# before the decision; after award or not_award there is no way back.
QUOTES = Lifecycle(
    QuoteState,
    {
        # move           from                                  to
        "submit": (frozenset({S.DRAFT}), S.SUBMITTED),
        "replace": (frozenset({S.SUBMITTED}), S.REPLACED),
        "withdraw": (frozenset({S.SUBMITTED}), S.WITHDRAWN),
        "leave": (frozenset({S.DRAFT}), S.NOT_SUBMITTED),  # the deadline passed over a draft
        "open": (frozenset({S.SUBMITTED}), S.OPENED),
        # Source of the next three: the design of proof, 2026-11-30.
        "spoil": (frozenset({S.SUBMITTED}), S.UNREADABLE),  # at the opening, on its own
        "recover": (frozenset({S.UNREADABLE}), S.OPENED),
        "give_up": (frozenset({S.UNREADABLE}), S.NOT_OPENED),
        "import": (frozenset({S.DRAFT}), S.OPENED),  # opened on the federal platform
        "set_aside": (frozenset({S.OPENED, S.RANKED}), S.IRREGULAR),
        "rank": (frozenset({S.OPENED}), S.RANKED),
        "reconsider": (frozenset({S.IRREGULAR, S.RANKED}), S.OPENED),
        "award": (frozenset({S.RANKED}), S.AWARDED),
        "not_award": (frozenset({S.RANKED}), S.NOT_AWARDED),
    },
    Noun(
        "quote.wrong_state",
        N_(
            "This quote is “%(state)s” now, so this step is not possible. Reload the page to see what is."
        ),
        {
            S.DRAFT: N_("draft"),
            S.SUBMITTED: N_("submitted"),
            S.OPENED: N_("opened"),
            S.IRREGULAR: N_("irregular"),
            S.RANKED: N_("ranked"),
            S.AWARDED: N_("awarded"),
            S.NOT_AWARDED: N_("not awarded"),
            S.REPLACED: N_("replaced"),
            S.WITHDRAWN: N_("withdrawn"),
            S.NOT_SUBMITTED: N_("not submitted"),
            S.UNREADABLE: N_("unreadable"),
            S.NOT_OPENED: N_("not opened"),
        },
    ),
)
