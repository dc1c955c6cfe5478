"""Is everything in the filled spreadsheet right, and if not, what in which cell?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.text import Text
from renogroep.groups.models import Request
from renogroep.infra.i18n import say
from renogroep.quotes.documents.bill_reading import ReadBill, read_bill
from renogroep.quotes.queries.frozen import bands_of
from renogroep.quotes.queries.jobs import Job
from renogroep.quotes.rules.bill_layout import TERM_QUESTIONS, bill_headings
from renogroep.quotes.rules.deadline import in_time, time_left
from renogroep.quotes.rules.price_sheet import PriceSheet
from renogroep.quotes.rules.sheet_cells import quoted
from renogroep.quotes.rules.sheet_reading import SheetProblem, SheetRules

ROWS_SHOWN = 20
PROBLEMS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that somebody sent: what is in it, or why it is not our form at all."""

    bill: ReadBill | None = None
    refusal: Text | None = None

    @property
    def sheet(self) -> PriceSheet | None:
        """The whole price sheet, when nothing is wrong with it."""
        return self.bill.sheet if self.bill else None


def read_file(file: Any, asked: Request, rules: SheetRules | None = None) -> Reading:
    """Read an uploaded bill of this request; rules as ``read_bill`` takes them."""
    try:
        return Reading(
            read_bill(file.read(), file.filename or "", asked, today=clock.today(), rules=rules)
        )
    except Refused as refused:
        return Reading(refusal=refused.text)


def upload_page(job: Job, reading: Reading | None) -> dict[str, Any]:
    """The deadline, and every problem of the file by cell."""
    asked, bill = job.request, reading.bill if reading else None
    problems = bill.problems if bill else ()
    return {
        "job": job,
        "row": asked,
        "problems": [_problem(problem, asked) for problem in problems[:PROBLEMS_SHOWN]],
        "problem_count": len(problems),
        "headings": list(bill_headings(bands_of(asked)).values())[:-1],
        "own_rows": _own_rows(bill, asked) if bill else [],
        "row_count": len({problem.row for problem in problems if problem.line and problem.row}),
        "left": time_left(clock.now(), asked.deadline),
        "in_time": in_time(clock.now(), asked.deadline),
    }


def _problem(problem: SheetProblem, asked: Request) -> dict[str, Any]:
    if problem.line is None and problem.column in TERM_QUESTIONS:
        where = TERM_QUESTIONS[problem.column].label
    else:
        where = bill_headings(bands_of(asked)).get(problem.column, problem.column)
    return {
        "cell": problem.cell or "–",
        "post": problem.line or "",
        "column": where,
        "message": problem.message,
    }


def _own_rows(bill: ReadBill, asked: Request) -> list[dict[str, Any]]:
    """The firm's own rows that have a problem, each cell with what is wrong in it."""
    wrong: dict[tuple[int | None, str], list[str]] = {}
    for problem in bill.problems:
        if problem.line is not None or problem.column not in TERM_QUESTIONS:
            wrong.setdefault((problem.row, problem.column), []).append(say(problem.message))
    numbers = {number for number, _column in wrong}
    keys: Sequence[str] = list(bill_headings(bands_of(asked)))[:-1]
    return [
        {
            "number": number,
            "cells": [
                {"value": quoted(cells.get(key)), "errors": wrong.get((number, key), [])}
                for key in keys
            ],
        }
        for number, cells in bill.rows
        if number in numbers
    ][:ROWS_SHOWN]
