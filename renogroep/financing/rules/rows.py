"""How does one row of a rule travel between a spreadsheet, the database and the decision?

A row is a frozen dataclass; every field names its kind of cell in its metadata. One list of kinds
then serves both directions, so a row that was stored always comes back as it was.
"""

import csv
import io
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from renogroep.base.money import Money, read_euros
from renogroep.base.numbers import read_number
from renogroep.base.text import t
from renogroep.financing.rules.cells import OTHER_WIDTH, BadCells, CellProblem, in_words

R = TypeVar("R")

CONFIDENCE = ("high", "medium", "low")
OWNER_KINDS = ("owner_occupier", "landlord", "co_ownership", "tenant")
CATEGORIES = (1, 2, 3, 4)  # 1 is the highest income


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of cell: read from a CSV text, dumped to and loaded from JSON."""

    read: Callable[[str], Any]
    dump: Callable[[Any], Any]
    load: Callable[[Any], Any]
    optional: bool = False
    amount: bool = False  # euros in a spreadsheet, cents in JSON
    added: bool = False  # older tables and sheets do not have it: then it is empty

    def name_in_json(self, name: str) -> str:
        """``cap_eur`` holds cents in JSON, so there it is called ``cap_cents``."""
        return name.replace("eur", "cents") if self.amount else name


def _exactly(kind: type[R]) -> Callable[[Any], R]:
    def check(value: Any) -> R:
        if type(value) is not kind:
            raise ValueError(f"{value!r} is not a {kind.__name__}")
        return value

    return check


def _whole(text: str) -> int:
    return int(read_number(text, decimals=0))


def _yes_no(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError("write yes or no")
    return text == "yes"


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(";") if word.strip())


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(_whole(word) for word in _words(text))


def _same(value: Any) -> Any:
    return value


def _day(value: Any) -> date:
    return date.fromisoformat(_exactly(str)(value))


def _kind(
    read: Callable[[str], Any],
    load: Callable[[Any], Any],
    dump: Callable[[Any], Any] = _same,
    **more: bool,
) -> dict[str, Kind]:
    return {"kind": Kind(read, dump, load, **more)}


def _cents(value: Any) -> Money:
    return Money(_exactly(int)(value))


def plain(number: Decimal) -> Decimal:
    """The same number without an exponent: a reader must never meet 5E+1 for fifty."""
    return Decimal(format(number, "f"))


def _percent(text: str) -> Decimal:
    return plain(read_number(text, decimals=4))


def _list_of(kind: type[R]) -> Callable[[Any], tuple[R, ...]]:
    return lambda value: tuple(_exactly(kind)(one) for one in _exactly(list)(value))


def _decimal(value: Any) -> Decimal:
    return Decimal(_exactly(str)(value))


TEXT = _kind(str, _exactly(str))
MAYBE_TEXT = _kind(str, _exactly(str), optional=True)
ADDED_TEXT = _kind(str, _exactly(str), optional=True, added=True)
DAY = _kind(_day, _day, date.isoformat)
MAYBE_DAY = _kind(_day, _day, date.isoformat, optional=True)
WHOLE = _kind(_whole, _exactly(int))
MAYBE_WHOLE = _kind(_whole, _exactly(int), optional=True)
YES_NO = _kind(_yes_no, _exactly(bool))
MAYBE_YES_NO = _kind(_yes_no, _exactly(bool), optional=True)
EUROS = _kind(read_euros, _cents, lambda money: money.cents, amount=True)
MAYBE_EUROS = _kind(read_euros, _cents, lambda money: money.cents, amount=True, optional=True)
PERCENT = _kind(_percent, _decimal, lambda number: format(number, "f"))
MAYBE_PERCENT = _kind(_percent, _decimal, lambda number: format(number, "f"), optional=True)
WORDS = _kind(_words, _list_of(str), list)
NUMBERS = _kind(_numbers, _list_of(int), list)


def _columns(cls: type[Any]) -> dict[str, Kind]:
    return {field.name: field.metadata["kind"] for field in fields(cls)}


def _empty(kind: Kind) -> Any:
    """What an empty cell means: no text, no list, nothing; an error where a value is needed."""
    if kind in (MAYBE_TEXT["kind"], ADDED_TEXT["kind"]):
        return ""
    if kind in (WORDS["kind"], NUMBERS["kind"]):
        return ()
    if kind.optional:
        return None
    raise ValueError("empty")


def csv_cells(text: str) -> tuple[list[str], list[list[str]]]:
    """The header and the rows of a CSV, comma or semicolon, whichever the header uses most.

    raises   BadCells naming the line that is not CSV.
    """
    text = text.removeprefix("\ufeff")
    first = text.split("\n", 1)[0]
    mark = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        found = list(reader)
    except csv.Error:
        why = t("this is not a CSV file; a quotation mark may be missing")
        raise BadCells([CellProblem(reader.line_num, "", "", why)]) from None
    return ([name.strip() for name in found[0]], found[1:]) if found else ([], [])


def read_rows(cls: type[R], text: str, name: str) -> list[R]:
    """The rows of a CSV with ``,`` or ``;``; all of them or none, see ``read_cells``."""
    header, found = csv_cells(text)
    return read_cells(cls, header, found, name)


def read_cells(
    cls: type[R], header: Sequence[str], found: Iterable[Sequence[str]], name: str
) -> list[R]:
    """The rows in the cells of a sheet with the columns of ``cls``, in any order.

    name     what to call the file in a message.
    raises   BadCells with every cell that cannot be used. Row 1 is the header, as a spreadsheet
             counts; a row that is wholly empty is left out.
    """
    columns = _columns(cls)
    needed = [column for column, kind in columns.items() if not kind.added]
    if problems := tuple(wrong_columns(header, columns, needed)):
        raise BadCells(problems, name)
    read: list[R] = []
    wrong: list[CellProblem] = []
    for number, row in enumerate(found, start=2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            wrong.append(CellProblem(number, "", "", OTHER_WIDTH))
            continue
        cells = {column: cell.strip() for column, cell in zip(header, row, strict=True)}
        try:
            read.append(_row_from_cells(cls, cells, number))
        except BadCells as bad:
            wrong += bad.problems
    if wrong:
        raise BadCells(wrong, name)
    return read


def wrong_columns(
    given: Sequence[str], known: Collection[str], needed: Iterable[str]
) -> Iterable[CellProblem]:
    """The columns of a sheet that are not known, stand twice, or are missing."""
    for column in given:
        if column not in known or given.count(column) > 1:
            yield CellProblem(1, "", column, t("this column is not known here, or stands twice"))
    for column in needed:
        if column not in given:
            yield CellProblem(1, "", column, t("this column is missing"))


_AS_FRACTION = t("this is less than one per cent; for thirty-five per cent write 35, not 0,35")


def _is_fraction(column: str, cell: str) -> bool:
    """35 % typed as 0,35. A yearly rate of a loan can really be below one per cent."""
    start, mark, rest = cell.replace(",", ".").partition(".")
    shares = "percent" in column and "rate" not in column
    return shares and start in ("", "0") and bool(mark) and bool(rest.strip("0"))


def _row_from_cells(cls: type[R], cells: Mapping[str, str], number: int) -> R:
    values, wrong = {}, []
    for column, kind in _columns(cls).items():
        cell = cells.get(column, "")
        try:
            values[column] = kind.read(cell) if cell else _empty(kind)
        except ValueError as problem:
            why = _AS_FRACTION if _is_fraction(column, cell) else in_words(problem, cell)
            wrong.append(CellProblem(number, column, cell, why))
            continue
        if _is_fraction(column, cell):
            wrong.append(CellProblem(number, column, cell, _AS_FRACTION))
    if wrong:
        raise BadCells(wrong)
    try:
        return cls(**values)
    except ValueError as problem:
        raise BadCells([CellProblem(number, "", "", in_words(problem))]) from None


def _made(cls: type[R], values: Mapping[str, Any], where: str) -> R:
    try:
        return cls(**values)
    except ValueError as problem:
        raise ValueError(f"{where}: {problem}") from None


def rows_to_json(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Rows as JSON-safe dicts: cents as int, percents as decimal text, ISO dates."""
    return [
        {
            kind.name_in_json(name): None
            if (value := getattr(row, name)) is None
            else kind.dump(value)
            for name, kind in _columns(type(row)).items()
        }
        for row in rows
    ]


