"""What is wrong with a cell of a rule sheet, in words for whoever filled it in?"""

from collections.abc import Iterable
from dataclasses import dataclass

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
