"""Pages of a contractor: look over the own quote, hand it in, keep the receipt, take it back."""

import secrets
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.money import Money
from renogroep.base.text import Text
from renogroep.groups.models import Request
from renogroep.identity.models import Municipality
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.pages import found
from renogroep.quotes.actions import drafting, submitting
from renogroep.quotes.actions.sealed import open_payload, open_typed
from renogroep.quotes.documents.minutes import totals_rows
from renogroep.quotes.documents.receipt import (
    price_file,
    price_file_name,
    receipt_pdf,
    receipt_rows,
)
from renogroep.quotes.events import Did
from renogroep.quotes.forms import SubmitForm, WithdrawForm
from renogroep.quotes.models import Quote
from renogroep.quotes.queries.frozen import bands_of, lines_of
from renogroep.quotes.queries.jobs import Job
from renogroep.quotes.queries.totals import over_maximum, scenario_totals
from renogroep.quotes.rules.comparison import matrix, matrix_totals
from renogroep.quotes.rules.deadline import in_time, time_left
from renogroep.quotes.rules.home_price import counted
from renogroep.quotes.rules.lifecycle import LABELS
from renogroep.quotes.rules.price_sheet import KIND_LABELS, PriceSheet, receipt_hash
from renogroep.quotes.rules.sheet_reading import SheetProblem, band_label
from renogroep.quotes.rules.sheet_terms import TERM_LABELS
from renogroep.quotes.views.blueprint import pages
from renogroep.quotes.views.jobs import attachment, my_job

Answer = str | Response | tuple[str, int]
OWN = "own"


@pages.route("/opdrachten/<int:request_id>/indienen", methods=["GET", "POST"])
@requires(May.JOB_QUOTE)
def submit(request_id: int) -> Answer:
    """The own quote in one view, a tick, and one button."""
    job = my_job(request_id)
    form = SubmitForm()
    if not form.validate_on_submit():
        return _submit_page(job, form), 422 if form.errors else 200
    try:
        with db.transaction() as session:
            submitting.submit(
                session,
                request_id,
                current_user.firm_id,
                submission_key=form.submission_key.data or "",
                version=form.version.data or "",
                knows_over=form.knows_over.data,
                by=By(current_user.id),
            )
    except Refused as refused:
        return _submit_page(my_job(request_id), form, refusal=refused.text), 422
    return redirect(url_for("quotes.receipt", request_id=request_id))


def _submit_page(job: Job, form: SubmitForm, refusal: Text | None = None) -> str:
    sheet: PriceSheet | None = None
    problems: list[SheetProblem] = []
    if job.draft:
        sheet, problems = drafting.checked(job.request, open_typed(job.draft))
        form.version.data = form.version.data or str(job.draft.version)
    form.submission_key.data = form.submission_key.data or secrets.token_hex(16)
    now = clock.now()
    return render_template(
        "quotes/price_submit.html",
        job=job,
        row=job.request,
        form=form,
        refusal=refusal,
        problems=problems,
        quote=own_view(job.request, sheet) if sheet else None,
        stale=bool(job.draft and job.draft.request_revision != job.request.revision),
        left=time_left(now, job.request.deadline),
        in_time=in_time(now, job.request.deadline),
    )


def own_view(asked: Request, sheet: PriceSheet) -> dict[str, Any]:
    """The firm's own quote with our totals: per post at the lowest band, and per band, or per
    announced scenario where quotes are compared on these."""
    lines, bands = lines_of(asked), bands_of(asked)
    by_band = [matrix(lines, {OWN: sheet}, place) for place in range(len(bands))]
    rows = [
        {
            "line": row.line,
            "answer": sheet.answer(row.line.number),
            "amount": row.cells[OWN].amount,
        }
        for row in by_band[0]
    ]
    session, prices = db.session(), counted(sheet, lines)
    compared = scenario_totals(session, asked, prices)
    over = over_maximum(session, asked, prices)
    totals: list[tuple[Text, Money]] = [
        (band_label(band), matrix_totals(table)[OWN])
        for band, table in zip(bands, by_band, strict=True)
    ]
    terms = [
        (label, getattr(sheet.terms, name))
        for name, label in TERM_LABELS.items()
        if getattr(sheet.terms, name) is not None
    ]
    return {
        "rows": rows,
        "band": band_label(bands[0]),
        "totals": totals_rows(compared) if compared else totals,
        "over": over.text if over else None,
        "terms": terms,
        "kinds": KIND_LABELS,
    }


