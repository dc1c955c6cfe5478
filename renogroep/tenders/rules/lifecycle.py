"""Where is a package, where is each of its lots, and which step may come next?"""

from collections.abc import Collection
from enum import StrEnum

from renogroep.base.lifecycle import Lifecycle, Moves, Noun
from renogroep.base.text import N_, Text


class Mode(StrEnum):
    """The two ways to renovate together; the words on screen differ."""

    PROCUREMENT = "procurement"
    GROUP_QUOTES = "group_quotes"


class PackageState(StrEnum):
    """What the municipality did with the package."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class LotState(StrEnum):
    """Where one lot is. Checked, decided and standstill exist only in procurement."""

    COLLECTING = "collecting"
    QUOTING = "quoting"
    OPENED = "opened"
    CHECKED = "checked"
    DECIDED = "decided"
    STANDSTILL = "standstill"
    CHOOSING = "choosing"
    ORDERING = "ordering"
    EXECUTING = "executing"
    CLOSED = "closed"
    FAILED = "failed"


_PACKAGE_LABELS: dict[PackageState, str] = {
    PackageState.DRAFT: N_("Being prepared"),
    PackageState.PUBLISHED: N_("Open"),
    PackageState.CLOSED: N_("Closed"),
    PackageState.CANCELLED: N_("Cancelled"),
}
LOT_LABELS: dict[LotState, str] = {
    LotState.COLLECTING: N_("Collecting interest"),
    LotState.QUOTING: N_("Contractors make quotes"),
    LotState.OPENED: N_("Quotes are open"),
    LotState.CHECKED: N_("Quotes are checked"),
    LotState.DECIDED: N_("Contractor is known"),
    LotState.STANDSTILL: N_("Waiting period after the decision"),
    LotState.CHOOSING: N_("Households choose"),
    LotState.ORDERING: N_("Households order"),
    LotState.EXECUTING: N_("Works are going on"),
    LotState.CLOSED: N_("Closed"),
    LotState.FAILED: N_("Does not go ahead"),
}

_P = PackageState
_PACKAGE_MOVES: Moves[PackageState] = {
    # move       from                                    to
    "publish": (frozenset({_P.DRAFT}), _P.PUBLISHED),
    "close": (frozenset({_P.PUBLISHED}), _P.CLOSED),
    "cancel": (frozenset({_P.DRAFT, _P.PUBLISHED}), _P.CANCELLED),
}
PACKAGES = Lifecycle(
    PackageState,
    _PACKAGE_MOVES,
    Noun(
        "package.wrong_state",
        N_(
            "This package is now “%(state)s”, so this step is not possible. Reload the page to see what is."
        ),
        _PACKAGE_LABELS,
    ),
)

_L = LotState
_BEFORE_THE_WORKS = frozenset(
    {
        _L.COLLECTING,
        _L.QUOTING,
        _L.OPENED,
        _L.CHECKED,
        _L.DECIDED,
        _L.STANDSTILL,
        _L.CHOOSING,
        _L.ORDERING,
    }
)
_NEVER: frozenset[LotState] = frozenset()
# A move of the other mode exists, and is refused from everywhere.
_BOTH: Moves[LotState] = {
    # move              from                                    to
    "ask_quotes": (frozenset({_L.COLLECTING}), _L.QUOTING),
    "open": (frozenset({_L.QUOTING}), _L.OPENED),
    "check": (_NEVER, _L.CHECKED),
    "decide": (_NEVER, _L.DECIDED),
    "start_standstill": (_NEVER, _L.STANDSTILL),
    "start_choice": (_NEVER, _L.CHOOSING),
    "start_works": (frozenset({_L.ORDERING}), _L.EXECUTING),
    "close": (frozenset({_L.EXECUTING}), _L.CLOSED),
}
_LOT_MOVES: dict[Mode, Moves[LotState]] = {
    Mode.PROCUREMENT: {
        **_BOTH,
        "check": (frozenset({_L.OPENED}), _L.CHECKED),
        "decide": (frozenset({_L.CHECKED}), _L.DECIDED),
        "start_standstill": (frozenset({_L.DECIDED}), _L.STANDSTILL),
        "start_orders": (frozenset({_L.STANDSTILL}), _L.ORDERING),
        "fail": (_BEFORE_THE_WORKS - {_L.CHOOSING}, _L.FAILED),
    },
    Mode.GROUP_QUOTES: {
        **_BOTH,
        "start_choice": (frozenset({_L.OPENED}), _L.CHOOSING),
        "start_orders": (frozenset({_L.CHOOSING}), _L.ORDERING),
        "fail": (_BEFORE_THE_WORKS - {_L.CHECKED, _L.DECIDED, _L.STANDSTILL}, _L.FAILED),
    },
}
_LOT_NOUN = Noun(
    "lot.wrong_state",
    N_(
        "This lot is now “%(state)s”, so this step is not possible. Reload the page to see what is."
    ),
    LOT_LABELS,
)
# Lots move separately; one may fail alone. Source: DESIGN 2026-11-23, section 2.
LOTS: dict[Mode, Lifecycle[LotState]] = {
    mode: Lifecycle(LotState, moves, _LOT_NOUN) for mode, moves in _LOT_MOVES.items()
}

# From the first step to the last, both modes together; failed is no step.
STEPS = tuple(state for state in LotState if state != LotState.FAILED)
DONE = frozenset({LotState.CLOSED, LotState.FAILED})


def package_state_on_screen(
    lots: Collection[LotState], package: PackageState = PackageState.PUBLISHED
) -> Text:
    """The one line that people see for a package.

    A package that is not published says so itself. A published one is where its slowest lot is:
    nobody reads "ordering" while another lot still collects. Lots that failed or closed count only
    when no other is left. Source: DESIGN 2026-11-23, "derived from its lots".
    """
    if package != PackageState.PUBLISHED or not lots:
        return PACKAGES.label(package)
    busy = [state for state in lots if state not in DONE]
    if busy:
        return Text(LOT_LABELS[min(busy, key=STEPS.index)])
    done = LotState.CLOSED if LotState.CLOSED in lots else LotState.FAILED
    return Text(LOT_LABELS[done])
