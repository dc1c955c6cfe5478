"""Page of a contractor: type the prices and the terms."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.names import cleaned
from renogroep.base.text import N_, Text
from renogroep.groups.models import Request
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.quotes.actions import drafting
from renogroep.quotes.actions.sealed import open_typed
from renogroep.quotes.documents.bill_layout import term_names
from renogroep.quotes.queries.frozen import bands_of, lines_of, sheet_rules
from renogroep.quotes.queries.jobs import Job
from renogroep.quotes.rules.deadline import in_time, time_left
from renogroep.quotes.rules.price_sheet import Line
from renogroep.quotes.rules.sheet_reading import SheetProblem, band_label, price_column
from renogroep.quotes.rules.sheet_terms import COUNTS, TERM_LABELS
from renogroep.quotes.rules.typed import Texts, Typed
from renogroep.quotes.views.blueprint import pages
from renogroep.quotes.views.jobs import my_job
from renogroep.tenders.rules.bill import Nature

Answer = str | Response | tuple[str, int]

CHOICES = (  # of the answer to one post
    ("", N_("price")),
    ("included", N_("included in another post")),
    ("excluded", N_("not included")),
    ("option", N_("option")),
)


@pages.route("/opdrachten/<int:request_id>/invullen", methods=["GET", "POST"])
@requires(May.JOB_QUOTE)
def price(request_id: int) -> Answer:
    """One price per post and band; "save" keeps anything, "check" says what is missing."""
    job = my_job(request_id)
    if request.method == "GET":
        version = job.draft.version if job.draft else drafting.NO_DRAFT
        return _page(job, open_typed(job.start_from), version=version)
    typed = typed_in(request.form, job.request)
    try:
        with db.transaction() as session:
            draft = drafting.save_draft(
                session,
                request_id,
                current_user.firm_id,
                typed,
                revision=_number(request.form.get("revision")),
                version=request.form.get("version", ""),
                by=By(current_user.id),
            )
            version = draft.version
    except Refused as refused:
        job = my_job(request_id)
        sent = request.form.get("version", "")
        return _page(job, typed, version=sent, refusal=refused.text), 422
    if request.form.get("do") != "check":
        flash(_("Your draft is saved. Nobody else can see your prices."))
        return redirect(url_for("quotes.price", request_id=request_id))
    job = my_job(request_id)
    sheet, problems = drafting.checked(job.request, typed)
    if sheet is None:
        return _page(job, typed, version=version, problems=problems), 422
    return redirect(url_for("quotes.submit", request_id=request_id))


def typed_in(form: MultiDict[str, str], asked: Request) -> Typed:
    """What stands in the fields of the posts of this bill; other fields are not ours."""
    columns = [*_price_columns(asked), "answer", "remark"]
    return Typed(
        {
            line.number: {
                column: cleaned(form.get(field_id(line.number, column), "")) for column in columns
            }
            for line in lines_of(asked)
        },
        {name: cleaned(form.get(field_id("term", name), "")) for name in _terms(asked)},
    )


def field_id(post: str, column: str) -> str:
    """Name and id of a field: "01.02-price_1"; a term is "term-capacity"."""
    return f"{post}-{column}"


def _price_columns(asked: Request) -> list[str]:
    return [price_column(place) for place in range(len(asked.lot.bands))]


def _terms(asked: Request) -> tuple[str, ...]:
    return term_names(sheet_rules(asked))


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0


def _page(
    job: Job,
    typed: Typed,
    *,
    version: int | str,
    problems: Sequence[SheetProblem] = (),
    refusal: Text | None = None,
) -> str:
    asked = job.request
    bands = [band_label(band) for band in bands_of(asked)]
    errors = {field_id(p.line or "term", p.column): p.message for p in problems}
    return render_template(
        "quotes/price.html",
        job=job,
        row=asked,
        bands=bands,
        posts=[
            _post(line, typed.lines.get(line.number, {}), bands, errors) for line in lines_of(asked)
        ],
        terms=[_term(name, typed.terms, errors) for name in _terms(asked)],
        choices=CHOICES,
        summary=[(p.message, f"#{field_id(p.line or 'term', p.column)}") for p in problems],
        refusal=refusal,
        version=version,
        old_revision=job.draft.request_revision if job.draft else asked.revision,
        left=time_left(clock.now(), asked.deadline),
        in_time=in_time(clock.now(), asked.deadline),
    )


def _field(post: str, column: str, texts: Texts, errors: dict[str, Text]) -> dict[str, Any]:
    name = field_id(post, column)
    return {"id": name, "value": texts.get(column, ""), "error": errors.get(name)}


def _post(
    line: Line, texts: Texts, bands: Sequence[Text], errors: dict[str, Text]
) -> dict[str, Any]:
    return {
        "line": line,
        "elsewhere": line.nature == Nature.PM,
        "prices": [
            _field(line.number, price_column(place), texts, errors) for place in range(len(bands))
        ],
        "answer": _field(line.number, "answer", texts, errors),
        "remark": _field(line.number, "remark", texts, errors),
    }


def _term(name: str, texts: Texts, errors: dict[str, Text]) -> dict[str, Any]:
    return {
        **_field("term", name, texts, errors),
        "label": TERM_LABELS[name],
        "count": name in COUNTS,
        "optional": name in ("capacity", "valid_until", "validity_days"),
    }
