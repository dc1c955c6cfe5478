"""Pages: two people open the quotes of a lot, and the minutes of it."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.names import cleaned
from renogroep.base.text import Text
from renogroep.identity.models import Municipality
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act, show_version
from renogroep.infra.downloads import PDF, download
from renogroep.infra.files.checks import safe_download_name
from renogroep.infra.pages import found
from renogroep.infra.scope import mine
from renogroep.quotes.actions import opening as actions
from renogroep.quotes.actions.deadlines import give_more_time
from renogroep.quotes.actions.taking import took
from renogroep.quotes.documents.minutes import addendum_facts, minutes_view, opening_facts
from renogroep.quotes.documents.minutes import minutes_pdf as make_pdf
from renogroep.quotes.forms import NewDeadlineForm, OpeningForm
from renogroep.quotes.presenters.opening import (
    TENDER_PAPERS,
    minutes_name,
    new_deadline_page,
    opening_page,
)
from renogroep.quotes.queries import opened
from renogroep.quotes.rules.events import Did
from renogroep.quotes.views.blueprint import pages
from renogroep.quotes.views.lots import leaving
from renogroep.tenders.models import Lot


@pages.route("/percelen/<int:lot_id>/openen", methods=["GET", "POST"])
@requires(May.QUOTES_OPEN)
def opening(lot_id: int) -> Answer:
    """Who confirmed, and the button for the next person."""
    form = OpeningForm()

    def page(refusal: Text | None = None) -> str:
        values = opening_page(db.session(), mine(Lot, lot_id))
        shown = OpeningForm(formdata=None) if refusal else form  # a tick is for this moment only
        shown.expects.data = "1" if values["waiting"] else "0"
        return render_template("quotes/opening.html", form=shown, refusal=refusal, **values)

    def work(session: Session, by: By) -> str:
        expects = int(form.expects.data == "1")
        lot = mine(Lot, lot_id)
        row = actions.open_lot(session, lot, by=by, expects=expects)
        return minutes_name(lot) if row.second_at is not None else ""

    if request.method == "GET":
        return page()
    return act(
        form,
        work,
        again=page,
        to=lambda papers: url_for("quotes.minutes" if papers else "quotes.opening", lot_id=lot_id),
        done=_opened,
    )


def _opened(papers: str) -> str:
    if papers == TENDER_PAPERS:
        return _("The quotes are open. These are the minutes.")
    if papers:
        return _("The quotes are open. This is the report.")
    return _("You confirmed. Now somebody else confirms, on the same page with their own login.")


@pages.route("/percelen/<int:lot_id>/nieuwe-termijn", methods=["GET", "POST"])
@requires(May.QUOTES_AWARD)
def new_deadline(lot_id: int) -> Answer:
    """Contractors get more time: before the deadline, or when nobody quoted."""
    form = NewDeadlineForm()

    def page(refusal: Text | None = None) -> str:
        lot = mine(Lot, lot_id)
        show_version(form, lot)
        values = new_deadline_page(db.session(), lot)
        return render_template("quotes/opening_deadline.html", form=form, refusal=refusal, **values)

    def work(session: Session, by: By) -> None:
        moment = form.deadline.data
        give_more_time(
            session,
            mine(Lot, lot_id),
            deadline=clock.at_local(moment.date(), moment.time()),
            reason=cleaned(form.reason.data or ""),
            by=by,
        )

    if request.method == "GET":
        return page()
    return act(
        form,
        work,
        again=page,
        to=url_for("quotes.opening", lot_id=lot_id),
        done=_("There is a new deadline. The contractors and the households are told."),
    )


@pages.get("/percelen/<int:lot_id>/proces-verbaal")
@requires(May.QUOTES_OPEN)
def minutes(lot_id: int) -> Answer:
    """Who opened what, when, and which totals were read."""
    session = db.session()
    lot = mine(Lot, lot_id)
    row = found(opened.latest_opening(session, lot.id))
    if row.second_at is None:
        return redirect(url_for("quotes.opening", lot_id=lot_id))
    view = minutes_view(session, lot, row)
    return render_template(
        "quotes/minutes.html",
        lot=lot,
        package=lot.package,
        view=view,
        facts=opening_facts(view),
        addenda=[(one, addendum_facts(one)) for one in view.addenda],
    )


@pages.get("/percelen/<int:lot_id>/proces-verbaal.pdf")
@requires(May.QUOTES_OPEN)
def minutes_pdf(lot_id: int) -> Answer:
    """The minutes on paper; who took them along is kept."""

    def work(session: Session, by: By) -> tuple[bytes, str] | None:
        lot = mine(Lot, lot_id)
        row = found(opened.latest_opening(session, lot.id))
        if row.second_at is None:
            return None
        took(session, Did.MINUTES_DOWNLOADED, row, by=by)
        municipality = session.get_one(Municipality, lot.municipality_id)
        content = make_pdf(lot, minutes_view(session, lot, row), municipality.name)
        return content, f"{minutes_name(lot)} {lot.title}"

    file = leaving(work)
    if file is None:
        return redirect(url_for("quotes.opening", lot_id=lot_id))
    return download(file[0], safe_download_name(file[1], "pdf"), PDF)
