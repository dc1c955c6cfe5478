"""What is wrong with a cell of a rule sheet, in words for whoever filled it in?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from renogroep.base.cells import Cell, Sheet
from renogroep.base.text import Text, t

SHEET_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")
OTHER_WIDTH = t("this row has another number of cells than the header")
_WORDS = {
    "empty": t("this cell is empty"),
    "not a number": t("this is not a number"),
    "ambiguous": t("this number can be read in two ways; write it without points for thousands"),
    "too many decimals": t("this number has too many decimals"),
    "too long": t("this number is too long"),
    "write yes or no": t("write yes or no"),
}


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One cell that cannot be used. Row 1 is the header, as a spreadsheet counts."""

    row: int
    column: str  # "" when the whole row is wrong
    cell: str
    why: Text

    def __str__(self) -> str:
        where = f"row {self.row}" + (f", {self.column}" if self.column else "")
        return f"{where}: “{self.cell}”: {self.why}" if self.cell else f"{where}: {self.why}"


class BadCells(ValueError):
    """A sheet that was refused as a whole, with everything that is wrong with it."""

    def __init__(self, problems: Iterable[CellProblem], name: str = "") -> None:
        self.problems = tuple(problems)
        super().__init__(f"{name} {self.problems[0]}".strip())


def in_words(problem: ValueError, cell: str = "") -> Text:
    """Why a reader refused a cell."""
    if cell.upper() in SHEET_ERRORS:
        return t("your spreadsheet could not count this cell; type the number itself")
    return _WORDS.get(str(problem), Text("%(why)s", {"why": str(problem)}))


def texts_of(sheet: Sheet) -> tuple[list[str], list[list[str]]]:
    """The header and the rows under it as texts, as ``rows.read_cells`` takes them.

    Row numbers stay those of the sheet: a row without anything is an empty list. A cell that the
    spreadsheet could not count is the error that it shows.
    """
    found = {number: [_text(cell) for cell in cells] for number, cells in sheet.rows}
    header = found.get(1, [])
    while header and not header[-1].strip():
        header.pop()
    width = len(header)
    rows = []
    for number in range(2, max(found, default=1) + 1):
        row = found.get(number, [])
        rows.append(row if any(row[width:]) else (row + [""] * width)[:width])
    return [name.strip() for name in header], rows


def _text(cell: Cell) -> str:
    if cell.error or cell.formula_without_value:
        return cell.error or "#VALUE!"
    if isinstance(cell.value, datetime):
        return cell.value.date().isoformat()
    if isinstance(cell.value, date):
        return cell.value.isoformat()
    if isinstance(cell.value, Decimal):
        return f"{cell.value:f}"
    return "" if cell.value is None else str(cell.value)
