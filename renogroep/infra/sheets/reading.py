"""What is written in this XLSX or CSV file?"""

import csv
import warnings
from collections.abc import Sequence
from contextlib import closing
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook

from renogroep.base.cells import (
    META_SHEET,
    Book,
    Cell,
    Row,
    Sheet,
    Value,
    aligned,
    column_letters,
    text_cell,
)
from renogroep.base.errors import Refused
from renogroep.infra.files.checks import check_upload, damaged

MAX_ROWS = 5_000
MAX_COLUMNS = 60
LAST_ROW = 1_048_576  # of Excel and of LibreOffice
_MAX_META = 200
_DELIMITERS = (";", "\t", ",")
_MARKS_PER_CELL = 6  # "<" in the XML of a cell with a formula and a result


def read_xlsx(
    data: bytes,
    *,
    sheet: str | None = None,
    name: str = "spreadsheet.xlsx",
    max_rows: int = MAX_ROWS,
    max_columns: int = MAX_COLUMNS,
) -> Sheet:
    """One sheet of a workbook; ``sheet=None`` is the first one that its owner can see.

    raises   Refused: as ``files.check_upload``, the sheet is missing, too many rows or columns.
    """
    wanted = None if sheet is None else (sheet,)
    book = read_book(data, sheets=wanted, name=name, max_rows=max_rows, max_columns=max_columns)
    return next(iter(book.sheets.values()))


def read_book(
    data: bytes,
    *,
    sheets: Sequence[str] | None,
    name: str = "spreadsheet.xlsx",
    max_rows: int = MAX_ROWS,
    max_columns: int = MAX_COLUMNS,
) -> Book:
    """Several sheets of one workbook, read once; names are found whatever their capitals.

    The file is opened twice: for the values, and for where formulas are. A formula that was saved
    without its result is otherwise the same as an empty cell.
    """
    check_upload(data, name=name, allowed={"xlsx"}, max_bytes=max(len(data), 1))
    try:
        _check_work(data, name, max_rows * max_columns * _MARKS_PER_CELL)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about charts and styles, which we do not read
            with (
                closing(
                    load_workbook(BytesIO(data), True, data_only=True, keep_links=False)
                ) as values,
                closing(load_workbook(BytesIO(data), True, keep_links=False)) as formulas,
            ):
                meta = _meta(values)
                return Book(
                    {
                        key: Sheet(
                            title,
                            _rows(values[title], formulas[title], max_rows, max_columns),
                            meta,
                        )
                        for key, title in _titles(values, sheets).items()
                    },
                    meta,
                )
    except Refused:
        raise
    except Exception:
        # openpyxl raises whatever its XML lacks. "from None": the cause may quote a sealed price.
        raise damaged(name) from None


def read_csv(data: bytes, *, max_rows: int = MAX_ROWS, max_columns: int = MAX_COLUMNS) -> Sheet:
    """The rows of a CSV: UTF-8 with or without mark, else Windows-1252; ``;``, tab or comma.

    All values are texts. The delimiter is the one that the first line has most of.
    raises   Refused: not a text, too many rows or columns.
    """
    text = _decoded(data)
    rows: list[Row] = []
    try:
        for number, texts in enumerate(
            csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text)), 1
        ):
            cells = tuple(
                text_cell(f"{column_letters(c)}{number}", v) for c, v in enumerate(texts, 1)
            )
            _check_size("CSV", number, cells, max_rows, max_columns)
            rows.append((number, cells))
    except csv.Error:
        raise _not_text() from None
    return Sheet("", aligned(rows))


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _not_text()


def _not_text() -> Refused:
    return Refused(
        "sheet.not_text",
        "We cannot read this file as a table. Save it as “CSV UTF-8” or as .xlsx and upload it again.",
    )


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    unquoted = "".join(first.split('"')[::2])
    return max(_DELIMITERS, key=unquoted.count)  # the first of equals