@pages.get("/opdrachten/<int:request_id>/bewijs")
@requires(May.JOB_QUOTE)
def receipt(request_id: int) -> str:
    """The proof of what was handed in, and every earlier one."""
    return _receipt_page(my_job(request_id), WithdrawForm(formdata=None))


def _receipt_page(job: Job, form: WithdrawForm, refusal: Text | None = None) -> str:
    # A quote that was opened elsewhere came in without a seal, so without a receipt of ours.
    quote = job.submitted if job.submitted and job.submitted.sealed else None
    if quote is not None:
        form.version.data = form.version.data or str(quote.version)
    return render_template(
        "quotes/receipt.html",
        job=job,
        row=job.request,
        quote=quote,
        facts=receipt_rows(quote) if quote else [],
        still_the_same=_still_the_same(quote) if quote else False,
        earlier=[old for old in job.earlier if old.receipt],
        labels=LABELS,
        form=form,
        refusal=refusal,
        in_time=in_time(clock.now(), job.request.deadline) and job.request.opened_at is None,
    )


def _still_the_same(quote: Quote) -> bool:
    """Does what we keep still give the SHA-256 of the receipt?"""
    _sheet, nonce, content = open_payload(quote)
    return receipt_hash(content, nonce) == quote.receipt_hash


def _handed_in(request_id: int) -> Quote:
    """The quote that a receipt is asked for: the one that counts, else one with this code."""
    job = my_job(request_id)
    code = request.args.get("code", "")
    own = [job.submitted] if job.submitted else []
    quotes = [quote for quote in (*own, *job.earlier) if quote.receipt and quote.sealed]
    if code:
        quotes = [quote for quote in quotes if quote.receipt == code]
    return found(next(iter(quotes), None))


def _record_download(request_id: int, did: Did) -> Quote:
    """Own small transaction: a download is written down before the file leaves."""
    with db.transaction() as session:
        quote = _handed_in(request_id)
        record(
            session,
            did,
            actor_id=current_user.id,
            subject=quote,
            organisation_id=quote.organisation_id,
            receipt=quote.receipt,
        )
    return quote


@pages.get("/opdrachten/<int:request_id>/bewijs.pdf", endpoint="receipt_pdf")
@requires(May.JOB_QUOTE)
def receipt_document(request_id: int) -> Response:
    """The receipt on paper."""
    _handed_in(request_id)
    quote = _record_download(request_id, Did.RECEIPT_DOWNLOADED)
    municipality = db.session().get_one(Municipality, quote.municipality_id)
    content = receipt_pdf(quote, municipality.name)
    return attachment(content, "application/pdf", f"bewijs-{(quote.receipt or '').lower()}.pdf")


@pages.get("/opdrachten/<int:request_id>/prijsbestand.json", endpoint="price_file")
@requires(May.JOB_QUOTE)
def price_json(request_id: int) -> Response:
    """The firm's own prices as they were hashed; also after the deadline."""
    _handed_in(request_id)
    quote = _record_download(request_id, Did.PRICE_FILE_DOWNLOADED)
    _sheet, nonce, content = open_payload(quote)
    return attachment(price_file(quote, nonce, content), "application/json", price_file_name(quote))


@pages.post("/opdrachten/<int:request_id>/intrekken")
@requires(May.JOB_QUOTE)
def withdraw(request_id: int) -> Answer:
    """Take the quote back, until the deadline."""
    job = my_job(request_id)
    form = WithdrawForm()
    if not form.validate_on_submit():
        return _receipt_page(job, form), 422
    try:
        with db.transaction() as session:
            submitting.withdraw(
                session,
                request_id,
                current_user.firm_id,
                version=form.version.data or "",
                by=By(current_user.id),
            )
    except Refused as refused:
        return _receipt_page(my_job(request_id), form, refusal=refused.text), 422
    flash(_("Your quote is withdrawn. It will not be opened."))
    return redirect(url_for("quotes.job", request_id=request_id))
