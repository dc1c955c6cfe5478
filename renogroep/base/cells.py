"""What stands in a cell: of somebody's spreadsheet, or of one that we write?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from renogroep.base.money import Money, UnitPrice
from renogroep.base.units import Quantity

Out = str | int | Decimal | Money | UnitPrice | Quantity | date | datetime | None
Value = str | int | float | Decimal | bool | date | datetime | None

META_SHEET = "_meta"

# As Excel and LibreOffice write them in English, Dutch and French; a CSV has only these words.
_ENGLISH = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!")
_DUTCH = ("#DEEL/0!", "#N/B", "#NAAM?", "#LEEG!", "#GETAL!", "#VERW!", "#WAARDE!")
_FRENCH = ("#NOM?", "#NOMBRE!", "#NUL!", "#VALEUR!")
ERRORS = frozenset(_ENGLISH + _DUTCH + _FRENCH)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    ref                     as its owner sees it, "E14"
    value                   None for an empty cell and for one with an error
    error                   "#DIV/0!" when the cell shows an error
    formula_without_value   a formula that was saved without its result: we cannot know it
    """

    ref: str
    value: Value = None
    error: str | None = None
    formula_without_value: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing at all in it, not even an error."""
        return self.value is None and self.error is None and not self.formula_without_value


Row = tuple[int, tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows with something in them, by their own row number; every row starts at column A.

    meta   what our own template noted on its hidden sheet, empty for other files
    """

    name: str
    rows: tuple[Row, ...]
    meta: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets that were asked for, by name, and what our template noted about itself."""

    sheets: Mapping[str, Sheet]
    meta: Mapping[str, str]


def column_letters(number: int) -> str:
    """1 -> "A", 26 -> "Z", 27 -> "AA"."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def text_cell(ref: str, text: str) -> Cell:
    """A cell that holds words: blank is empty, and the word for an error is an error."""
    if not text.strip():
        return Cell(ref)
    if text.strip() in ERRORS:
        return Cell(ref, error=text.strip())
    return Cell(ref, text)


def aligned(rows: list[Row]) -> tuple[Row, ...]:
    """The rows that hold something, all as wide as the widest."""
    filled = [(number, _cut(cells)) for number, cells in rows]
    filled = [(number, cells) for number, cells in filled if cells]
    width = max((len(cells) for _, cells in filled), default=0)
    return tuple(
        (n, (*cells, *(Cell(f"{column_letters(c)}{n}") for c in range(len(cells) + 1, width + 1))))
        for n, cells in filled
    )


def _cut(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    last = max((place for place, cell in enumerate(cells, 1) if not cell.is_empty), default=0)
    return cells[:last]
