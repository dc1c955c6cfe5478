"""Pages of a contractor: look over the own quote, hand it in, keep the receipt, take it back."""

import secrets

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.groups.models import Request
from renogroep.identity.models import Municipality
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act, show_version
from renogroep.infra.downloads import JSON, PDF, download
from renogroep.infra.pages import found
from renogroep.infra.scope import mine
from renogroep.infra.sealing import Unreadable
from renogroep.quotes.actions import submitting
from renogroep.quotes.actions.sealed import open_payload
from renogroep.quotes.actions.seen import NOTHING
from renogroep.quotes.actions.taking import took
from renogroep.quotes.documents.receipt import (
    price_file,
    price_file_name,
    receipt_pdf,
)
from renogroep.quotes.forms import SubmitForm, WithdrawForm
from renogroep.quotes.models import Quote
from renogroep.quotes.presenters.submit import receipt_page, submit_page, with_receipt
from renogroep.quotes.rules.events import Did
from renogroep.quotes.views.blueprint import pages
from renogroep.quotes.views.jobs import own_firm, own_job
from renogroep.quotes.views.lots import leaving


@pages.route("/opdrachten/<int:request_id>/indienen", methods=["GET", "POST"])
@requires(May.JOB_QUOTE)
def submit(request_id: int) -> Answer:
    """The own quote in one view, a tick, and one button."""
    form = SubmitForm()

    def page(refusal: Text | None = None) -> str:
        job = own_job(request_id)
        show_version(form, job.draft or NOTHING)
        form.submission_key.data = form.submission_key.data or secrets.token_hex(16)
        return render_template(
            "quotes/price_submit.html", form=form, refusal=refusal, **submit_page(job)
        )

    def work(session: Session, by: By) -> None:
        submitting.submit(
            session,
            mine(Request, request_id).id,
            own_firm(),
            submission_key=form.submission_key.data or "",
            knows_over=form.knows_over.data,
            by=by,
        )

    if request.method == "GET":
        return page()
    return act(form, work, again=page, to=url_for("quotes.receipt", request_id=request_id))


def _receipt_page(request_id: int, form: WithdrawForm, refusal: Text | None = None) -> str:
    values = receipt_page(own_job(request_id))
    show_version(form, values["quote"] or NOTHING)
    return render_template("quotes/receipt.html", form=form, refusal=refusal, **values)


@pages.get("/opdrachten/<int:request_id>/bewijs")
@requires(May.JOB_QUOTE)
def receipt(request_id: int) -> str:
    """The proof of what was handed in, and every earlier one."""
    return _receipt_page(request_id, WithdrawForm(formdata=None))


@pages.post("/opdrachten/<int:request_id>/intrekken")
@requires(May.JOB_QUOTE)
def withdraw(request_id: int) -> Answer:
    """Take the quote back, until the deadline."""
    form = WithdrawForm()

    def work(session: Session, by: By) -> None:
        submitting.withdraw(session, mine(Request, request_id).id, own_firm(), by=by)

    return act(
        form,
        work,
        again=lambda refusal: _receipt_page(request_id, form, refusal),
        to=url_for("quotes.job", request_id=request_id),
        done=_("Your quote is withdrawn. It will not be opened."),
    )


def _taken(request_id: int, did: Did) -> Quote:
    """The quote whose receipt is asked for; a download is written down before the file leaves."""

    def work(session: Session, by: By) -> Quote:
        quote = found(with_receipt(own_job(request_id), request.args.get("code", "")))
        facts = {"organisation_id": quote.organisation_id, "receipt": quote.receipt}
        took(session, did, quote, by=by, **facts)
        return quote

    return leaving(work)


@pages.get("/opdrachten/<int:request_id>/bewijs.pdf", endpoint="receipt_pdf")
@requires(May.JOB_QUOTE)
def receipt_document(request_id: int) -> Response:
    """The receipt on paper."""
    quote = _taken(request_id, Did.RECEIPT_DOWNLOADED)
    municipality = db.session().get_one(Municipality, quote.municipality_id)
    content = receipt_pdf(quote, municipality.name)
    return download(content, f"bewijs-{(quote.receipt or '').lower()}.pdf", PDF)


@pages.get("/opdrachten/<int:request_id>/prijsbestand.json", endpoint="price_file")
@requires(May.JOB_QUOTE)
def price_json(request_id: int) -> Answer:
    """The firm's own prices as they were hashed; also after the deadline."""
    quote = with_receipt(own_job(request_id), request.args.get("code", ""))
    try:  # before it is written down that the file left
        _sheet, nonce, content = open_payload(found(quote))
    except Unreadable:
        flash(_("What we keep of this quote cannot be read. Use the file that you kept yourself."))
        return redirect(url_for("quotes.receipt", request_id=request_id))
    quote = _taken(request_id, Did.PRICE_FILE_DOWNLOADED)
    return download(price_file(quote, nonce, content), price_file_name(quote), JSON)
