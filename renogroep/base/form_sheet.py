"""What stands in a sheet that we hand out to be filled in and sent back?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from renogroep.base.cells import Out

MAX_CHOICES = 255  # characters of a list that Excel keeps inside one cell's rule


class Kind(StrEnum):
    """What may be typed in a cell."""

    TEXT = "text"
    PRICE = "price"
    QUANTITY = "quantity"
    WHOLE = "whole"
    DATE = "date"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Input:
    """An unlocked cell. Numbers are zero or more; ``words`` is what the program says otherwise."""

    kind: Kind
    value: Out = None
    choices: tuple[str, ...] = ()
    words: str = ""

    def __post_init__(self) -> None:
        if bool(self.choices) != (self.kind is Kind.CHOICE):
            raise ValueError("choices go with a choice")
        if (
            any("," in c or '"' in c for c in self.choices)
            or len(",".join(self.choices)) > MAX_CHOICES
        ):
            raise ValueError("choices must be short and have no comma or quote in them")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the form.

    formula   for the filler's convenience, over names of other columns in the same row:
              "ROUND({quantity}*{price},2)"; blank until all of them are numbers. We never read it.
    summed    the last row adds this column up
    """

    name: str
    label: str
    width: int = 14
    formula: str = ""
    uses: tuple[str, ...] = ()
    summed: bool = False


@dataclass(frozen=True, slots=True)
class FormSheet:
    """One sheet: lines of explanation, a header, rows of fixed values and inputs.

    headings   places in ``rows`` (0 is the first) that are chapter titles: bold, no formulas
    frozen     columns that stay in view beside the header
    total      the words in front of the sums; no words, no row
    weights    summed column -> per cent: one more row with the weighted mean of these sums, under
               the words ``mix``
    """

    name: str
    lines: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Out | Input, ...], ...]
    headings: frozenset[int] = field(default_factory=frozenset)
    frozen: int = 0
    total: str = ""
    mix: str = ""
    weights: Mapping[str, int] = field(default_factory=dict)