def rows_from_json(cls: type[R], data: object, name: str) -> tuple[R, ...]:
    """The rows that ``rows_to_json`` wrote. ValueError names the row (the first is row 1)."""
    if not isinstance(data, Sequence) or isinstance(data, str):
        raise ValueError(f"{name} is not a list of rows")
    return tuple(_row_from_json(cls, row, f"{name} row {n}") for n, row in enumerate(data, start=1))


def _row_from_json(cls: type[R], row: object, where: str) -> R:
    columns = {kind.name_in_json(name): (name, kind) for name, kind in _columns(cls).items()}
    needed = {key for key, (_name, kind) in columns.items() if not kind.added}
    if not isinstance(row, Mapping) or not needed <= set(row) <= set(columns):
        raise ValueError(f"{where}: the keys must be {', '.join(columns)}")
    values = {}
    for key, (name, kind) in columns.items():
        value = row.get(key)
        try:
            missing = value is None
            values[name] = _empty(kind) if missing else kind.load(value)
        except (ValueError, ArithmeticError):
            raise ValueError(f"{where}, {key}: “{value}” cannot be read") from None
    return _made(cls, values, where)


def check_days(valid_from: date | None, valid_until: date | None) -> None:
    """ValueError when a period ends before it starts."""
    if valid_from and valid_until and valid_until < valid_from:
        raise ValueError(f"valid_until {valid_until} lies before valid_from {valid_from}")


def check_known(value: object, known: Iterable[object], what: str) -> None:
    """ValueError when ``value`` is not one of the words that the rules understand."""
    choices = list(known)
    if value not in choices:
        raise ValueError(f"{what} “{value}” is not one of {', '.join(map(str, choices))}")


def in_force(valid_from: date | None, valid_until: date | None, on: date) -> bool:
    """Does a period include this day? The first and the last day count, open ends are open."""
    return (valid_from is None or valid_from <= on) and (valid_until is None or on <= valid_until)
