"""What did a firm fill in in our spreadsheet, and is it still the bill of this request?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from renogroep.base.cells import Book
from renogroep.base.errors import Refused
from renogroep.groups.models import Request
from renogroep.infra.files.checks import MAX_BYTES, check_upload
from renogroep.infra.sheets import read_book
from renogroep.quotes.queries.frozen import bands_of, lines_of, sheet_rules
from renogroep.quotes.rules import bill_layout as layout
from renogroep.quotes.rules.bill_cells import (
    BillRow,
    Mark,
    bill_rows,
    check_mark,
    not_our_form,
    term_cells,
    without_our_total,
)
from renogroep.quotes.rules.price_sheet import PriceSheet
from renogroep.quotes.rules.sheet_reading import SheetProblem, SheetRules, read_price_sheet


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
    check_mark(book.meta, Mark(request.reference, request.revision, request.checksum))
    letters, rows = bill_rows(book.sheets[layout.BILL], bands_of(request))
    wanted = sheet_rules(request)
    sheet, problems = read_price_sheet(
        [(number, without_our_total(row, rules)) for number, row in rows],
        lines_of(request),
        bands_of(request),
        term_cells(book.sheets[layout.TERMS], layout.term_names(wanted)),
        today=today,
        rules=rules or wanted,
        letters=letters,
    )
    return ReadBill(sheet, tuple(problems), tuple(rows), letters)


def _our_sheets(data: bytes, name: str) -> Book:
    try:
        return read_book(data, sheets=(layout.BILL, layout.TERMS), name=name)
    except Refused as refused:
        if refused.code == "sheet.missing":
            raise not_our_form() from None
        raise
