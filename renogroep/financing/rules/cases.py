"""What does a worked case say, and how does it travel in a spreadsheet?"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from renogroep.base.numbers import read_number
from renogroep.base.text import t
from renogroep.base.units import Quantity
from renogroep.financing.rules import rows
from renogroep.financing.rules.cells import OTHER_WIDTH, BadCells, CellProblem, in_words
from renogroep.financing.rules.limits import LIMITS
from renogroep.financing.rules.premium_steps import LETTINGS
from renogroep.financing.rules.rows import CATEGORIES, OWNER_KINDS, check_known

SHIPPED, OWN = "shipped", "own"
NO_AMOUNT = "-"  # what a person types when the rules give no amount or no answer
BY_HAND, AUTHOR = "sum_by_hand", "author"
READ_ONLY = ("regime", "proves")  # columns that help a reader and decide nothing

_Read = Callable[[str], Any]
_DAY: _Read = rows.DAY["kind"].read
_WHOLE: _Read = rows.WHOLE["kind"].read
_EUROS: _Read = rows.EUROS["kind"].read
_YES_NO: _Read = rows.YES_NO["kind"].read
_WORDS: _Read = rows.WORDS["kind"].read


def _area(text: str) -> Quantity:
    return Quantity.of(read_number(text, decimals=2))


def _one_of(known: tuple[str, ...]) -> _Read:
    def read(text: str) -> str:
        check_known(text, known, "word")
        return text

    return read


def _category(text: str) -> int:
    number: int = _WHOLE(text)
    check_known(number, CATEGORIES, "category")
    return number


@dataclass(frozen=True, slots=True)
class CaseKind:
    """Which cells a worked case of one kind of rule has."""

    needed: Mapping[str, _Read]
    optional: Mapping[str, _Read]
    outputs: Mapping[str, _Read]

    @property
    def inputs(self) -> dict[str, _Read]:
        """Everything that a case may tell."""
        return {**self.needed, **self.optional}

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of its spreadsheet."""
        return (*self.inputs, *self.outputs, BY_HAND, AUTHOR)


CASE_KINDS: dict[str, CaseKind] = {
    "premium": CaseKind(
        needed={"on": _DAY, "measure": str, "category": _category, "price_excl_vat": _EUROS},
        optional={
            "area_m2": _area,
            "together_with": _WORDS,  # other measures, 20,000 euro and 60 m² each
            "build_year": _WHOLE,
            "owner_kind": _one_of(OWNER_KINDS),
            "letting": _one_of(LETTINGS),
            "other_dwelling": _YES_NO,
        },
        outputs={"premium": _EUROS},  # of the cap group of the measure
    ),
    "vat": CaseKind(
        needed={"on": _DAY, "work": str, "build_year": _WHOLE, "private_use": _YES_NO},
        optional={},
        outputs={"percent": _WHOLE},
    ),
    "loan": CaseKind(
        needed={"on": _DAY, "instrument": str, "amount": _EUROS},
        optional={
            "owner_kind": _one_of(OWNER_KINDS),
            "category": _category,
            "other_dwelling": _YES_NO,
        },
        outputs={"monthly": _EUROS, "due_at_end": _EUROS, "months": _WHOLE},
    ),
    "income": CaseKind(
        needed={"on": _DAY, "couple": _YES_NO, "dependants": _WHOLE, "income": _EUROS},
        optional={},
        outputs={"category": _category},
    ),
    "limits": CaseKind(
        needed={"on": _DAY, "code": _one_of(LIMITS), "amount": _EUROS},
        optional={},
        outputs={"below": _YES_NO},
    ),
    "reference_price": CaseKind(
        needed={"on": _DAY, "work": str, "region": str, "size": _area},
        optional={},
        outputs={"low": _EUROS, "high": _EUROS},
    ),
}


# The worked cases that come with the product, in ``rates/``.
CASE_FILES = {
    "premium": "worked_cases.csv",
    "vat": "worked_cases_vat.csv",
    "loan": "worked_cases_loan.csv",
    "income": "worked_cases_income.csv",
    "limits": "worked_cases_limits.csv",
    "reference_price": "worked_cases_reference_price.csv",
}


