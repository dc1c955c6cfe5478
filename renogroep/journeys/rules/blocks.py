"""How does one piece of the work of today look?"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

SHOWN = 8  # of each kind; the rest is one click away


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do: what, where it leads, and by when.

    urgent   it stands still, or costs somebody something, until it is done
    late     our own day for it is over
    """

    title: str
    url: str
    about: str = ""
    due: date | datetime | None = None
    urgent: bool = False
    late: bool = False

    @property
    def first(self) -> bool:
        """Does it come before other work?"""
        return self.urgent or self.late


@dataclass(frozen=True, slots=True)
class Block:
    """The work of one kind; ``empty`` says what to do when there is none."""

    id: str
    title: str
    empty: str
    lines: list[Line] = field(default_factory=list)
    more_url: str = ""
    more: str = ""

    @property
    def first(self) -> bool:
        """Is there something in it that comes before other work?"""
        return any(line.first for line in self.lines)


def urgent_first(lines: Iterable[Line]) -> list[Line]:
    """The lines that a page shows: what is urgent or late on top, the rest as it came."""
    return sorted(lines, key=lambda line: not line.first)[:SHOWN]


def most_urgent_block_first(blocks: Iterable[Block]) -> list[Block]:
    """A page starts with what is urgent; blocks without anything urgent keep their order."""
    return sorted(blocks, key=lambda block: not block.first)
