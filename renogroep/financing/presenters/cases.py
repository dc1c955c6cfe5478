"""Which worked cases prove this version, which cells are still open, and what would prove them?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.financing.forms.cases import OWN, CasesForm, question_of
from renogroep.financing.models import RuleCase, RuleVersion
from renogroep.financing.presenters.drafting import heading, problem_line
from renogroep.financing.queries import cases as queries
from renogroep.financing.rules.case_labels import case_word
from renogroep.financing.rules.cases import BY_HAND, CASE_KINDS, READ_ONLY, case_cells
from renogroep.financing.rules.labels import CODES
from renogroep.identity.models import Person
from renogroep.infra import sheets
from renogroep.infra.i18n import say

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Gate:
    """What still keeps a version from being proposed."""

    cells: list[list[str]]  # row, what, column, why
    count: int
    differing: list[str]


def gate_of(session: Session, row: RuleVersion) -> Gate | None:
    """None for a kind that no worked case proves."""
    if not queries.is_gated(row):
        return None
    found = queries.unproven_cells(session, row)
    differing = queries.differing_cases(session, row)
    return Gate(
        cells=[
            [str(one.row), said(one.measure), heading(row.kind, one.column), say(one.why)]
            for one in found[:SHOWN]
        ],
        count=len(found),
        differing=[
            f"{question(one.case.data)}: {words(one.column)} {one.found or '–'} ≠ {one.wanted or '–'}"
            for one in differing[:SHOWN]
        ],
    )


def said(about: str) -> str:
    """What a row is about; a condition by its own words."""
    return say(Text(CODES[about])) if about in CODES else about


def words(column: str) -> str:
    """What a cell of a case is called."""
    return say(case_word(column))


def question(data: Mapping[str, str]) -> str:
    """A question on one line."""
    return " · ".join(f"{words(name)} {value}" for name, value in data.items())


@dataclass(frozen=True, slots=True)
class Asked:
    """A proposed case: its question in words, and the fields of its answer."""

    question: str
    hidden: Any
    fields: list[Any]


@dataclass(frozen=True, slots=True)
class CasesPage:
    """Everything that the page of worked cases shows."""

    gate: Gate
    asked: list[Asked]
    own_inputs: list[Any]
    own_answers: list[Any]
    kept: list[tuple[RuleCase, str, str, str]]  # row, question, answer, author
    problems: list[list[str]]


def cases_page(session: Session, row: RuleVersion, form: CasesForm) -> CasesPage:
    """For one version: its open cells, proposals, and the cases of its kind."""
    known = CASE_KINDS[row.kind]
    gate = gate_of(session, row)
    assert gate is not None  # noqa: S101 - the view gives a 404 before
    return CasesPage(
        gate=gate,
        asked=[_asked(form, n) for n in range(form.count)],
        own_inputs=[form[f"{OWN}-{name}"] for name in known.inputs],
        own_answers=[form[f"{OWN}-{name}"] for name in (*known.outputs, BY_HAND)],
        kept=[
            (one, question(one.data), question(one.expected), author_of_case(session, one))
            for one in queries.own_cases(session, row.municipality_id, row.kind)
        ],
        problems=[problem_line(row.kind, "", one)[1:] for one in getattr(form, "problems", [])],
    )


def _asked(form: CasesForm, number: int) -> Asked:
    hidden = form[f"data-{number}"]
    names = (*CASE_KINDS[form.kind].outputs, BY_HAND)
    fields = [form[f"case-{number}-{name}"] for name in names]
    return Asked(question(question_of(hidden.data)), hidden, fields)


def author_of_case(session: Session, row: RuleCase) -> str:
    """Who wrote it, and where when that was elsewhere."""
    person = session.get(Person, row.author_id) if row.author_id else None
    return " · ".join(part for part in (person.name if person else "", row.author) if part)


def proposals_file(session: Session, row: RuleVersion, extension: str) -> bytes:
    """The proposed cases with empty answers, to fill in in a spreadsheet and upload again."""
    header = [name for name in CASE_KINDS[row.kind].columns if name not in READ_ONLY]
    rows = [list(case_cells(one)) for one in queries.proposed_cases(session, row)]
    if extension == "csv":
        return sheets.write_csv(header, rows)
    return sheets.write_table(
        header, rows, title="rekenvoorbeelden", text_columns=range(1, len(header) + 1)
    )
