"""Which moves may a thing make, and what are its states called?"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from renogroep.base.errors import Refused
from renogroep.base.text import Text

S = TypeVar("S", bound=StrEnum)
Moves = Mapping[str, tuple[frozenset[S], S]]


class HasState(Protocol):
    """A row with one stored column ``state``."""

    state: Any


@dataclass(frozen=True, slots=True)
class Noun(Generic[S]):
    """What a thing is called when it cannot move.

    code     of the refusal, ``subject.wrong_state``
    wrong    what to say then, a marked msgid; ``%(state)s`` in it is the label of where it is now
    labels   what each state is called on screen, marked msgids
    """

    code: str
    wrong: str
    labels: Mapping[S, str]


class Lifecycle(Generic[S]):
    """One table of moves, the words for its states, and the only way to assign ``state``.

    states   the enum of the stored column
    moves    move -> (from these states, to this one); source: DESIGN section 2
    noun     the words for a refusal and for the states
    """

    def __init__(self, states: type[S], moves: Moves[S], noun: Noun[S]) -> None:
        self.states, self.moves, self.noun = states, moves, noun

    def after(self, state: S | str, move: str) -> S:
        """The state after ``move``.

        raises   Refused with the noun's code when it is not allowed now; KeyError for no such move
        """
        allowed, target = self.moves[move]
        now = self.states(state)
        if now not in allowed:
            raise self.wrong(now)
        return target

    def may(self, state: S | str, move: str) -> bool:
        """Is ``move`` allowed from here? KeyError for no such move."""
        return self.states(state) in self.moves[move][0]

    def move(self, row: HasState, move: str) -> S:
        """Move the row; gives its new state. Raises as ``after``, and then nothing changed."""
        row.state = self.after(row.state, move)
        return self.states(row.state)

    def start(self, row: HasState, state: S) -> None:
        """The first state of a new row, when it is not the first of its table."""
        row.state = self.states(state)

    def label(self, state: S | str) -> Text:
        """What a state is called on screen."""
        return Text(self.noun.labels[self.states(state)])

    def wrong(self, state: S) -> Refused:
        """The refusal of a move from this state."""
        if "%(state)s" in self.noun.wrong:
            return Refused(self.noun.code, self.noun.wrong, state=Text(self.noun.labels[state]))
        return Refused(self.noun.code, self.noun.wrong)
