"""What stands in the cells of an uploaded table of rules, as a person would have typed it?"""

from datetime import date, datetime
from decimal import Decimal

from renogroep.base.cells import Cell, Sheet
from renogroep.base.numbers import read_number
from renogroep.base.text import t
from renogroep.financing.rules.cells import BadCells, CellProblem
from renogroep.financing.rules.filling import NO_RESULT

MOST_DECIMALS = 10
STARTS_FORMULA = ("'=", "'+", "'-", "'@")  # as our own files write them

Table = tuple[list[str], list[tuple[int, list[str]]]]


def table_of(sheet: Sheet) -> Table:
    """The headings, and the rows under them with their own numbers.

    A cell that shows an error reads as that error, a formula without its result as "=": both are
    named with the other wrong cells when the rows are read.
    raises   BadCells for a table without rows
    """
    if not sheet.rows:
        raise BadCells([CellProblem(1, "", "", t("there is no row in this table"))])
    (_, first), *others = sheet.rows
    header = [_text(cell).strip() for cell in first]
    while header and not header[-1]:
        header.pop()
    rows = [(number, [_text(cell) for cell in cells[: len(header)]]) for number, cells in others]
    return header, [(number, texts) for number, texts in rows if any(texts)]


def _text(cell: Cell) -> str:
    value = cell.value
    if value is None:
        return cell.error or (NO_RESULT if cell.formula_without_value else "")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value[1:] if value.startswith(STARTS_FORMULA) else value.strip()
    number: Decimal = read_number(value, decimals=MOST_DECIMALS)
    return format(number, "f").replace(".", ",")
