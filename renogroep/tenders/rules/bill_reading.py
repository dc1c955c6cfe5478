"""Which posts stand in a table that a lead changed in a spreadsheet, and what is wrong in which cell?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from renogroep.base.names import cleaned, search_key
from renogroep.base.text import Text, t
from renogroep.base.units import Quantity, Unit, read_quantity
from renogroep.tenders.rules.bill import (
    NO_SOURCE,
    NOTHING,
    Nature,
    Post,
    Scope,
    check_bill,
)

COLUMNS = ("nummer", "omschrijving", "aard", "eenheid", "bereik", "bron", "vermoedelijk")
TEXT_COLUMNS = (1, 2, 3, 4, 5, 6)  # in the order of COLUMNS: all but the quantity
SCOPE_WORDS = {Scope.HOME: "woning", Scope.RUN: "rij", Scope.LOT: "perceel"}
SHOWN = 40  # characters of a wrong value that a message repeats
_NEEDED = frozenset({"number", "description"})
_WORDS = {
    "nummer": "number",
    "number": "number",
    "omschrijving": "description",
    "description": "description",
    "aard": "nature",
    "nature": "nature",
    "eenheid": "unit",
    "unit": "unit",
    "bereik": "scope",
    "scope": "scope",
    "bron": "source",
    "source": "source",
    "vermoedelijk": "presumed",
    "hoeveelheid": "presumed",
    "presumed": "presumed",
}
_SCOPES = {
    "woning": Scope.HOME,
    "home": Scope.HOME,
    "rij": Scope.RUN,
    "run": Scope.RUN,
    "perceel": Scope.LOT,
    "lot": Scope.LOT,
}
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class BillCell:
    """A cell as it was read.

    ref           as its owner sees it, "E14"
    error         "#DIV/0!" when the cell shows an error
    uncalculated  a formula that was saved without its result
    """

    ref: str
    value: object = None
    error: str | None = None
    uncalculated: bool = False

    @property
    def text(self) -> str:
        """What stands in it, without the apostrophe that our own download puts before = + - @."""
        said = cleaned(self.error or ("" if self.value is None else str(self.value)))
        return said[1:] if said[:1] == "'" and said[1:].lstrip()[:1] in set("=+-@") else said

    @property
    def shown(self) -> str:
        """The same, short enough for a message."""
        return self.text if len(self.text) <= SHOWN else self.text[: SHOWN - 1] + "…"


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong; ``cell`` is empty when it is about the whole table."""

    cell: str
    message: Text


Row = tuple[int, Sequence[BillCell]]  # number in the file, cells from column A on
Cells = Mapping[str, BillCell]  # column -> cell


def read_bill(rows: Sequence[Row]) -> tuple[list[Post], list[CellProblem]]:
    """The posts of a table and everything that is wrong in it, cell by cell. Never raises.

    The first row names the columns, in any order and in Dutch or English; "vermoedelijk" is per home,
    run or lot. Without problems the posts make a bill that ``check_bill`` passes; with problems they
    are not a bill.

    Source: issue 2 of 2026-11-23, 2.1 (bill of quantities) and section 4 (problems by cell).
    """
    names = [_WORDS.get(search_key(cell.text), "") for cell in rows[0][1]] if rows else []
    if not set(names) >= _NEEDED:
        return [], [
            CellProblem(
                "",
                t(
                    "The first row must name the columns: %(columns)s. Download the present bill and change that.",
                    columns=", ".join(COLUMNS),
                ),
            )
        ]
    posts: list[Post] = []
    places: list[Cells] = []
    problems: list[CellProblem] = []
    for number, cells in rows[1:]:
        padded = [*cells, *[BillCell(f"A{number}")] * len(names)]
        named = {name: cell for name, cell in zip(names, padded, strict=False) if name}
        post = _post(named, problems)
        if post is not None:
            posts.append(post)
            places.append(named)
    for problem in check_bill(posts):
        if problem.number:
            cell = _place(problem.number, problem.column, posts, places)
            problems.append(CellProblem(cell, problem.message))
        elif not problems:  # a bill without the rows that could not be read is no bill to judge
            problems.append(CellProblem("", problem.message))
    return posts, problems


def _place(number: str, column: str, posts: Sequence[Post], places: Sequence[Cells]) -> str:
    """The last row with this number: of a number that is used twice, the second is the mistake."""
    cells = [place for post, place in zip(posts, places, strict=True) if post.number == number][-1]
    return (cells.get(column) or cells["number"]).ref


def _post(cells: Cells, problems: list[CellProblem]) -> Post | None:
    before = len(problems)

    def take(name: str, read: Callable[[BillCell], Found], otherwise: Found) -> Found:
        cell = cells.get(name) or BillCell(cells["number"].ref)
        try:
            return read(_calculated(cell))
        except _Wrong as wrong:
            problems.append(CellProblem(cell.ref, wrong.message))
            return otherwise

    post = Post(
        number=take("number", _number, ""),
        description=take("description", lambda cell: cell.text, ""),
        nature=take("nature", _nature, Nature.PM),
        unit=take("unit", _unit, Unit.LUMP),
        scope=take("scope", _scope, Scope.HOME),
        source=take("source", lambda cell: cell.text.lower() or NO_SOURCE, NO_SOURCE),
        presumed=take("presumed", _presumed, NOTHING),
    )
    return post if len(problems) == before else None


class _Wrong(Exception):
    """A cell that we cannot use, with the sentence about it."""

    def __init__(self, message: Text) -> None:
        super().__init__(str(message))
        self.message = message


def _calculated(cell: BillCell) -> BillCell:
    if cell.uncalculated:
        raise _Wrong(
            t(
                "The formula in this cell has no result. Open the file, let it calculate and save it again, or type the value itself."
            )
        )
    return cell


def _number(cell: BillCell) -> str:
    """Text: a spreadsheet makes a date of 01.02 and 1.1 of 1.10, and nobody can turn that back."""
    if isinstance(cell.value, int | float | date):
        raise _Wrong(
            t(
                "The spreadsheet made another value of this number: “%(value)s”. Make the cell a text and type the number again, like 01.02.",
                value=cell.shown,
            )
        )
    if not cell.text:
        raise _Wrong(t("Enter a number like 01.02"))
    return cell.text


def _nature(cell: BillCell) -> Nature:
    if cell.text.upper() not in set(Nature):
        raise _Wrong(t("“%(value)s” is not a nature. Write VH, FH, TP or PM.", value=cell.shown))
    return Nature(cell.text.upper())


def _unit(cell: BillCell) -> Unit:
    if cell.text.lower() not in set(Unit):
        raise _Wrong(
            t(
                "“%(value)s” is not a unit. Write %(units)s.",
                value=cell.shown,
                units=", ".join(Unit),
            )
        )
    return Unit(cell.text.lower())


def _scope(cell: BillCell) -> Scope:
    scope = _SCOPES.get(search_key(cell.text))
    if scope is None:
        raise _Wrong(
            t("“%(value)s” is not a scope. Write woning, rij or perceel.", value=cell.shown)
        )
    return scope


def _presumed(cell: BillCell) -> Quantity:
    if not cell.text:
        return NOTHING
    try:
        typed = isinstance(cell.value, str) or cell.error or isinstance(cell.value, bool | date)
        return read_quantity(cell.text if typed else cell.value)
    except ValueError:
        raise _Wrong(
            t(
                "“%(value)s” is not a quantity. Write it like 64 or 6,5, with at most 3 decimals.",
                value=cell.shown,
            )
        ) from None
