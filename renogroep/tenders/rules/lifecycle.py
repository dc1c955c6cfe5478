"""Where is a package, where is each of its lots, and which step may come next?"""

from collections.abc import Collection, Mapping
from enum import StrEnum

from renogroep.base.errors import Refused
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


PACKAGE_LABELS: dict[PackageState, str] = {
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
PACKAGE_MOVES: dict[str, tuple[frozenset[PackageState], PackageState]] = {
    # move       from                                    to
    "publish": (frozenset({_P.DRAFT}), _P.PUBLISHED),
    "close": (frozenset({_P.PUBLISHED}), _P.CLOSED),
    "cancel": (frozenset({_P.DRAFT, _P.PUBLISHED}), _P.CANCELLED),
}

_L = LotState
LotMoves = Mapping[str, tuple[frozenset[LotState], LotState]]
PROCUREMENT_MOVES: LotMoves = {
    # move              from                                    to
    "ask_quotes": (frozenset({_L.COLLECTING}), _L.QUOTING),
    "open": (frozenset({_L.QUOTING}), _L.OPENED),
    "check": (frozenset({_L.OPENED}), _L.CHECKED),
    "decide": (frozenset({_L.CHECKED}), _L.DECIDED),
    "start_standstill": (frozenset({_L.DECIDED}), _L.STANDSTILL),
    "start_orders": (frozenset({_L.STANDSTILL}), _L.ORDERING),
    "start_works": (frozenset({_L.ORDERING}), _L.EXECUTING),
    "close": (frozenset({_L.EXECUTING}), _L.CLOSED),
    "fail": (
        frozenset(
            {
                _L.COLLECTING,
                _L.QUOTING,
                _L.OPENED,
                _L.CHECKED,
                _L.DECIDED,
                _L.STANDSTILL,
                _L.ORDERING,
            }
        ),
        _L.FAILED,
    ),
}
GROUP_MOVES: LotMoves = {
    # move              from                                    to
    "ask_quotes": (frozenset({_L.COLLECTING}), _L.QUOTING),
    "open": (frozenset({_L.QUOTING}), _L.OPENED),
    "start_choice": (frozenset({_L.OPENED}), _L.CHOOSING),
    "start_orders": (frozenset({_L.CHOOSING}), _L.ORDERING),
    "start_works": (frozenset({_L.ORDERING}), _L.EXECUTING),
    "close": (frozenset({_L.EXECUTING}), _L.CLOSED),
    "fail": (
        frozenset({_L.COLLECTING, _L.QUOTING, _L.OPENED, _L.CHOOSING, _L.ORDERING}),
        _L.FAILED,
    ),
}
LOT_MOVES: dict[Mode, LotMoves] = {
    Mode.PROCUREMENT: PROCUREMENT_MOVES,
    Mode.GROUP_QUOTES: GROUP_MOVES,
}

# From the first step to the last, both modes together; failed is no step.
STEPS = tuple(state for state in LotState if state != LotState.FAILED)


def next_package_state(state: PackageState, move: str) -> PackageState:
    """State of the package after ``move``.

    raises   Refused ``package.wrong_state`` when the move is not allowed now; KeyError for a move
             that does not exist.
    Source: DESIGN 2026-11-23, section 2.
    """
    allowed, target = PACKAGE_MOVES[move]
    if state not in allowed:
        raise Refused(
            "package.wrong_state",
            "This package is now “%(state)s”, so this step is not possible. Reload the page to see what is.",
            state=Text(PACKAGE_LABELS[state]),
        )
    return target


def next_lot_state(mode: Mode, state: LotState, move: str) -> LotState:
    """State of a lot after ``move`` in this mode. Lots move separately; one may fail alone.

    raises   Refused ``lot.wrong_state`` when the move is not allowed now or not in this mode;
             KeyError for a move that exists in no mode.
    Source: DESIGN 2026-11-23, section 2.
    """
    if move not in PROCUREMENT_MOVES and move not in GROUP_MOVES:
        raise KeyError(move)
    allowed, target = LOT_MOVES[mode].get(move, (frozenset(), state))
    if state not in allowed:
        raise Refused(
            "lot.wrong_state",
            "This lot is now “%(state)s”, so this step is not possible. Reload the page to see what is.",
            state=Text(LOT_LABELS[state]),
        )
    return target


def possible_moves(mode: Mode, state: LotState) -> tuple[str, ...]:
    """The moves that are allowed from here, in the order of the table; empty at the end.

    Source: DESIGN 2026-11-23, section 2.
    """
    return tuple(move for move, (allowed, _) in LOT_MOVES[mode].items() if state in allowed)


def package_state_on_screen(
    lots: Collection[LotState], package: PackageState = PackageState.PUBLISHED
) -> Text:
    """The one line that people see for a package.

    A package that is not published says so itself. A published one is where its slowest lot is:
    nobody reads "ordering" while another lot still collects. Lots that failed or closed count only
    when no other is left. Source: DESIGN 2026-11-23, "derived from its lots".
    """
    if package != PackageState.PUBLISHED or not lots:
        return Text(PACKAGE_LABELS[package])
    busy = [state for state in lots if state not in (LotState.FAILED, LotState.CLOSED)]
    if busy:
        return Text(LOT_LABELS[min(busy, key=STEPS.index)])
    done = LotState.CLOSED if LotState.CLOSED in lots else LotState.FAILED
    return Text(LOT_LABELS[done])
