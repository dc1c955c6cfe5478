"""Which rows did somebody fill in for a new version, and what is wrong with which cell?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from renogroep.base.cells import ERRORS
from renogroep.base.money import Money
from renogroep.base.text import Text, t
from renogroep.financing.rules import rows
from renogroep.financing.rules.cells import SHEET_ERRORS, BadCells, CellProblem, in_words
from renogroep.financing.rules.filling_checks import row_problems
from renogroep.financing.rules.labels import COLUMNS
from renogroep.financing.rules.rows import Kind
from renogroep.financing.rules.tables import ConditionedTable
from renogroep.financing.rules.versions import TABLES

RULES, CONDITIONS = "rules", "conditions"
OF_THE_VERSION = ("regime", "valid_from", "valid_until")  # empty in a sheet: as the version
FRACTION = t("this is less than one per cent; type 35 for 35 %")
UNKNOWN_COLUMN = t("this column is not known here, or stands twice")
NO_COLUMN = t("this column is missing")
NO_RESULT = "="  # a formula that was saved without its result
NOT_COUNTED = t("this formula was saved without its result; open the file, save it and try again")
NO_ROWS = t("there is no row in this table")
_TYPED = ("WHOLE", "MAYBE_WHOLE", "EUROS", "MAYBE_EUROS", "PERCENT", "MAYBE_PERCENT")
TYPED_KINDS = [getattr(rows, name)["kind"] for name in _TYPED]
SHARES = {"percent", "invoice_percent_ceiling"}


@dataclass(frozen=True, slots=True)
class Period:
    """What every row of a new version shares."""

    label: str
    valid_from: date
    valid_until: date | None


def row_type(kind: str, sheet: str = RULES) -> type[Any]:
    """The row of a sheet. KeyError for a kind whose table is no table of rows."""
    table = TABLES[kind]
    if sheet == CONDITIONS and issubclass(table, ConditionedTable):
        return table.CONDITION
    return table.ROW


def sheets_of(kind: str) -> tuple[str, ...]:
    """Of which sheets a version of this kind consists."""
    return (RULES, CONDITIONS) if issubclass(TABLES[kind], ConditionedTable) else (RULES,)


def kinds_of(cls: type[Any]) -> dict[str, Kind]:
    """Column -> its kind of cell."""
    return {field.name: field.metadata["kind"] for field in fields(cls)}


def column_name(kind: str, column: str) -> Text | str:
    """What a column is called on the screen; labels are kept under the name in which it is stored."""
    for sheet in sheets_of(kind):
        if one := kinds_of(row_type(kind, sheet)).get(column):
            stored = one.name_in_json(column)
            return Text(COLUMNS[stored]) if stored in COLUMNS else column.replace("_", " ")
    return column.replace("_", " ")


def typed_columns(kind: str, sheet: str = RULES) -> tuple[str, ...]:
    """The columns that people change on the page: the numbers. The rest travels in a file."""
    found = kinds_of(row_type(kind, sheet))
    numbers = tuple(name for name, one in found.items() if one in TYPED_KINDS)
    named = ("category",) if "category" in numbers else ()
    values = ("value",) if "value" in found else ()
    return tuple(name for name in (*numbers, *values) if name not in named)


def written(value: Any) -> str:
    """A value as people type it in a cell: "24750", "2,75", "2027-01-01", "yes", "a; b"."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Money):
        value = value.decimal
        value = value.to_integral_value() if value == value.to_integral_value() else value
    if isinstance(value, Decimal):
        return format(value, "f").replace(".", ",")
    if isinstance(value, tuple):
        return "; ".join(str(one) for one in value)
    return value.isoformat() if isinstance(value, date) else str(value)


def cells_of(row: Any) -> dict[str, str]:
    """A row as cells."""
    return {name: written(getattr(row, name)) for name in kinds_of(type(row))}


def read_sheet(
    kind: str, sheet: str, header: Sequence[str], found: Iterable[tuple[int, Sequence[str]]]
) -> list[tuple[int, dict[str, str]]]:
    """The cells under their headings, with the number of their row.

    raises   BadCells for columns that are missing, unknown or there twice, and without any row
    """
    known = kinds_of(row_type(kind, sheet))
    problems = [
        CellProblem(1, "", name, UNKNOWN_COLUMN)
        for name in dict.fromkeys(header)
        if name not in known or header.count(name) > 1
    ]
    missing = [
        name
        for name, one in known.items()
        if name not in header and name not in OF_THE_VERSION and not one.added
    ]
    problems += [CellProblem(1, "", name, NO_COLUMN) for name in missing]
    if problems:
        raise BadCells(problems, kind)
    cells = [(number, dict(zip(header, texts, strict=False))) for number, texts in found]
    if not cells:
        raise BadCells([CellProblem(2, "", "", NO_ROWS)], kind)
    return cells


