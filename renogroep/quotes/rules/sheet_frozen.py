"""Is the bill in a returned sheet still the bill that was sent out?"""

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date

from renogroep.base.names import cleaned
from renogroep.base.text import N_, Text, t
from renogroep.base.units import read_quantity
from renogroep.quotes.rules.price_sheet import Line
from renogroep.quotes.rules.sheet_cells import (
    CellValue,
    ErrorCell,
    FormulaCell,
    is_blank,
    quoted,
)
from renogroep.tenders.rules.bill import Nature, Scope

Cells = Mapping[str, CellValue]

# As the form writes them: a home, a run or the lot pays, and that decides what each home owes.
SCOPE_WORDS: dict[Scope, str] = {
    Scope.HOME: "woning",
    Scope.RUN: "rij woningen",
    Scope.LOT: "perceel",
}

COLUMN_LABELS: dict[str, str] = {
    "number": N_("post"),
    "description": N_("description"),
    "nature": N_("nature"),
    "unit": N_("unit"),
    "scope": N_("column “Per”"),
    "quantity": N_("quantity"),
    "answer": N_("answer"),
    "stated_total": N_("total"),
    "remark": N_("remark"),
}


def changed_columns(line: Line, cells: Cells) -> Iterator[tuple[str, Text]]:
    """Columns of the bill that were changed, each with a sentence.

    Only columns that are present are compared: the typed page does not send them. Spaces, capitals
    and "m2" for "m²" make no difference.
    """
    frozen: dict[str, tuple[bool, object]] = {
        "description": (
            _same_text(cells.get("description"), line.description),
            quoted(line.description),
        ),
        "nature": (_same_text(cells.get("nature"), line.nature), str(line.nature)),
        "unit": (_same_text(cells.get("unit"), line.unit), str(line.unit)),
        "scope": (_same_text(cells.get("scope"), SCOPE_WORDS[line.scope]), SCOPE_WORDS[line.scope]),
        "quantity": (_same_quantity(cells.get("quantity"), line), line.quantity),
    }
    for column, (same, was) in frozen.items():
        if column in cells and not same:
            yield (
                column,
                t(
                    "The %(column)s of post %(post)s was “%(was)s” and is now “%(now)s”. Put it back; write your own count in the remark.",
                    column=Text(COLUMN_LABELS[column]),
                    post=line.number,
                    was=was,
                    now=quoted(cells[column]),
                ),
            )


def post_number(value: CellValue) -> str:
    """The number of a post; a spreadsheet may have turned "1" into 1 or 1.0."""
    if value is None or isinstance(value, FormulaCell):
        return ""
    if isinstance(value, ErrorCell):
        return value.code
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return cleaned(str(value))


def _folded(text: str) -> str:
    """Spaces, capitals and "m²" against "m2" do not make a different text."""
    return " ".join(unicodedata.normalize("NFKC", cleaned(text)).casefold().split())


def _same_text(value: CellValue, expected: str) -> bool:
    if isinstance(value, ErrorCell | FormulaCell):
        return False
    return _folded("" if value is None else str(value)) == _folded(expected)


def _same_quantity(value: CellValue, line: Line) -> bool:
    if is_blank(value):
        return line.nature == Nature.PM
    if isinstance(value, ErrorCell | FormulaCell | date):
        return False
    if isinstance(value, str) and cleaned(value) in (
        str(line.quantity),
        str(line.quantity.decimal),
    ):
        return True
    try:
        return read_quantity(value) == line.quantity
    except ValueError:
        return False
