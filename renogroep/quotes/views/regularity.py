"""Pages: does this quote take part, and what is no reason to set it aside?"""

from flask import render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.names import cleaned
from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act, show_version
from renogroep.infra.fields import VersionForm
from renogroep.infra.pages import found
from renogroep.quotes.actions import checking
from renogroep.quotes.forms import AcceptForm, ReasonForm
from renogroep.quotes.presenters.checks import finding_to_judge, regularity_page
from renogroep.quotes.views.blueprint import pages
from renogroep.quotes.views.lots import quote_of

REGULARITY = "KB Plaatsing art. 76"


@pages.route(
    "/percelen/<int:lot_id>/nazicht/<int:quote_id>/regelmatigheid", methods=["GET", "POST"]
)
@requires(May.QUOTES_AWARD)
def regularity(lot_id: int, quote_id: int) -> Answer:
    """Set a quote aside, or bring it back."""
    back = "back" in request.form
    form = VersionForm() if back else ReasonForm()

    def page(refusal: Text | None = None) -> str:
        quote = quote_of(lot_id, quote_id)
        show_version(form, quote)
        return render_template(
            "quotes/checks_regularity.html",
            form=ReasonForm(formdata=None, version=form.version.data) if back else form,
            refusal=refusal,
            **regularity_page(quote),
        )

    def work(session: Session, by: By) -> None:
        quote = quote_of(lot_id, quote_id)
        if back:
            checking.reconsider(session, quote, by=by)
        else:
            reason = cleaned(request.form.get("reason", ""))
            checking.judge_irregular(session, quote, reason=reason, by=by)

    if request.method == "GET":
        return page()
    return act(
        form,
        work,
        again=page,
        to=url_for("quotes.checks", lot_id=lot_id),
        done=_("The quote takes part again.") if back else _("The quote is set aside."),
    )


@pages.route("/percelen/<int:lot_id>/nazicht/<int:quote_id>/aanvaarden", methods=["GET", "POST"])
@requires(May.QUOTES_AWARD)
def accept_finding(lot_id: int, quote_id: int) -> Answer:
    """A finding about the whole quote that is no substantial irregularity, and why."""
    code = request.args.get("bevinding", "")
    form = AcceptForm()

    def page(refusal: Text | None = None) -> str:
        quote = quote_of(lot_id, quote_id)
        finding = found(finding_to_judge(db.session(), quote, code))
        show_version(form, quote)
        if not form.is_submitted():
            form.legal_ground.data = REGULARITY
        return render_template(
            "quotes/checks_accept.html",
            lot=quote.request.lot,
            quote=quote,
            finding=finding,
            form=form,
            refusal=refusal,
        )

    def work(session: Session, by: By) -> None:
        checking.accept_finding(
            session,
            quote_of(lot_id, quote_id),
            code,
            reason=cleaned(form.reason.data or ""),
            legal_ground=cleaned(form.legal_ground.data or ""),
            by=by,
        )

    if request.method == "GET":
        return page()
    return act(
        form,
        work,
        again=page,
        to=url_for("quotes.checks", lot_id=lot_id),
        done=_("Kept, with your reason."),
    )
