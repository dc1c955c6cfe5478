"""Of what is the text of an order made?"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what stands under it; empty parts of it are left out."""

    heading: str
    facts: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()
    bullets: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numbers: tuple[int, ...] = ()
