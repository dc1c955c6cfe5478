"""What stands in the cells of a bill that came back, and is it the bill that we handed out?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from renogroep.base.cells import Cell, Sheet, column_letters
from renogroep.base.errors import Refused
from renogroep.base.names import cleaned
from renogroep.quotes.rules import bill_layout as layout
from renogroep.quotes.rules.sheet_cells import CellValue, ErrorCell, FormulaCell
from renogroep.quotes.rules.sheet_reading import IMPORTED, SheetRules
from renogroep.quotes.rules.sheet_terms import TermCell
from renogroep.tenders.rules.bands import Band

BillRow = tuple[int, dict[str, CellValue]]


@dataclass(frozen=True, slots=True)
class Mark:
    """What our form notes about itself: of which request and version it is the bill."""

    request: str
    revision: int
    checksum: str

    def as_meta(self) -> dict[str, str]:
        """As it stands on the hidden sheet."""
        return {
            "form": layout.FORM,
            "format": layout.FORMAT,
            "request": self.request,
            "revision": str(self.revision),
            "checksum": self.checksum,
        }


def not_our_form() -> Refused:
    """The refusal of a file that is not ours."""
    return Refused(
        "bill.not_our_form",
        "This file is not the form of this job. Download the bill here, fill in that file and upload it.",
    )


def check_mark(meta: Mapping[str, str], mark: Mark) -> None:
    """Raises Refused when the file is not our form, or is the bill of another request or version."""
    if meta.get("form") != layout.FORM:
        raise not_our_form()
    if meta.get("request") != mark.request:
        raise Refused(
            "bill.other_request",
            "This file belongs to job %(other)s and this is job %(this)s. Choose the other file, or open the other job.",
            other=cleaned(meta.get("request", "?"))[:40],
            this=mark.request,
        )
    if meta.get("revision") != str(mark.revision):
        raise Refused(
            "bill.other_revision",
            "This file belongs to version %(old)s of the bill; download version %(new)s and fill in that one.",
            old=cleaned(meta.get("revision", "?"))[:10],
            new=mark.revision,
        )
    if meta.get("checksum") != mark.checksum:
        raise Refused(
            "bill.changed",
            "The mark of the bill in this file was changed. Download the bill again and fill in that file.",
        )


def bill_rows(sheet: Sheet, bands: Sequence[Band]) -> tuple[dict[str, str], list[BillRow]]:
    """Column key -> its letters, and the rows under the headings with their own row numbers.

    raises   Refused: a column that we read is not there.
    """
    headings = layout.bill_headings(bands)
    head, places = _find_headings(sheet, headings)
    needed = [key for key in headings if key not in {"scope", "total"}]
    absent = next((key for key in needed if key not in places), None)
    if absent is not None:
        raise Refused(
            "bill.column_missing",
            "The sheet “%(sheet)s” has no column “%(column)s” any more. Download the bill again and do not move or rename columns.",
            sheet=layout.BILL,
            column=headings[absent],
        )
    rows = [
        (number, {key: cell_value(cells[place]) for key, place in places.items()})
        for number, cells in sheet.rows
        if number > head
    ]
    letters = {key: column_letters(place + 1) for key, place in places.items()}
    return letters, rows


def _find_headings(sheet: Sheet, headings: Mapping[str, str]) -> tuple[int, dict[str, int]]:
    """The row with the headings and the place of each column; (0, {}) when there is none."""
    wanted = {_folded(label): key for key, label in headings.items()}
    for number, cells in sheet.rows:
        labels = [_folded(cell.value) for cell in cells]
        if _folded(headings["number"]) in labels and _folded(headings["quantity"]) in labels:
            return number, {wanted[label]: n for n, label in enumerate(labels) if label in wanted}
    return 0, {}


def _folded(value: object) -> str:
    return " ".join(cleaned(str(value or "")).casefold().split())


def term_cells(sheet: Sheet, names: Sequence[str]) -> dict[str, TermCell]:
    """Term -> what stands beside its question; of a question that stands twice the first."""
    by_label = {_folded(layout.TERM_QUESTIONS[name].label): name for name in names}
    found = {}
    for number, cells in sheet.rows:
        name = by_label.get(_folded(cells[0].value))
        if name is not None and len(cells) > 1 and name not in found:
            found[name] = TermCell(cell_value(cells[1]), cells[1].ref, number)
    return found


def without_our_total(row: dict[str, CellValue], rules: SheetRules | None) -> dict[str, CellValue]:
    """The totals are ours to compute, so what our form computed for convenience is not read.

    In a bill that was opened elsewhere it is what the firm stated, and the arithmetic is checked.
    """
    cells = {key: value for key, value in row.items() if key != "total"}
    if rules is IMPORTED and "total" in row:
        cells["stated_total"] = row["total"]
    return cells


def cell_value(cell: Cell) -> CellValue:
    """A cell of a file as the rules know it."""
    if cell.error is not None:
        return ErrorCell(cell.error)
    if cell.formula_without_value:
        return FormulaCell()
    return str(cell.value) if isinstance(cell.value, bool) else cell.value
