"""Page of a contractor: send back the filled spreadsheet."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.i18n import say
from renogroep.quotes.actions import drafting
from renogroep.quotes.documents.bill_layout import TERM_QUESTIONS, bill_headings
from renogroep.quotes.documents.bill_reading import ReadBill, read_bill
from renogroep.quotes.forms import UploadForm
from renogroep.quotes.queries.frozen import bands_of
from renogroep.quotes.queries.jobs import Job
from renogroep.quotes.rules.deadline import in_time, time_left
from renogroep.quotes.rules.sheet_cells import quoted
from renogroep.quotes.rules.sheet_reading import SheetProblem
from renogroep.quotes.rules.typed import typed_from_sheet
from renogroep.quotes.views.blueprint import pages
from renogroep.quotes.views.jobs import my_job

Answer = str | Response | tuple[str, int]
ROWS_SHOWN = 20
PROBLEMS_SHOWN = 100


@pages.route("/opdrachten/<int:request_id>/invullen/bestand", methods=["GET", "POST"])
@requires(May.JOB_QUOTE)
def upload(request_id: int) -> Answer:
    """A sheet goes in whole, as the draft, or every problem in it is shown at once."""
    job = my_job(request_id)
    form = UploadForm()
    if not form.validate_on_submit():
        return _page(job, form), 422 if form.errors else 200
    try:
        bill = read_bill(
            form.file.data.read(),
            form.file.data.filename or "",
            job.request,
            today=clock.today(),
        )
        if bill.sheet is None:
            return _page(job, form, bill=bill), 422
        with db.transaction() as session:
            drafting.save_draft(
                session,
                request_id,
                current_user.firm_id,
                typed_from_sheet(bill.sheet),
                revision=job.request.revision,
                version=form.version.data or "",
                source="sheet",
                by=By(current_user.id),
            )
    except Refused as refused:
        return _page(my_job(request_id), form, refusal=refused.text), 422
    flash(
        _("Your file is read: every post has an answer. Check the totals and hand in your quote.")
    )
    return redirect(url_for("quotes.submit", request_id=request_id))


def _page(
    job: Job, form: UploadForm, *, bill: ReadBill | None = None, refusal: Text | None = None
) -> str:
    asked = job.request
    form.version.data = form.version.data or str(
        job.draft.version if job.draft else drafting.NO_DRAFT
    )
    problems = bill.problems if bill else ()
    return render_template(
        "quotes/upload.html",
        job=job,
        row=asked,
        form=form,
        refusal=refusal,
        problems=[_problem(problem, asked) for problem in problems[:PROBLEMS_SHOWN]],
        problem_count=len(problems),
        headings=list(bill_headings(bands_of(asked)).values())[:-1],
        own_rows=_own_rows(bill, asked) if bill else [],
        row_count=len({problem.row for problem in problems if problem.line and problem.row}),
        left=time_left(clock.now(), asked.deadline),
        in_time=in_time(clock.now(), asked.deadline),
    )


def _problem(problem: SheetProblem, asked: Any) -> dict[str, Any]:
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


def _own_rows(bill: ReadBill, asked: Any) -> list[dict[str, Any]]:
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
