"""What did a firm fill in in our spreadsheet, and is it still the bill of this request?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from renogroep.base.errors import Refused
from renogroep.base.names import cleaned
from renogroep.groups.models import Request
from renogroep.infra.files import MAX_BYTES, check_upload
from renogroep.infra.sheets import Book, Cell, Sheet, read_book
from renogroep.infra.sheets.cells import column_letters
from renogroep.quotes.documents import bill_layout as layout
from renogroep.quotes.queries.frozen import bands_of, lines_of, sheet_rules
from renogroep.quotes.rules.price_sheet import PriceSheet
from renogroep.quotes.rules.sheet_cells import CellValue, ErrorCell, FormulaCell
from renogroep.quotes.rules.sheet_reading import (
    IMPORTED,
    SheetProblem,
    SheetRules,
    read_price_sheet,
)
from renogroep.quotes.rules.sheet_terms import TermCell

BillRow = tuple[int, dict[str, CellValue]]


@dataclass(frozen=True, slots=True)
class ReadBill:
    """A spreadsheet that was read: a whole sheet or its problems, and the rows to show them in."""

    sheet: PriceSheet | None
    problems: tuple[SheetProblem, ...]
    rows: tuple[BillRow, ...]
    letters: Mapping[str, str]


def read_bill(
    data: bytes, name: str, request: Request, *, today: date, rules: SheetRules | None = None
) -> ReadBill:
    """Everything that is in the file, or everything that is wrong with it; the file is not kept.

    rules    what must be in it; by default what the request asks. A bill that was opened elsewhere
             is IMPORTED: its gaps and its own totals are judged later.
    raises   Refused: not an Excel file, too big, damaged, not our form, of another request or
             version, or without one of its columns.
    """
    check_upload(data, name=name, allowed={"xlsx"}, max_bytes=MAX_BYTES)
    book = _our_sheets(data, name)
    _refuse_other_bill(book, request)
    letters, rows = _bill_rows(book.sheets[layout.BILL], request)
    sheet, problems = read_price_sheet(
        [(number, _without_our_total(row, rules)) for number, row in rows],
        lines_of(request),
        bands_of(request),
        _term_cells(book.sheets[layout.TERMS], request),
        today=today,
        rules=rules or sheet_rules(request),
        letters=letters,
    )
    return ReadBill(sheet, tuple(problems), tuple(rows), letters)


def _without_our_total(row: dict[str, CellValue], rules: SheetRules | None) -> dict[str, CellValue]:
    """The totals are ours to compute, so what our form computed for convenience is not read.

    In a bill that was opened elsewhere it is what the firm stated, and the arithmetic is checked.
    """
    cells = {key: value for key, value in row.items() if key != "total"}
    if rules is IMPORTED and "total" in row:
        cells["stated_total"] = row["total"]
    return cells


def _our_sheets(data: bytes, name: str) -> Book:
    try:
        return read_book(data, sheets=(layout.BILL, layout.TERMS), name=name)
    except Refused as refused:
        if refused.code == "sheet.missing":
            raise _not_our_form() from None
        raise


def _not_our_form() -> Refused:
    return Refused(
        "bill.not_our_form",
        "This file is not the form of this job. Download the bill here, fill in that file and upload it.",
    )


def _refuse_other_bill(book: Book, request: Request) -> None:
    meta = book.meta
    if meta.get("form") != layout.FORM:
        raise _not_our_form()
    if meta.get("request") != request.reference:
        raise Refused(
            "bill.other_request",
            "This file belongs to job %(other)s and this is job %(this)s. Choose the other file, or open the other job.",
            other=cleaned(meta.get("request", "?"))[:40],
            this=request.reference,
        )
    if meta.get("revision") != str(request.revision):
        raise Refused(
            "bill.other_revision",
            "This file belongs to version %(old)s of the bill; download version %(new)s and fill in that one.",
            old=cleaned(meta.get("revision", "?"))[:10],
            new=request.revision,
        )
    if meta.get("checksum") != request.checksum:
        raise Refused(
            "bill.changed",
            "The mark of the bill in this file was changed. Download the bill again and fill in that file.",
        )


def _bill_rows(sheet: Sheet, request: Request) -> tuple[dict[str, str], list[BillRow]]:
    headings = layout.bill_headings(bands_of(request))
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


def _term_cells(sheet: Sheet, request: Request) -> dict[str, TermCell]:
    names = layout.term_names(sheet_rules(request))
    by_label = {_folded(layout.TERM_QUESTIONS[name].label): name for name in names}
    found = {}
    for number, cells in sheet.rows:
        name = by_label.get(_folded(cells[0].value))
        if name is not None and len(cells) > 1 and name not in found:
            found[name] = TermCell(cell_value(cells[1]), cells[1].ref, number)
    return found


def cell_value(cell: Cell) -> CellValue:
    """A cell of a file as the rules know it."""
    if cell.error is not None:
        return ErrorCell(cell.error)
    if cell.formula_without_value:
        return FormulaCell()
    return str(cell.value) if isinstance(cell.value, bool) else cell.value
