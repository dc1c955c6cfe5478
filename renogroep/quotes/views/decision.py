"""Pages: the ranking, the reasoned decision, and the start of the orders."""

from flask import Response, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

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
from renogroep.quotes.actions import deciding as actions
from renogroep.quotes.actions.taking import took
from renogroep.quotes.documents.decision import decision_pdf as make_pdf
from renogroep.quotes.forms import DecisionForm
from renogroep.quotes.presenters.choice import choice_page
from renogroep.quotes.presenters.decision import decided_page, ranking_page
from renogroep.quotes.presenters.decision_seen import decides, read_page
from renogroep.quotes.queries import opened
from renogroep.quotes.rules.events import Did
from renogroep.quotes.views.blueprint import pages
from renogroep.quotes.views.lots import leaving, lot_of_mode
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import Mode


@pages.get("/percelen/<int:lot_id>/beslissen")
@requires(May.DECISION_SEE)
def decision(lot_id: int) -> Answer:
    """Before, for who decides: the ranking and the form. After, for all: what was decided."""
    lot = lot_of_mode(Mode.PROCUREMENT, lot_id)
    if decides(lot):
        return _decision_page(lot, DecisionForm(formdata=None), None)
    row = found(opened.decision_of(db.session(), lot.id))
    return render_template("quotes/decision_read.html", **read_page(db.session(), lot, row))


@pages.post("/percelen/<int:lot_id>/beslissen")
@requires(May.QUOTES_AWARD)
def decide(lot_id: int) -> Answer:
    """Take the decision."""
    form = DecisionForm()

    def page(refusal: Text | None = None) -> str:
        return _decision_page(lot_of_mode(Mode.PROCUREMENT, lot_id), form, refusal)

    def work(session: Session, by: By) -> None:
        actions.decide(
            session,
            lot_of_mode(Mode.PROCUREMENT, lot_id),
            form.winner.data,
            motive=cleaned(form.motive.data or ""),
            tie_reason=cleaned(form.tie_reason.data or ""),
            by=by,
        )

    form.winner.choices = []  # the action answers in words
    return act(
        form,
        work,
        again=page,
        to=url_for("quotes.decision", lot_id=lot_id),
        done=_("The decision is taken. The bidders are told now; the waiting period starts."),
    )


def _decision_page(lot: Lot, form: DecisionForm, refusal: Text | None) -> str:
    session = db.session()
    taken = opened.decision_of(session, lot.id)
    if taken is not None:
        values = decided_page(session, lot, taken)
        return render_template("quotes/decision_taken.html", refusal=refusal, **values)
    values = ranking_page(session, lot)
    show_version(form, lot)
    form.winner.choices = values.pop("winners")
    if form.winner.data is None and len(form.winner.choices) == 1:
        form.winner.data = form.winner.choices[0].value
    values["refusal"] = refusal or values["refusal"]
    return render_template("quotes/decision.html", form=form, **values)


@pages.get("/percelen/<int:lot_id>/beslissing.pdf")
@requires(May.QUOTES_AWARD)
def decision_pdf(lot_id: int) -> Response:
    """The decision on paper; who took it along is kept."""

    def work(session: Session, by: By) -> tuple[bytes, str]:
        lot = lot_of_mode(Mode.PROCUREMENT, lot_id)
        row = found(opened.decision_of(session, lot.id))
        took(session, Did.DECISION_DOWNLOADED, row, by=by)
        municipality = session.get_one(Municipality, lot.municipality_id).name
        return make_pdf(
            lot, row, opened.set_aside(session, lot.id), municipality
        ), f"beslissing {lot.title}"

    content, name = leaving(work)
    return download(content, safe_download_name(name, "pdf"), PDF)


@pages.post("/percelen/<int:lot_id>/bestellen-starten")
@requires(May.QUOTES_AWARD)
def start_ordering(lot_id: int) -> Answer:
    """Households may order from now on."""

    def page(refusal: Text | None) -> str:
        lot = mine(Lot, lot_id)
        if lot.package.mode == Mode.PROCUREMENT:
            return _decision_page(lot, DecisionForm(formdata=None), refusal)
        return render_template(
            "quotes/choice.html", refusal=refusal, **choice_page(db.session(), lot)
        )

    def work(session: Session, by: By) -> str:
        lot = mine(Lot, lot_id)
        actions.start_ordering(session, lot, by=by)
        return "decision" if lot.package.mode == Mode.PROCUREMENT else "choice"

    return act(
        None,
        work,
        again=page,
        to=lambda back: url_for(f"quotes.{back}", lot_id=lot_id),
        done=_("Households can order now."),
    )
