"""What stands on the pages on which a new version is written?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.financing import queries
from renogroep.financing.forms.drafting import (
    CellsForm,
    DetailsForm,
    NewVersionForm,
    cell_name,
    cells_form,
)
from renogroep.financing.models import RuleVersion
from renogroep.financing.rules.cells import CellProblem
from renogroep.financing.rules.details import Details
from renogroep.financing.rules.difference import Changed, Difference, difference
from renogroep.financing.rules.filling import (
    CONDITIONS,
    cells_of,
    column_name,
    kinds_of,
    row_type,
    sheets_of,
    typed_columns,
)
from renogroep.financing.rules.labels import FIRST, KINDS, SECTIONS
from renogroep.financing.rules.readable import cell
from renogroep.financing.rules.tables import PREMIUM_KINDS
from renogroep.financing.rules.versions import TABLES
from renogroep.infra import sheets
from renogroep.infra.i18n import say, shown

NAMED = ("category", "household", "private_use")  # beside what a row is about
PROBLEMS_SHOWN = 100


def details_of(row: RuleVersion) -> Details:
    """As the form asks them."""
    return Details(
        row.label, row.valid_from, row.valid_until, row.source, row.confidence, row.review_on
    )


def show_details(form: DetailsForm, details: Details) -> None:
    """Put them in the form when it is first shown."""
    if form.is_submitted():
        return
    for name in ("label", "valid_from", "valid_until", "source", "confidence", "review_on"):
        form[name].data = getattr(details, name)


def next_details(base: RuleVersion) -> Details:
    """What a new version probably is: the day after, and as long as a year when this one was one."""
    first = base.valid_until + timedelta(days=1) if base.valid_until else base.valid_from
    last = first.replace(month=12, day=31) if base.valid_until else None
    return Details("", first, last, "", base.confidence)


def heading(kind: str, column: str) -> str:
    """The name of a column on the screen."""
    return shown(column_name(kind, column))


def named(kind: str, cells: dict[str, Any]) -> str:
    """What a row is about."""
    about = next((cells[name] for name in FIRST if cells.get(name)), "")
    beside = [
        f"{heading(kind, name).lower()} {cell(name, cells[name], shown)}"
        for name in NAMED
        if cells.get(name)
    ]
    return ", ".join([cell("code", about, shown), *beside])


@dataclass(frozen=True, slots=True)
class CellRow:
    """One row of the page: what it is about, and a field or nothing per column."""

    about: str
    cells: list[Any]


@dataclass(frozen=True, slots=True)
class CellTable:
    """One sheet of a version on the page."""

    title: str
    id: str
    columns: list[str]
    rows: list[CellRow]


def cells_page(row: RuleVersion) -> tuple[CellsForm, list[CellTable]]:
    """The form of a version, and how its fields stand in tables."""
    table = queries.as_value(row).table
    stored = {
        sheet: [cells_of(one) for one in getattr(table, sheet)] for sheet in sheets_of(row.kind)
    }
    form = cells_form(row.kind, details_of(row), stored, _asked(row.kind, stored))
    tables = [_table(row.kind, sheet, rows, form) for sheet, rows in stored.items()]
    return form, [one for one in tables if one.rows]


def _asked(
    kind: str, stored: dict[str, list[dict[str, str]]]
) -> Callable[[str, int, str], str | None]:
    """Which cells are typed on the page, and what they are called."""
    typed = {sheet: typed_columns(kind, sheet) for sheet in stored}

    def ask(sheet: str, number: int, column: str) -> str | None:
        row = stored[sheet][number]
        if column not in typed[sheet]:
            return None
        if kind == "premium" and sheet != CONDITIONS:
            needs, may_have = PREMIUM_KINDS[row["kind"]]
            if column not in needs | may_have:
                return None
        if sheet == CONDITIONS and not row[column]:
            return None
        return f"{named(kind, row)}: {heading(kind, column)}"

    return ask


def _table(kind: str, sheet: str, rows: list[dict[str, str]], form: CellsForm) -> CellTable:
    columns = typed_columns(kind, sheet)
    found = [
        CellRow(named(kind, row), [_field(form, cell_name(sheet, n, one)) for one in columns])
        for n, row in enumerate(rows)
    ]
    kept = [place for place in range(len(columns)) if any(row.cells[place] for row in found)]
    for n, row in enumerate(rows):
        for one in columns:
            field = _field(form, cell_name(sheet, n, one))
            if field is not None and not form.is_submitted():
                field.data = row[one]
    return CellTable(
        say(Text(SECTIONS[sheet])),
        f"cells-{sheet}",
        [heading(kind, columns[place]) for place in kept],
        [
            CellRow(row.about, [row.cells[place] for place in kept])
            for row in found
            if any(row.cells)
        ],
    )


def _field(form: CellsForm, name: str) -> Any:
    return form._fields.get(name)


@dataclass(frozen=True, slots=True)
class NewPage:
    """The page of a new version."""

    kind: str
    by_percent: bool
    two_files: bool
    problems: list[list[str]]  # table, row, column, cell, what is wrong
    more: int


def new_page(base: RuleVersion, form: NewVersionForm) -> NewPage:
    """What it says beside the form."""
    problems = getattr(form, "problems", [])
    return NewPage(
        kind=KINDS.get(base.kind, base.kind),
        by_percent=base.kind == "income",
        two_files=len(sheets_of(base.kind)) > 1,
        problems=[problem_line(base.kind, *one) for one in problems[:PROBLEMS_SHOWN]],
        more=max(0, len(problems) - PROBLEMS_SHOWN),
    )


def problem_line(kind: str, sheet: str, problem: CellProblem) -> list[str]:
    """One cell that is wrong, as a row of a table."""
    return [
        say(Text(SECTIONS[sheet])) if sheet in SECTIONS else "",
        str(problem.row),
        f"“{problem.column}”" if problem.column else "–",
        f"“{problem.cell}”" if problem.cell else "–",
        say(problem.why),
    ]


FILES = {
    "regels.csv": ("rules", "csv"),
    "regels.xlsx": ("rules", "xlsx"),
    "voorwaarden.csv": ("conditions", "csv"),
    "voorwaarden.xlsx": ("conditions", "xlsx"),
}


def table_files(kind: str) -> list[str]:
    """The files in which the tables of a version can be had; none for another kind of table."""
    if kind not in TABLES:
        return []
    return [name for name, (sheet, _extension) in FILES.items() if sheet in sheets_of(kind)]


def sheet_file(row: RuleVersion, sheet: str, extension: str) -> bytes:
    """One sheet of a version to work on in a spreadsheet; it can be uploaded again."""
    header = list(kinds_of(row_type(row.kind, sheet)))
    rows = [list(cells_of(one).values()) for one in getattr(queries.as_value(row).table, sheet)]
    if extension == "csv":
        return sheets.write_csv(header, rows)
    return sheets.write_table(header, rows, title=sheet, text_columns=range(1, len(header) + 1))


@dataclass(frozen=True, slots=True)
class DiffPage:
    """What a version changes beside the one that holds before it."""

    before: str  # its label; empty when there is none
    source: str  # of both, when it changes
    days: str
    added: tuple[str, ...]
    gone: tuple[str, ...]
    cells: list[list[str]]
    is_empty: bool


def diff_page(session: Session, row: RuleVersion) -> DiffPage | None:
    """None for a table that no page shows row by row."""
    if row.kind not in TABLES:
        return None
    old = queries.before(session, row)
    value = queries.as_value(old) if old else None
    found: Difference = difference(
        row.kind, value.table if value else None, queries.as_value(row).table
    )
    return DiffPage(
        before=old.label if old else "",
        source=f"{old.source} → {row.source}" if old and old.source != row.source else "",
        days=_days(old) + " → " + _days(row) if old and _days(old) != _days(row) else "",
        added=found.added,
        gone=found.gone,
        cells=[_changed(row.kind, one) for one in found.cells],
        is_empty=found.is_empty,
    )


def _days(row: RuleVersion) -> str:
    last = shown(row.valid_until) if row.valid_until else _("no end")
    return f"{shown(row.valid_from)} – {last}"


def _changed(kind: str, one: Changed) -> list[str]:
    return [
        one.about,
        heading(kind, one.column),
        cell(one.column, one.old, shown),
        cell(one.column, one.new, shown),
    ]