def fill(
    kind: str, sheet: str, found: Iterable[tuple[int, Mapping[str, str]]], period: Period
) -> tuple[Any, ...]:
    """The rows of a sheet; all of them or none.

    found    number of the row as its owner sees it, and its cells by column
    period   label and days of the version; a row that says no days has these
    raises   BadCells with every cell that cannot be used: unreadable, out of bounds, a share typed
             as a fraction, days that overlap, the same question answered twice.
    """
    cls = row_type(kind, sheet)
    problems: list[CellProblem] = []
    made: list[tuple[int, Any]] = []
    for number, cells in found:
        values, wrong = _values(cls, number, cells, period)
        wrong = wrong or list(row_problems(kind, sheet, number, values))
        problems += wrong
        if not wrong:
            try:
                made.append((number, cls(**values)))
            except ValueError as problem:
                problems.append(CellProblem(number, "", "", Text("%(why)s", {"why": str(problem)})))
    problems += _twice(kind, sheet, made)
    found_rows = tuple(row for _, row in made)
    if not problems:
        problems += _as_table(kind, sheet, found_rows)
    if problems:
        raise BadCells(sorted(problems, key=lambda one: one.row), kind)
    return found_rows


def _as_table(kind: str, sheet: str, made: tuple[Any, ...]) -> Iterator[CellProblem]:
    """What the table as a whole refuses, such as a term that no row says."""
    try:
        if sheet == RULES:
            TABLES[kind](made)
    except ValueError as problem:
        yield CellProblem(1, "", "", Text("%(why)s", {"why": str(problem)}))


def _values(
    cls: type[Any], number: int, cells: Mapping[str, str], period: Period
) -> tuple[dict[str, Any], list[CellProblem]]:
    """Column -> value, and what cannot be read."""
    problems: list[CellProblem] = []
    own = {
        "regime": period.label,
        "valid_from": period.valid_from.isoformat(),
        "valid_until": written(period.valid_until),
    }
    values: dict[str, Any] = {}
    for name, kind in kinds_of(cls).items():
        cell = cells.get(name, "").strip()
        if "regime" in kinds_of(cls) and (name == "regime" or not cell):
            cell = own.get(name, cell)
        try:
            values[name] = _read(name, kind, cell)
        except ValueError as problem:
            problems.append(CellProblem(number, name, cell, _why(name, cell, problem)))
    return values, problems


def _why(name: str, cell: str, problem: ValueError) -> Text:
    if cell == NO_RESULT:
        return NOT_COUNTED
    if name in SHARES and _is_fraction(cell):
        return FRACTION
    return in_words(problem, SHEET_ERRORS[0] if cell in ERRORS else cell)


def _read(name: str, kind: Kind, cell: str) -> Any:
    if cell == NO_RESULT or cell in ERRORS:
        raise ValueError("error")
    if not cell:
        if kind in (rows.WORDS["kind"], rows.NUMBERS["kind"]):
            return ()
        if kind in (rows.MAYBE_TEXT["kind"], rows.ADDED_TEXT["kind"]):
            return ""
        if not kind.optional:
            raise ValueError("empty")
        return None
    if name in SHARES and _is_fraction(cell):
        raise ValueError("fraction")
    return kind.read(cell.removesuffix("%").strip() if "percent" in name else cell)


def _is_fraction(cell: str) -> bool:
    """Is 35 % typed as 0,35?"""
    try:
        return 0 < Decimal(cell.replace(",", ".")) < 1
    except ArithmeticError:
        return False


def _twice(kind: str, sheet: str, made: Sequence[tuple[int, Any]]) -> Iterator[CellProblem]:
    """Rows that answer the same question on the same day."""
    if sheet == CONDITIONS:
        return
    key = tuple(name for name in TABLES[kind].KEY if name != "valid_from")
    seen: dict[tuple[Any, ...], list[tuple[int, Any]]] = {}
    for number, row in made:
        about = tuple(getattr(row, name) for name in key)
        for other_number, other in seen.get(about, []):
            if "valid_from" not in TABLES[kind].KEY or _meet(row, other):
                why = t("row %(other)s answers this for the same days", other=other_number)
                yield CellProblem(number, "valid_from", written(row.valid_from), why)
        seen.setdefault(about, []).append((number, row))


def _meet(row: Any, other: Any) -> bool:
    first, last = sorted((row, other), key=lambda one: one.valid_from)
    return first.valid_until is None or last.valid_from <= first.valid_until


def holes(found: Iterable[Any], kind: str) -> list[tuple[str, date, date]]:
    """Days inside a version on which a question has no answer: what it is about, from, until."""
    key = tuple(name for name in TABLES[kind].KEY if name != "valid_from")
    groups: dict[tuple[Any, ...], list[Any]] = {}
    for row in found:
        groups.setdefault(tuple(getattr(row, name) for name in key), []).append(row)
    gaps = []
    for about, some in groups.items():
        ordered = sorted(some, key=lambda row: row.valid_from)
        for one, following in zip(ordered, ordered[1:], strict=False):
            if one.valid_until and one.valid_until + timedelta(1) < following.valid_from:
                first, last = one.valid_until + timedelta(1), following.valid_from - timedelta(1)
                gaps.append((" ".join(map(str, about)), first, last))
    return gaps


def copied(found: Iterable[Any], period: Period, last_day: date | None) -> tuple[Any, ...]:
    """The rows of one version under the label and days of another.

    last_day   of the version they come from; what ended before it stays behind
    """
    kept = []
    for row in found:
        of_rules = hasattr(row, "regime")
        held_until = last_day if of_rules else period.valid_from
        ended = row.valid_until is not None and (held_until is None or row.valid_until < held_until)
        if of_rules and not ended:
            row = replace(
                row,
                regime=period.label,
                valid_from=period.valid_from,
                valid_until=period.valid_until,
            )
        if not ended:
            kept.append(row)
    return tuple(kept)
