"""How does a form sheet become the locked workbook that we hand out to be filled in?"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from math import ceil
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as WrittenCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from renogroep.base.cells import META_SHEET, Out, column_letters
from renogroep.base.form_sheet import FormSheet, Input, Kind
from renogroep.infra.sheets.exports import (
    FONT,
    STARTS_FORMULA,
    format_of,
    number_or_day,
    saved,
    storable,
)

LINE_HEIGHT = 15  # points
MAX_HEIGHT = 400  # Excel allows 409
_LINE = Side(style="thin", color="BFBFBF")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_INPUT = PatternFill("solid", fgColor="FFF8DC")
_HEAD = PatternFill("solid", fgColor="E7ECEF")


_SHOWN = {
    Kind.TEXT: "General",
    Kind.PRICE: "#,##0.00##",
    Kind.QUANTITY: "#,##0.###",
    Kind.WHOLE: "0",
    Kind.DATE: "dd/mm/yyyy",
    Kind.CHOICE: "General",
}

_CHECKED: dict[Kind, Literal["whole", "date"]] = {Kind.WHOLE: "whole", Kind.DATE: "date"}


def write_bill(
    sheets: Sequence[FormSheet], *, meta: Mapping[str, str], made_at: datetime, language: str = "nl"
) -> bytes:
    """A locked workbook in which exactly the ``Input`` cells can be changed.

    meta      kept on a sheet that spreadsheet programs do not show: which form, which revision
    returns   XLSX; the same arguments give the same bytes. ``reading.read_book`` reads it back.

    The lock has no password: it prevents accidents. Who reads the form back must still compare the
    fixed cells with what was handed out.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for form in sheets:
        _write_sheet(book.create_sheet(form.name), form)
    hidden = book.create_sheet(META_SHEET)
    for number, (key, value) in enumerate(meta.items(), 1):
        _put(hidden.cell(number, 1), key)
        _put(hidden.cell(number, 2), value)
    hidden.sheet_state = "veryHidden"
    hidden.protection.sheet = True
    book.security = WorkbookProtection(lockStructure=True)
    book.properties.language = language
    return saved(book, made_at)


def _write_sheet(sheet: Worksheet, form: FormSheet) -> None:
    for number, line in enumerate(form.lines, 1):
        _put(sheet.cell(number, 1), line)
        sheet.cell(number, 1).font = Font(
            name=FONT, bold=number == 1, size=14 if number == 1 else 11
        )
    head = len(form.lines) + 1
    for place, column in enumerate(form.columns, 1):
        cell: Any = sheet.cell(head, place)
        _put(cell, column.label)
        cell.font, cell.fill, cell.border = Font(name=FONT, bold=True), _HEAD, _BOX
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[column_letters(place)].width = column.width
    _make_high_enough(sheet, form, head, [column.label for column in form.columns])
    rules: dict[tuple[Kind, tuple[str, ...], str], DataValidation] = {}
    for place, row in enumerate(form.rows):
        _write_row(sheet, form, head + 1 + place, row, place in form.headings, rules)
    if form.total:
        _write_total(sheet, form, head)
    for rule in rules.values():
        sheet.add_data_validation(rule)
    sheet.freeze_panes = f"{column_letters(form.frozen + 1)}{head + 1}"
    _protect(sheet)
    _set_up_print(sheet, head)


def _write_row(
    sheet: Worksheet,
    form: FormSheet,
    number: int,
    row: tuple[Out | Input, ...],
    heading: bool,
    rules: dict[tuple[Kind, tuple[str, ...], str], DataValidation],
) -> None:
    if len(row) != len(form.columns):
        raise ValueError(f"row {number} has {len(row)} values for {len(form.columns)} columns")
    refs = {c.name: f"{column_letters(i)}{number}" for i, c in enumerate(form.columns, 1)}
    for place, (column, value) in enumerate(zip(form.columns, row, strict=True), 1):
        cell: Any = sheet.cell(number, place)
        cell.border = _BOX
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(name=FONT, bold=heading)
        if isinstance(value, Input):
            _write_input(sheet, cell, value, rules)
        elif column.formula and not heading:
            count = ",".join(refs[name] for name in column.uses)
            formula = column.formula.format_map(refs)
            cell.value = f'=IF(COUNT({count})={len(column.uses)},{formula},"")'
            cell.number_format = "#,##0.00"
        else:
            _put(cell, value)
    _make_high_enough(sheet, form, number, row)


