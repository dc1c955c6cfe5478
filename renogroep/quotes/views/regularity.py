"""Pages: does this quote take part, and what is no reason to set it aside?"""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from renogroep.base.errors import Refused
from renogroep.base.names import cleaned
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.pages import check_version, found
from renogroep.quotes.actions import checking
from renogroep.quotes.forms import AcceptForm, RegularityForm
from renogroep.quotes.queries import comparing
from renogroep.quotes.rules.lifecycle import QuoteState
from renogroep.quotes.rules.regularity import ACCEPTABLE
from renogroep.quotes.views.blueprint import pages
from renogroep.quotes.views.lots import my_lot, my_quote

Answer = str | Response | tuple[str, int]
REGULARITY = "KB Plaatsing art. 76"


@pages.route(
    "/percelen/<int:lot_id>/nazicht/<int:quote_id>/regelmatigheid", methods=["GET", "POST"]
)
@requires(May.QUOTES_AWARD)
def regularity(lot_id: int, quote_id: int) -> Answer:
    """Set a quote aside, or bring it back."""
    quote = my_quote(lot_id, quote_id)
    back = quote.state == QuoteState.IRREGULAR
    form = RegularityForm()
    if request.method == "GET":
        form.version.data = str(quote.version)
    refusal = None
    if request.method == "POST" and (back or form.validate()):
        try:
            with db.transaction() as session:
                quote = my_quote(lot_id, quote_id)
                check_version(quote, form.version.data)
                if back:
                    checking.reconsider(session, quote, by=By(current_user.id))
                else:
                    checking.judge_irregular(
                        session,
                        quote,
                        reason=cleaned(form.reason.data or ""),
                        by=By(current_user.id),
                    )
        except Refused as refused:
            refusal, quote = refused.text, my_quote(lot_id, quote_id)
        else:
            flash(_("The quote takes part again.") if back else _("The quote is set aside."))
            return redirect(url_for("quotes.checks", lot_id=lot_id))
    page = render_template(
        "quotes/checks_regularity.html",
        lot=quote.request.lot,
        quote=quote,
        back=back,
        form=form,
        refusal=refusal,
    )
    return (page, 422) if form.errors or refusal else page


@pages.route("/percelen/<int:lot_id>/nazicht/<int:quote_id>/aanvaarden", methods=["GET", "POST"])
@requires(May.QUOTES_AWARD)
def accept_finding(lot_id: int, quote_id: int) -> Answer:
    """A finding about the whole quote that is no substantial irregularity, and why."""
    quote = my_quote(lot_id, quote_id)
    code = request.args.get("bevinding", "")
    here = comparing.findings(db.session(), my_lot(lot_id)).get(quote_id, [])
    finding = next((f for f in here if f.code == code and code in ACCEPTABLE), None)
    form = AcceptForm()
    if request.method == "GET":
        form.version.data, form.legal_ground.data = str(quote.version), REGULARITY
    refusal = None
    if found(finding) and form.validate_on_submit():
        try:
            with db.transaction() as session:
                quote = my_quote(lot_id, quote_id)
                check_version(quote, form.version.data)
                checking.accept_finding(
                    session,
                    quote,
                    code,
                    reason=cleaned(form.reason.data or ""),
                    legal_ground=cleaned(form.legal_ground.data or ""),
                    by=By(current_user.id),
                )
        except Refused as refused:
            refusal, quote = refused.text, my_quote(lot_id, quote_id)
        else:
            flash(_("Kept, with your reason."))
            return redirect(url_for("quotes.checks", lot_id=lot_id))
    page = render_template(
        "quotes/checks_accept.html",
        lot=quote.request.lot,
        quote=quote,
        finding=finding,
        form=form,
        refusal=refusal,
    )
    return (page, 422) if form.errors or refusal else page
