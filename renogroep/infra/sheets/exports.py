"""How does a table of ours leave the house without turning into somebody's formula?"""

import csv
import re
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.writer.excel import ExcelWriter

from renogroep.base import clock
from renogroep.base.cells import Out, column_letters
from renogroep.base.money import Money, UnitPrice
from renogroep.base.units import Quantity

FONT = "Calibri"
MAX_TEXT = 32_767  # characters that fit in a cell
STARTS_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORMATS = {Money: "#,##0.00", UnitPrice: "#,##0.00##", Quantity: "#,##0.###", date: "dd/mm/yyyy"}
AS_TEXT = "@"
_MOMENT = "dd/mm/yyyy hh:mm"


def harmless(text: str) -> str:
    """The same text, with an apostrophe in front when a spreadsheet could run it as a formula.

    Spaces in front do not help: some programs drop them. So "+32 470 11 22 33" leaves as
    "'+32 470 11 22 33".
    """
    text = storable(text)
    if text.startswith(STARTS_FORMULA) or text.lstrip().startswith(STARTS_FORMULA):
        text = "'" + text
    return text[:MAX_TEXT]


def storable(text: str) -> str:
    """The text without the characters that no XML file can hold."""
    return _NOT_IN_XML.sub("", text)[:MAX_TEXT]


def write_table(
    header: Sequence[str],
    rows: Iterable[Sequence[Out]],
    *,
    title: str = "renogroep",
    made_at: datetime | None = None,
    text_columns: Collection[int] = (),
) -> bytes:
    """A plain XLSX with one sheet. Numbers stay numbers; moments are in local time.

    text_columns   columns (from 1) in which whatever is typed stays text: "01.02" becomes no date
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = re.sub(r"[\\/*?:\[\]']", " ", storable(title))[:31].strip() or "renogroep"
    for number, row in enumerate([header, *rows], 1):
        for place, out in enumerate(row, 1):
            cell = sheet.cell(number, place)
            if isinstance(out, str):
                if text := harmless(out):
                    cell.value = text
                    cell.data_type = "s"  # not even "#N/A" becomes more than its letters
            elif out is not None:
                cell.value = number_or_day(out)
                cell.number_format = format_of(out)
            if place in text_columns:
                cell.number_format = AS_TEXT
            if number == 1:
                cell.font = Font(name=FONT, bold=True)
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    for place in text_columns:
        sheet.column_dimensions[column_letters(place)].number_format = AS_TEXT
    for place, label in enumerate(header, 1):
        sheet.column_dimensions[column_letters(place)].width = min(40, max(12, len(label) + 2))
    sheet.freeze_panes = "A2"
    return saved(book, made_at or clock.now())


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Out]]) -> bytes:
    """A CSV that Belgian Excel opens with a double click: UTF-8 with mark, ``;``, decimal comma."""
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    for row in [header, *rows]:
        writer.writerow([_csv_text(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _csv_text(out: Out) -> str:
    if isinstance(out, str):
        return harmless(out)
    value = number_or_day(out)
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else str(value)


def number_or_day(out: Out) -> int | Decimal | date | datetime | None:
    """What a spreadsheet can count with."""
    if isinstance(out, Money | UnitPrice | Quantity):
        return out.decimal
    if isinstance(out, datetime):
        return (clock.local(out) if out.tzinfo else out).replace(tzinfo=None, microsecond=0)
    if isinstance(out, int):
        return int(out)
    if isinstance(out, str):
        raise TypeError("a text is written with harmless()")
    return out


def format_of(out: Out) -> str:
    """How a spreadsheet shows this kind of value."""
    return _MOMENT if isinstance(out, datetime) else _FORMATS.get(type(out), "General")


def saved(book: Workbook, made_at: datetime) -> bytes:
    """The workbook as bytes: the same content and moment give the same bytes."""
    moment = made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.properties.created = book.properties.modified = moment
    book.properties.creator = "renogroep"
    loose = BytesIO()
    ExcelWriter(book, ZipFile(loose, "w")).save()
    packed = BytesIO()
    with ZipFile(loose) as parts, ZipFile(packed, "w") as archive:
        for part in parts.namelist():
            entry = ZipInfo(part)  # without the time of writing
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, parts.read(part))
    return packed.getvalue()