def _make_high_enough(
    sheet: Worksheet, form: FormSheet, number: int, values: Sequence[Out | Input]
) -> None:
    """Room for wrapped text: LibreOffice does not find the height of a row by itself."""
    needed = 1
    for column, value in zip(form.columns, values, strict=True):
        if isinstance(value, str):
            lines = (ceil(len(line) / max(1, column.width - 2)) for line in value.splitlines())
            needed = max(needed, sum(max(1, count) for count in lines))
    sheet.row_dimensions[number].height = min(needed * LINE_HEIGHT, MAX_HEIGHT)


def _write_input(
    sheet: Worksheet,
    cell: Any,
    wanted: Input,
    rules: dict[tuple[Kind, tuple[str, ...], str], DataValidation],
) -> None:
    _put(cell, wanted.value)
    cell.number_format = _SHOWN[wanted.kind]
    cell.fill = _INPUT
    cell.protection = Protection(locked=False)
    if wanted.kind is not Kind.TEXT:
        key = (wanted.kind, wanted.choices, wanted.words)
        if key not in rules:
            rules[key] = _rule(wanted)
        rules[key].add(cell)


def _rule(wanted: Input) -> DataValidation:
    if wanted.kind is Kind.CHOICE:
        rule = DataValidation(type="list", formula1='"' + ",".join(wanted.choices) + '"')
    else:
        rule = DataValidation(
            type=_CHECKED.get(wanted.kind, "decimal"), operator="greaterThanOrEqual", formula1="0"
        )
    rule.allow_blank = True
    rule.errorStyle = "stop"
    rule.showErrorMessage = True
    rule.error = wanted.words[:255] or None
    return rule


def _write_total(sheet: Worksheet, form: FormSheet, head: int) -> None:
    last = head + len(form.rows)
    cell: Any = sheet.cell(last + 1, 1)
    _put(cell, form.total)
    cell.font = Font(name=FONT, bold=True)
    for place, column in enumerate(form.columns, 1):
        if column.summed and form.rows:
            letters = column_letters(place)
            cell = sheet.cell(last + 1, place)
            cell.value = f"=SUM({letters}{head + 1}:{letters}{last})"
            cell.number_format = "#,##0.00"
            cell.font, cell.border = Font(name=FONT, bold=True), _BOX
    if form.weights and form.rows:
        _write_mix(sheet, form, last + 1)


def _write_mix(sheet: Worksheet, form: FormSheet, sums: int) -> None:
    """The weighted mean of the sums, under the last of them."""
    places = {column.name: place for place, column in enumerate(form.columns, 1)}
    parts = [f"{column_letters(places[name])}{sums}*{per}" for name, per in form.weights.items()]
    cell: Any = sheet.cell(sums + 1, 1)
    _put(cell, form.mix)
    cell.font = Font(name=FONT, bold=True)
    cell = sheet.cell(sums + 1, max(places[name] for name in form.weights))
    cell.value = f"=ROUND(({'+'.join(parts)})/100,2)"
    cell.number_format = "#,##0.00"
    cell.font, cell.border = Font(name=FONT, bold=True), _BOX


def _put(cell: WrittenCell | Any, value: Out) -> None:
    """A fixed value. Text is stored as text: intact, because it is compared when it comes back."""
    if isinstance(value, str):
        value = storable(value)
    if value is None or value == "":
        return
    if isinstance(value, str):
        cell.value = value
        cell.data_type = "s"
        if value.startswith(STARTS_FORMULA):
            cell.quotePrefix = True  # the program's own mark for "text, whatever it starts with"
    else:
        number = number_or_day(value)
        cell.value = number
        cell.number_format = "#,##0.####" if isinstance(number, Decimal) else format_of(value)


def _protect(sheet: Worksheet) -> None:
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False  # False is "not locked": columns may be made wider
    sheet.protection.formatRows = False


def _set_up_print(sheet: Worksheet, head: int) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{head}:{head}"
    if sheet.oddFooter is not None:
        sheet.oddFooter.center.text = "&P / &N"
