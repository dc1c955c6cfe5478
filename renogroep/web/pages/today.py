"""How does one piece of the work of today look on the first page?"""

from dataclasses import dataclass, field
from typing import Any

SHOWN = 8  # of each kind; the rest is one click away


@dataclass(slots=True)
class Line:
    """One thing to do: what, where it leads, and by when."""

    title: str
    url: str
    about: str = ""
    due: Any = None
    late: bool = False


@dataclass(slots=True)
class Block:
    """The work of one kind; ``empty`` says what to do when there is none."""

    id: str
    title: str
    empty: str
    lines: list[Line] = field(default_factory=list)
    more_url: str = ""
    more: str = ""
