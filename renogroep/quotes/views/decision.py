"""Pages: the ranking, the reasoned decision, and the start of the orders."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from renogroep.base import clock
from renogroep.base.calendar import DAY
from renogroep.base.errors import Refused
from renogroep.base.names import cleaned
from renogroep.base.text import Text
from renogroep.financing.queries import periods_on
from renogroep.identity.models import Municipality, Person
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.pages import found
from renogroep.quotes.actions import deciding as actions
from renogroep.quotes.actions.finishing import what_waits
from renogroep.quotes.actions.telling import not_told_yet
from renogroep.quotes.documents.decision import decision_pdf as make_pdf
from renogroep.quotes.documents.decision import decision_view
from renogroep.quotes.events import Did
from renogroep.quotes.forms import DecisionForm
from renogroep.quotes.presenters.decision_seen import decides, read_page
from renogroep.quotes.queries import comparing, deciding, opened
from renogroep.quotes.queries.deciding import Ranking
from renogroep.quotes.rules.lifecycle import QuoteState
from renogroep.quotes.views.blueprint import pages
from renogroep.quotes.views.lots import download, my_lot
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import LotState, Mode

Answer = str | Response | tuple[str, int]


def _procurement(lot: Lot) -> Lot:
    return found(lot if lot.package.mode == Mode.PROCUREMENT else None)


@pages.get("/percelen/<int:lot_id>/beslissen")
@requires(May.DECISION_SEE)
def decision(lot_id: int) -> Answer:
    """Before, for who decides: the ranking and the form. After, for all: what was decided."""
    session, lot = db.session(), _procurement(my_lot(lot_id))
    row = opened.decision_of(session, lot.id)
    if not decides():
        return render_template("quotes/decision_read.html", **read_page(session, lot, found(row)))
    if row is not None:
        return _decided(lot)
    return _ranking_page(lot, DecisionForm(formdata=None), None)


@pages.post("/percelen/<int:lot_id>/beslissen")
@requires(May.QUOTES_AWARD)
def decide(lot_id: int) -> Answer:
    """Take the decision."""
    lot = _procurement(my_lot(lot_id))
    if opened.decision_of(db.session(), lot.id) is not None:
        return _decided(lot)
    form = DecisionForm()
    refusal = None
    if form.validate_on_submit():
        try:
            with db.transaction() as session:
                actions.decide(
                    session,
                    my_lot(lot_id),
                    form.winner.data,
                    motive=cleaned(form.motive.data or ""),
                    tie_reason=cleaned(form.tie_reason.data or ""),
                    by=By(current_user.id),
                )
        except Refused as refused:
            refusal = refused.text
        else:
            flash(_("The decision is taken. The bidders are told now; the waiting period starts."))
            return redirect(url_for("quotes.decision", lot_id=lot_id))
    page = _ranking_page(my_lot(lot_id), form, refusal)
    return (page, 422) if form.errors or refusal else page


def _ranking_page(lot: Lot, form: DecisionForm, refusal: Text | None) -> str:
    session = db.session()
    quotes = opened.quotes_of_lot(session, lot.id)
    checked = lot.state == LotState.CHECKED
    try:
        ranking = deciding.ranking(session, lot)
    except Refused as refused:
        ranking, refusal = Ranking((), (), ()), refusal or refused.text
    periods, _unused = periods_on(session, lot.municipality_id, clock.today())
    form.winner.choices = [SelectChoice(row.quote.id, row.name) for row in ranking.first]
    if form.winner.data is None and len(ranking.first) == 1:
        form.winner.data = ranking.first[0].quote.id
    return render_template(
        "quotes/decision.html",
        lot=lot,
        standstill_days=periods.days("standstill"),
        package=lot.package,
        form=form,
        refusal=refusal,
        ranking=ranking,
        quotes=quotes,
        set_aside=[quote for quote in quotes if quote.state == QuoteState.IRREGULAR],
        scenarios=comparing.announced(lot.package),
        price=deciding.price_criterion(lot.package),
        criteria=deciding.quality_criteria(lot.package),
        waiting=what_waits(session, lot) if checked else None,
        checked=checked,
        over=[why.text for row in ranking.first if (why := deciding.over_maximum(lot, row))],
    )


def _decided(lot: Lot, refusal: Text | None = None) -> str:
    session = db.session()
    row = found(opened.decision_of(session, lot.id))
    person = session.get(Person, row.decided_by)
    return render_template(
        "quotes/decision_taken.html",
        lot=lot,
        package=lot.package,
        decision=row,
        view=decision_view(row),
        decided_by=person.name if person else "–",
        set_aside=opened.quotes_of_lot(session, lot.id, [QuoteState.IRREGULAR]),
        orders_from=row.standstill_until + DAY,
        may_start=lot.state == LotState.STANDSTILL and clock.today() > row.standstill_until,
        standstill=lot.state == LotState.STANDSTILL,
        not_told=not_told_yet(session, f"quotes_result:{lot.id}"),
        refusal=refusal,
    )


@pages.get("/percelen/<int:lot_id>/beslissing.pdf")
@requires(May.QUOTES_AWARD)
def decision_pdf(lot_id: int) -> Answer:
    """The decision on paper; who took it along is kept."""
    with db.transaction() as session:
        lot = _procurement(my_lot(lot_id))
        row = found(opened.decision_of(session, lot.id))
        record(session, Did.DECISION_DOWNLOADED, actor_id=current_user.id, subject=row)
        set_aside = opened.quotes_of_lot(session, lot.id, [QuoteState.IRREGULAR])
        municipality = session.get_one(Municipality, lot.municipality_id).name
        content = make_pdf(lot, row, set_aside, municipality)
        name = f"beslissing {lot.title}"
    return download(content, name, "pdf")


@pages.post("/percelen/<int:lot_id>/bestellen-starten")
@requires(May.QUOTES_AWARD)
def start_ordering(lot_id: int) -> Answer:
    """Households may order from now on."""
    back = "quotes.decision"
    try:
        with db.transaction() as session:
            lot = my_lot(lot_id)
            if lot.package.mode != Mode.PROCUREMENT:
                back = "quotes.choice"
            actions.start_ordering(session, lot, by=By(current_user.id))
    except Refused as refused:
        return _refused(my_lot(lot_id), refused.text), 422
    flash(_("Households can order now."))
    return redirect(url_for(back, lot_id=lot_id))


def _refused(lot: Lot, refusal: Text) -> Any:
    from renogroep.quotes.views.choice import choice_page

    if lot.package.mode != Mode.PROCUREMENT:
        return choice_page(lot, refusal)
    if opened.decision_of(db.session(), lot.id) is None:
        return _ranking_page(lot, DecisionForm(formdata=None), refusal)
    return _decided(lot, refusal)
