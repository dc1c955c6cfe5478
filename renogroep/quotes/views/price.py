"""Page of a contractor: type the prices and the terms."""

from flask import render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.groups.models import Request
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act, show_version
from renogroep.infra.fields import VersionForm
from renogroep.infra.scope import mine
from renogroep.quotes.actions import drafting
from renogroep.quotes.actions.sealed import typed_of
from renogroep.quotes.actions.seen import NOTHING
from renogroep.quotes.models import Quote
from renogroep.quotes.presenters.price import price_page, typed_in
from renogroep.quotes.rules.price_fields import revision_in
from renogroep.quotes.rules.sheet_reading import SheetProblem
from renogroep.quotes.views.blueprint import pages
from renogroep.quotes.views.jobs import own_firm, own_job


@pages.route("/opdrachten/<int:request_id>/invullen", methods=["GET", "POST"])
@requires(May.JOB_QUOTE)
def price(request_id: int) -> Answer:
    """One price per post and band; "save" keeps anything, "check" says what is missing."""
    form = VersionForm()
    checking = request.form.get("do") == "check" or "nakijken" in request.args

    def page(refusal: Text | None = None) -> str:
        job = own_job(request_id)
        typed = typed_of(job.start_from)
        problems: list[SheetProblem] = []
        if request.method == "POST":
            typed = typed_in(request.form, job.request)
        elif checking and job.draft:
            _sheet, problems = drafting.checked(job.request, typed)
        show_version(form, job.draft or NOTHING)
        return render_template(
            "quotes/price.html", form=form, refusal=refusal, **price_page(job, typed, problems)
        )

    def work(session: Session, by: By) -> Quote:
        asked = mine(Request, request_id)
        return drafting.save_draft(
            session,
            asked.id,
            own_firm(),
            typed_in(request.form, asked),
            revision=revision_in(request.form),
            by=by,
        )

    def to(draft: Quote) -> str:
        if not checking:
            return url_for("quotes.price", request_id=request_id)
        sheet, _problems = drafting.checked(draft.request, typed_of(draft))
        if sheet is None:
            return url_for("quotes.price", request_id=request_id, nakijken=1)
        return url_for("quotes.submit", request_id=request_id)

    if request.method == "GET":
        return page()
    said = None if checking else _("Your draft is saved. Nobody else can see your prices.")
    return act(form, work, again=page, to=to, done=said)