def _titles(book: Workbook, wanted: Sequence[str] | None) -> dict[str, str]:
    """Asked name -> real title."""
    ours = [sheet for sheet in book.worksheets if sheet.title != META_SHEET]
    if wanted is None:
        seen = [s for s in ours if s.sheet_state == "visible"] or ours
        if not seen:
            raise Refused(
                "sheet.none",
                "The file has no sheet with rows. Upload the file with the filled sheet.",
            )
        return {seen[0].title: seen[0].title}
    titles = {sheet.title.casefold(): sheet.title for sheet in ours}
    for name in wanted:
        if name.casefold() not in titles:
            raise Refused(
                "sheet.missing",
                "The file has no sheet “%(sheet)s”. Download the form again and do not rename or delete "
                "its sheets.",
                sheet=name,
            )
    return {name: titles[name.casefold()] for name in wanted}


def _check_work(data: bytes, name: str, limit: int) -> None:
    """50 MiB of tiny cells in one row would keep openpyxl busy for a minute before we see a row."""
    with ZipFile(BytesIO(data)) as archive:
        if any(archive.read(part).count(b"<") > limit for part in archive.namelist()):
            raise _too_much(name)


def _meta(book: Workbook) -> dict[str, str]:
    if META_SHEET not in book.sheetnames:
        return {}
    rows = book[META_SHEET].iter_rows(max_row=_MAX_META, max_col=2, values_only=True)
    return {
        str(row[0]): "" if row[1] is None else str(row[1]) for row in rows if row[0] is not None
    }


def _rows(values: Any, formulas: Any, max_rows: int, max_columns: int) -> tuple[Row, ...]:
    rows: list[Row] = []
    work = 0
    for sheet in (values, formulas):
        sheet.reset_dimensions()  # a file may say that it is smaller than it is
    pairs = zip(values.iter_rows(), formulas.iter_rows(), strict=True)
    for number, (shown, written) in enumerate(pairs, 1):
        work += len(shown)
        if work > max_rows * max_columns or number > LAST_ROW:
            raise _too_much(values.title)
        cells = tuple(
            _cell(f"{column_letters(c)}{number}", seen, source.data_type == "f")
            for c, (seen, source) in enumerate(zip(shown, written, strict=True), 1)
            if c <= max_columns or seen.value is not None or source.value is not None
        )
        _check_size(values.title, number, cells, max_rows, max_columns)
        if number <= max_rows:
            rows.append((number, cells))
    return aligned(rows)


def _check_size(
    title: str, number: int, cells: tuple[Cell, ...], max_rows: int, max_columns: int
) -> None:
    """Only cells with something in them count; spreadsheets are full of formatted emptiness."""
    filled = [place for place, cell in enumerate(cells, 1) if not cell.is_empty]
    if filled and number > max_rows:
        raise Refused(
            "sheet.too_many_rows",
            "“%(sheet)s” has more than %(limit)s rows. Delete the rows that do not belong to the table.",
            sheet=title,
            limit=max_rows,
        )
    if filled and filled[-1] > max_columns:
        raise Refused(
            "sheet.too_many_columns",
            "“%(sheet)s” has more than %(limit)s columns. Delete the columns that do not belong to the "
            "table.",
            sheet=title,
            limit=max_columns,
        )


def _too_much(title: str) -> Refused:
    return Refused(
        "sheet.too_much_formatting",
        "“%(sheet)s” has formatting far outside the table. Copy only the table to a new file and upload "
        "that one.",
        sheet=title,
    )


def _cell(ref: str, seen: Any, is_formula: bool) -> Cell:
    value = seen.value
    if seen.data_type == "e":
        return Cell(ref, error=str(value))
    if isinstance(value, str):
        return text_cell(ref, value)
    if value is None:
        # A formula whose result is an empty text keeps its type "str" and has no value either.
        return Cell(ref, formula_without_value=is_formula and seen.data_type != "str")
    return Cell(ref, _plain(value))


def _plain(value: object) -> Value:
    """A day without hours is a date; what is no number, text or date is shown as its text."""
    if isinstance(value, datetime):
        return value.date() if value.time() == time(0) else value
    if isinstance(value, bool | int | float | Decimal | date):
        return value
    return str(value)
