"""Is a version of a rule switched on, and which step may come next?"""

from enum import StrEnum

from renogroep.base.lifecycle import Lifecycle, Moves, Noun
from renogroep.base.text import N_


class RuleState(StrEnum):
    """Only an active version decides."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    SENT_BACK = "sent_back"
    ACTIVE = "active"
    RETIRED = "retired"


class Origin(StrEnum):
    """Who wrote a version, or a worked case."""

    SHIPPED = "shipped"  # with the product; nobody here is its author
    OWN = "own"
    TAKEN = "taken"  # over from another municipality


_R = RuleState
_MOVES: Moves[RuleState] = {
    # move        from                                         to
    "propose": (frozenset({_R.DRAFT}), _R.PROPOSED),
    "send_back": (frozenset({_R.PROPOSED}), _R.SENT_BACK),
    "revise": (frozenset({_R.DRAFT, _R.SENT_BACK}), _R.DRAFT),
    "ship": (frozenset({_R.DRAFT}), _R.ACTIVE),  # what comes with the product
    "activate": (frozenset({_R.PROPOSED, _R.RETIRED}), _R.ACTIVE),
    "retire": (frozenset({_R.ACTIVE}), _R.RETIRED),
}
RULE_VERSIONS = Lifecycle(
    RuleState,
    _MOVES,
    Noun(
        "rules.wrong_state",
        N_("This version is now “%(state)s”, so this step is not possible."),
        {
            _R.DRAFT: N_("Not switched on"),
            _R.PROPOSED: N_("Proposed"),
            _R.SENT_BACK: N_("Sent back"),
            _R.ACTIVE: N_("Switched on"),
            _R.RETIRED: N_("Replaced"),
        },
    ),
)
OPEN = frozenset({_R.DRAFT, _R.SENT_BACK})  # its author still changes it