@dataclass(frozen=True, slots=True)
class RuleCase:
    """A question with the answer that a person found, kept as cells.

    data         the question, cell by cell as typed: {"on": "2026-11-30", "measure": "roof", ...}
    expected     the answer: {"premium": "1172.84"}; "-" for no amount, empty when not filled in
    sum_by_hand  how the person counted it, in words
    origin       shipped | own
    raises       ValueError for an unknown cell, a needed one that is empty, or one that cannot be
                 read.
    """

    kind: str
    data: Mapping[str, str]
    expected: Mapping[str, str]
    sum_by_hand: str = ""
    origin: str = OWN
    author: str = ""
    _asked: Mapping[str, Any] = field(init=False, repr=False, compare=False)
    _wanted: Mapping[str, Any] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        check_known(self.kind, CASE_KINDS, "kind")
        check_known(self.origin, (SHIPPED, OWN), "origin")
        known = CASE_KINDS[self.kind]
        for name in self.data:
            check_known(name, known.inputs, "column")
        for name in self.expected:
            check_known(name, known.outputs, "column")
        problems = list(_problems(known, self.data, self.expected, 1))
        if problems:
            raise BadCells(problems, self.kind)
        asked = {n: known.inputs[n](c.strip()) for n, c in self.data.items() if c.strip()}
        wanted = {
            n: None if c.strip() == NO_AMOUNT else known.outputs[n](c.strip())
            for n, c in self.expected.items()
            if c.strip()
        }
        object.__setattr__(self, "_asked", asked)
        object.__setattr__(self, "_wanted", wanted)

    @property
    def asked(self) -> Mapping[str, Any]:
        """The question as values; what was not told is left out."""
        return self._asked

    @property
    def wanted(self) -> Mapping[str, Any]:
        """The answer as values; None: no amount. Empty while nobody filled it in."""
        return self._wanted


def _problems(
    known: CaseKind, data: Mapping[str, str], expected: Mapping[str, str], row: int
) -> Iterable[CellProblem]:
    for name, read in known.inputs.items():
        cell = data.get(name, "").strip()
        if cell or name in known.needed:
            yield from _unreadable(read, row, name, cell)
    for name, read in known.outputs.items():
        cell = expected.get(name, "").strip()
        if cell and cell != NO_AMOUNT:
            yield from _unreadable(read, row, name, cell)


def _unreadable(read: _Read, row: int, name: str, cell: str) -> Iterable[CellProblem]:
    try:
        if not cell:
            raise ValueError("empty")
        read(cell)
    except ValueError as problem:
        yield CellProblem(row, name, cell, in_words(problem, cell))


def read_cases(
    kind: str, text: str, *, origin: str = OWN, author: str = ""
) -> tuple[RuleCase, ...]:
    """The worked cases in a CSV with ``,`` or ``;``; all of them or none, see ``read_case_rows``."""
    header, found = rows.csv_cells(text)
    return read_case_rows(kind, header, found, origin=origin, author=author)


def read_case_rows(
    kind: str,
    header: Sequence[str],
    found: Iterable[Sequence[str]],
    *,
    origin: str = OWN,
    author: str = "",
) -> tuple[RuleCase, ...]:
    """The worked cases in the cells of a sheet; all of them or none.

    header   columns as in ``CASE_KINDS``; optional ones, ``sum_by_hand``, ``author``, ``regime``
             and ``proves`` may be missing
    found    the rows under it; one that is wholly empty is left out
    author   who is named when the row names nobody
    raises   BadCells with every cell that cannot be used; an answer that is missing is one.
    """
    check_known(kind, CASE_KINDS, "kind")
    known = CASE_KINDS[kind]
    names = (*known.columns, *READ_ONLY)
    if wrong := tuple(rows.wrong_columns(header, names, known.needed)):
        raise BadCells(wrong, kind)
    cases: list[RuleCase] = []
    problems: list[CellProblem] = []
    for number, row in enumerate(found, start=2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            problems.append(CellProblem(number, "", "", OTHER_WIDTH))
            continue
        cells = {n: c.strip().removeprefix("'") for n, c in zip(header, row, strict=True)}
        data = {name: cells[name] for name in known.inputs if cells.get(name)}
        expected = {name: cells[name] for name in known.outputs if cells.get(name)}
        wrong = tuple(_row_problems(known, data, expected, number))
        problems += wrong
        if not wrong:
            by_hand, named = cells.get(BY_HAND, ""), cells.get(AUTHOR, "")
            cases.append(RuleCase(kind, data, expected, by_hand, origin, named or author))
    if problems:
        raise BadCells(problems, kind)
    return tuple(cases)


def shipped_cases(read: Callable[[str], str]) -> tuple[RuleCase, ...]:
    """The worked cases in ``rates/``; ``read`` gives the text of a file by its name.

    raises   BadCells when a file cannot be read.
    """
    return tuple(
        case
        for kind, name in CASE_FILES.items()
        for case in read_cases(kind, read(name), origin=SHIPPED)
    )


def _row_problems(
    known: CaseKind, data: Mapping[str, str], expected: Mapping[str, str], row: int
) -> Iterable[CellProblem]:
    yield from _problems(known, data, expected, row)
    if not expected:
        column = next(iter(known.outputs))
        yield CellProblem(row, column, "", t("fill in what the official page says"))


def case_cells(case: RuleCase) -> tuple[str, ...]:
    """The cells of a case under ``CASE_KINDS[kind].columns``, to write a sheet."""
    cells = {**case.data, **case.expected, BY_HAND: case.sum_by_hand, AUTHOR: case.author}
    return tuple(cells.get(name, "") for name in CASE_KINDS[case.kind].columns)
