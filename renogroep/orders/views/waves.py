"""Pages: which lots take orders, one lot with its rounds, and the freeze."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from renogroep.base import clock
from renogroep.base.calendar import DAY
from renogroep.base.errors import Refused
from renogroep.base.text import Text
from renogroep.financing.queries import periods_on
from renogroep.identity.models import Municipality
from renogroep.infra import db
from renogroep.infra.access import May, may, requires
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.holidays import belgian
from renogroep.infra.pages import check_version, found
from renogroep.orders.actions import freezing, waves
from renogroep.orders.events import Did
from renogroep.orders.forms import WaveForm
from renogroep.orders.models import Wave
from renogroep.orders.queries import finding, offers
from renogroep.orders.queries import waves as wave_queries
from renogroep.orders.queries.next_choice import homes_left
from renogroep.orders.rules.conditions import CONDITION_LABELS, CONDITION_STATE_LABELS
from renogroep.orders.rules.freeze import earliest_freeze
from renogroep.orders.rules.lifecycle import CONFIRMED, LABELS, LIVE, WAVE_LABELS, WaveState
from renogroep.orders.views.answers import pressed
from renogroep.orders.views.blueprint import pages
from renogroep.orders.views.firm import MINIMUM_ANSWERS
from renogroep.quotes.models import Quote
from renogroep.quotes.queries.invitations import lot as lot_in_scope
from renogroep.subscriptions.queries import counters
from renogroep.tenders.models import Lot

Answer = str | Response | tuple[str, int]
USUAL_DAYS_TO_ORDER = 42


@pages.get("/bestellingen")
@requires(May.ORDER_SEE)
def index() -> str:
    """Lots that take orders, and the homes that must be measured."""
    session = db.session()
    scope = (current_user.municipality_id, current_user.neighbourhood_ids)
    _note_read([order.id for order in finding.to_survey(session, *scope)])
    lots = wave_queries.lots_with_orders(session, *scope)
    return render_template(
        "orders/index.html",
        rows=[_lot_row(session, lot) for lot in lots],
        surveys=finding.to_survey(session, *scope),
        labels=LABELS,
    )


def _lot_row(session: Session, lot: Lot) -> dict[str, Any]:
    rounds = wave_queries.waves_of(session, lot.id)
    return {
        "lot": lot,
        "wave": rounds[0] if rounds else None,
        "wave_label": WAVE_LABELS[WaveState(rounds[0].state)] if rounds else "",
        "progress": counters(session, [lot], finding.confirmed(session, [lot]))[lot.id],
    }


def my_lot(session: Session, lot_id: int) -> Lot:
    """The lot, when it lies in what this person works in."""
    scope = (current_user.municipality_id, current_user.neighbourhood_ids)
    return found(lot_in_scope(session, lot_id, *scope))


@pages.route("/percelen/<int:lot_id>/bestellingen", methods=["GET", "POST"])
@requires(May.ORDER_SEE)
def wave(lot_id: int) -> Answer:
    """The rounds of a lot; whoever may freeze also opens one here."""
    lot = my_lot(db.session(), lot_id)
    form = WaveForm(data=_usual_dates(lot))
    if not form.validate_on_submit():
        _note_read(wave_queries.orders_of_lot(db.session(), lot_id))
        return _wave_page(lot_id, form), 422 if form.errors else 200
    found(True if may(May.ORDER_FREEZE) else None)
    try:
        with db.transaction() as session:
            waves.open_wave(
                session,
                my_lot(session, lot_id),
                order_until=form.order_until.data,
                freeze_on=form.freeze_on.data,
                by=By(current_user.id),
            )
    except Refused as refused:
        return _wave_page(lot_id, form, refused.text), 422
    flash(_("The round is open. Every household got a message with its own price."))
    return redirect(url_for("orders.wave", lot_id=lot_id))


def _note_read(order_ids: Sequence[int]) -> None:
    """Whoever reads homes and names of a list leaves a trace of which ones."""
    if order_ids:
        with db.transaction() as session:
            record(
                session,
                Did.ORDERS_SEEN,
                actor_id=current_user.id,
                subject=session.get_one(Municipality, current_user.municipality_id),
                orders=list(order_ids),
            )


def _usual_dates(lot: Lot) -> dict[str, Any]:
    """The dates of the package; when they are over, six weeks from now and the first day after."""
    today = clock.today()
    until = lot.package.order_deadline
    if until is None or until < today:
        until = today + DAY * USUAL_DAYS_TO_ORDER
    periods, _ = periods_on(db.session(), lot.municipality_id, today)
    earliest = earliest_freeze(until, periods, belgian(until))
    return {"order_until": until, "freeze_on": max(lot.package.freeze_on or earliest, earliest)}


def refused_wave(lot_id: int, refusal: Text) -> tuple[str, int]:
    """The page of the rounds with why something could not be done."""
    form = WaveForm(formdata=None, data=_usual_dates(my_lot(db.session(), lot_id)))
    return _wave_page(lot_id, form, refusal), 422


def _wave_page(lot_id: int, form: WaveForm, refusal: Text | None = None) -> str:
    session = db.session()
    lot = my_lot(session, lot_id)
    rounds = [_round(session, one) for one in wave_queries.waves_of(session, lot.id)]
    return render_template(
        "orders/wave.html",
        lot=lot,
        rounds=rounds,
        form=form,
        refusal=refusal,
        progress=counters(session, [lot], finding.confirmed(session, [lot]))[lot.id],
        can_open=lot.state in wave_queries.TAKES_ORDERS
        and not any(one["wave"].state == WaveState.ORDERING for one in rounds),
        may_freeze=may(May.ORDER_FREEZE),
        left=homes_left(session, lot) if may(May.CHOICE_RUN) else 0,
        today=clock.today(),
        labels=LABELS,
        wave_labels=WAVE_LABELS,
        condition_labels=CONDITION_LABELS,
        condition_states=CONDITION_STATE_LABELS,
    )


def _round(session: Session, one: Wave) -> dict[str, Any]:
    orders = finding.of_wave(session, one.id)
    quotes = {order.quote_id: order.quote for order in orders}
    return {
        "wave": one,
        "orders": orders,
        "confirmed": sum(1 for order in orders if order.state in CONFIRMED),
        "firms": [_firm_row(session, quote, orders) for quote in quotes.values()],
        "waiting": len(finding.waiting(session, one.id)),
        "names": {key: quote.organisation.name for key, quote in quotes.items()},
    }


def _firm_row(session: Session, quote: Quote, orders: Any) -> dict[str, Any]:
    mine = [order for order in orders if order.quote_id == quote.id]
    return {
        "name": quote.organisation.name,
        "live": sum(1 for order in mine if order.state in LIVE),
        "confirmed": sum(1 for order in mine if order.state in CONFIRMED),
        "minimum": offers.offer_of(session, quote).minimum,
    }


def _my_wave(session: Session, wave_id: int) -> Wave:
    one = found(session.get(Wave, wave_id))
    my_lot(session, one.lot_id)
    return one


@pages.post("/bestelrondes/<int:wave_id>/erbij")
@requires(May.ORDER_FREEZE)
def invite_more(wave_id: int) -> Answer:
    """Give a price to households that chose since the round began."""
    try:
        with db.transaction() as session:
            one = _my_wave(session, wave_id)
            lot_id = one.lot_id
            count = waves.invite_more(session, one, by=By(current_user.id))
    except Refused as refused:
        return _refused(wave_id, refused)
    flash(ngettext("%(num)s home came in.", "%(num)s homes came in.", count))
    return redirect(url_for("orders.wave", lot_id=lot_id))


@pages.post("/bestelrondes/<int:wave_id>/afsluiten")
@requires(May.ORDER_FREEZE)
def freeze(wave_id: int) -> Answer:
    """Count who takes part and fix the final prices."""
    try:
        with db.transaction() as session:
            one = _my_wave(session, wave_id)
            lot_id = one.lot_id
            if one.state == WaveState.ORDERING:
                check_version(one, request.form.get("version"))
            freezing.freeze(session, one, by=By(current_user.id))
    except Refused as refused:
        return _refused(wave_id, refused)
    flash(_("The round is closed. Everybody got a message on the same day."))
    return redirect(url_for("orders.wave", lot_id=lot_id))


@pages.post("/bestelrondes/<int:wave_id>/minimum/<int:quote_id>")
@requires(May.ORDER_FREEZE)
def waiver(wave_id: int, quote_id: int) -> Answer:
    """What a contractor with too few homes said on the phone, or that it said nothing in time."""
    try:
        with db.transaction() as session:
            one = _my_wave(session, wave_id)
            lot_id = one.lot_id
            quote = found(session.get(Quote, quote_id))
            act = pressed("answer", MINIMUM_ANSWERS)
            act(session, one, quote, by=By(current_user.id))
    except Refused as refused:
        return _refused(wave_id, refused)
    flash(_("The answer is noted, and the households got a message."))
    return redirect(url_for("orders.wave", lot_id=lot_id))


def _refused(wave_id: int, refused: Refused) -> tuple[str, int]:
    lot = my_lot(db.session(), _my_wave(db.session(), wave_id).lot_id)
    form = WaveForm(formdata=None, data=_usual_dates(lot))
    return _wave_page(lot.id, form, refused.text), 422
