"""Pages about a quote that could not be read: its firm proves it, two people open it, or it is given up."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act
from renogroep.infra.pages import found
from renogroep.infra.scope import mine
from renogroep.quotes.actions import recovering
from renogroep.quotes.forms import PriceFileForm, ReasonForm, RecoverForm
from renogroep.quotes.models import UnreadableQuote
from renogroep.quotes.presenters.unreadable import own_file_page, unreadable_page
from renogroep.quotes.queries.receipts import unreadable_of
from renogroep.quotes.views.blueprint import pages
from renogroep.quotes.views.jobs import own_job

MOST = 1024 * 1024  # bytes; the price file of the largest bill is a tenth of it


def _sent(form: PriceFileForm) -> bytes:
    """Read once: a change that is tried again finds the same bytes."""
    content: bytes = form.file.data.read(MOST) if form.file.data else b""
    return content


@pages.route("/opdrachten/<int:request_id>/prijsbestand", methods=["GET", "POST"])
@requires(May.JOB_QUOTE)
def own_file(request_id: int) -> Answer:
    """The firm sends its own price file and nonce: they prove the same quote."""
    form = PriceFileForm()

    def row() -> UnreadableQuote:
        return found(unreadable_of(db.session(), own_job(request_id).submitted))

    def page(refusal: Text | None = None) -> str:
        values = own_file_page(own_job(request_id).request, row())
        return render_template("quotes/own_file.html", form=form, refusal=refusal, **values)

    row()
    if request.method == "GET":
        return page()
    content = _sent(form)
    return act(
        form,
        lambda session, by: recovering.prove(session, row(), content, by=by),
        again=page,
        to=url_for("quotes.own_file", request_id=request_id),
        done=_("This is the quote that you handed in. Two people of the municipality open it now."),
    )


def _row(lot_id: int, key: int) -> UnreadableQuote:
    """An unreadable quote of that lot, or a 404."""
    row = mine(UnreadableQuote, key)
    return found(row if row.quote.request.lot_id == lot_id else None)


def _page(lot_id: int, key: int, refusal: Text | None = None, **forms: FlaskForm) -> str:
    row = _row(lot_id, key)
    shown: dict[str, Any] = {
        "recover_form": RecoverForm(formdata=None),
        "file_form": PriceFileForm(formdata=None),
        "reason_form": ReasonForm(formdata=None),
        **forms,
    }
    shown["recover_form"].expects.data = str(int(row.first_id is not None))
    shown["reason_form"].version.data = str(row.version)
    return render_template(
        "quotes/unreadable.html", refusal=refusal, **shown, **unreadable_page(db.session(), row)
    )


@pages.get("/percelen/<int:lot_id>/onleesbaar/<int:key>")
@requires(May.QUOTES_OPEN)
def unreadable(lot_id: int, key: int) -> str:
    """Why it could not be read, until when the firm has, and what can be done now."""
    return _page(lot_id, key)


@pages.post("/percelen/<int:lot_id>/onleesbaar/<int:key>/bestand")
@requires(May.QUOTES_OPEN)
def file_for(lot_id: int, key: int) -> Answer:
    """A firm without an account mailed its price file."""
    form = PriceFileForm()
    _row(lot_id, key)
    content = _sent(form)
    return act(
        form,
        lambda session, by: recovering.prove(session, _row(lot_id, key), content, by=by),
        again=lambda refusal: _page(lot_id, key, refusal, file_form=form),
        to=url_for("quotes.unreadable", lot_id=lot_id, key=key),
        done=_("This is the quote that the firm handed in. Now two people open it."),
    )


@pages.post("/percelen/<int:lot_id>/onleesbaar/<int:key>/openen")
@requires(May.QUOTES_OPEN)
def recover(lot_id: int, key: int) -> Answer:
    """Each of two people confirms; with the second one it opens."""
    form = RecoverForm()
    _row(lot_id, key)

    def work(session: Session, by: By) -> bool:
        expects = int(form.expects.data == "1")
        row = recovering.recover(session, _row(lot_id, key), by=by, expects=expects)
        return row.second_id is not None

    return act(
        form,
        work,
        again=lambda refusal: _page(lot_id, key, refusal, recover_form=form),
        to=lambda opened: (
            url_for("quotes.minutes", lot_id=lot_id)
            if opened
            else url_for("quotes.unreadable", lot_id=lot_id, key=key)
        ),
        done=lambda opened: (
            _("The quote is open. It stands in the minutes.")
            if opened
            else _(
                "You confirmed. Now somebody else confirms, on the same page with their own login."
            )
        ),
    )


@pages.post("/percelen/<int:lot_id>/onleesbaar/<int:key>/opgeven")
@requires(May.QUOTES_AWARD)
def give_up(lot_id: int, key: int) -> Answer:
    """After the firm's last day: it does not take part."""
    form = ReasonForm()
    _row(lot_id, key)
    return act(
        form,
        lambda session, by: recovering.give_up(
            session, _row(lot_id, key), reason=form.reason.data or "", by=by
        ),
        again=lambda refusal: _page(lot_id, key, refusal, reason_form=form),
        to=url_for("quotes.opening", lot_id=lot_id),
        done=_("This quote is given up. The firm hears why."),
    )
