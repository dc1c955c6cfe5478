"""Is a version of a rule switched on, and which step may come next?"""

from enum import StrEnum

from renogroep.base.lifecycle import Lifecycle, Moves, Noun
from renogroep.base.text import N_


class RuleState(StrEnum):
    """Only an active version decides."""

    DRAFT = "draft"
    ACTIVE = "active"
    RETIRED = "retired"


_R = RuleState
_MOVES: Moves[RuleState] = {
    # move        from                                   to
    "activate": (frozenset({_R.DRAFT, _R.RETIRED}), _R.ACTIVE),
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
            _R.ACTIVE: N_("Switched on"),
            _R.RETIRED: N_("Replaced"),
        },
    ),
)
