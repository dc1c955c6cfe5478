"""Pages: the contractor's homes, once their prices are fixed, and how far the works are."""

from collections.abc import Sequence
from typing import Any

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from renogroep.base.errors import Refused
from renogroep.base.text import Text
from renogroep.identity.models import Organisation
from renogroep.identity.rules.phone import shown
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.i18n import number, say
from renogroep.infra.pages import check_version, found
from renogroep.infra.sheets.exports import Out, write_csv
from renogroep.orders.actions import freezing, works
from renogroep.orders.events import Did
from renogroep.orders.forms import PlanForm
from renogroep.orders.models import Order, Wave
from renogroep.orders.queries import finding
from renogroep.orders.queries import waves as wave_queries
from renogroep.orders.rules.lifecycle import AFTER_FREEZE, LABELS, OrderState
from renogroep.orders.views.answers import pressed
from renogroep.orders.views.blueprint import pages
from renogroep.quotes.models import Quote
from renogroep.subscriptions.words import in_words

Answer = str | Response | tuple[str, int]
MINIMUM_ANSWERS = {"comes": freezing.waive_minimum, "no": freezing.keep_minimum}


def _seen(did: Did) -> Sequence[Order]:
    """The firm's homes; that somebody looked is recorded, because names and numbers are in it."""
    with db.transaction() as session:
        homes = finding.work_of(session, current_user.firm_id)
        firm = found(session.get(Organisation, current_user.firm_id or 0))
        record(
            session,
            did,
            actor_id=current_user.id,
            subject=firm,
            order_ids=[order.id for order in homes],
        )
    return finding.work_of(db.session(), current_user.firm_id)


@pages.get("/werklijst")
@requires(May.WORKLIST_SEE)
def work_list() -> Answer:
    """Homes of frozen rounds only. Homes to measure stand apart, by their code."""
    return _page(_seen(Did.WORK_LIST_SEEN))


def _page(homes: Sequence[Order], refusal: Text | str | None = None) -> str:
    session, firm_id = db.session(), current_user.firm_id
    return render_template(
        "orders/work_list.html",
        homes=[_home(order) for order in homes],
        to_survey=finding.firm_to_survey(session, firm_id),
        questions=_questions(session, firm_id),
        refusal=refusal,
    )


def _home(order: Order) -> dict[str, Any]:
    state = OrderState(order.state)
    plan = PlanForm(formdata=None, data={"planned_on": order.planned_on, "version": order.version})
    plan.planned_on.id = f"planned_on-{order.id}"
    return {
        "order": order,
        "address": order.subscription.case.dwelling.address,
        "label": LABELS[state],
        "quantities": quantities_of(order),
        "plan": plan if state in (OrderState.FROZEN, OrderState.PLANNED) else None,
        "start": state == OrderState.PLANNED,
        "hand_over": state == OrderState.IN_WORKS,
    }


def quantities_of(order: Order) -> list[tuple[str, str]]:
    """Post -> agreed quantity with its unit, in words."""
    lines = {line.number: line for line in order.quote.request.lines}
    return [
        (
            f"{row.number} {lines[row.number].description}",
            f"{number(row.quantity)} {lines[row.number].unit}",
        )
        for row in order.lines
        if row.quantity.scaled
    ]


def _questions(session: Session, firm_id: int | None) -> list[dict[str, Any]]:
    """Rounds in which this firm has too few homes and still must answer."""
    own = wave_queries.quotes_of_firm(session, firm_id)
    return [
        {"wave": wave, "entry": entry}
        for wave in wave_queries.firm_waves(session, firm_id)
        for entry in wave.outcome
        if entry["waive_until"] and entry["quote_id"] in own
    ]


@pages.get("/werklijst.csv")
@requires(May.WORKLIST_SEE)
def work_list_csv() -> Response:
    """The same homes for a spreadsheet."""
    homes = _seen(Did.WORK_LIST_DOWNLOADED)
    header = [
        _("Order"),
        _("Works"),
        _("Name"),
        _("Address"),
        _("Phone"),
        _("E-mail"),
        _("State"),
        _("First day of the works"),
        _("Final price, excl. VAT"),
        _("Quantities"),
    ]
    rows: list[list[Out]] = [
        [
            order.reference,
            in_words(order.wave.lot, "title"),
            order.person.name,
            order.subscription.case.dwelling.address.full,
            shown(order.person.phone or ""),
            order.person.email or "",
            say(LABELS[OrderState(order.state)]),
            order.planned_on,
            order.final,
            "; ".join(f"{post}: {amount}" for post, amount in quantities_of(order)),
        ]
        for order in homes
    ]
    return FlaskResponse(
        write_csv(header, rows),
        mimetype="text/csv",
        headers={"Content-Disposition": "attachment; filename=werklijst.csv"},
    )


def _work(session: Session, order_id: int) -> Order:
    order = found(finding.of_firm(session, order_id, current_user.firm_id))
    return found(order if order.state in AFTER_FREEZE else None)


@pages.post("/werklijst/<int:order_id>/planning")
@requires(May.WORKLIST_SEE)
def plan(order_id: int) -> Answer:
    """Set or change the first day of the works."""
    form = PlanForm()
    _work(db.session(), order_id)
    if not form.validate_on_submit():
        words = next(iter(form.errors.values()))[0]
        return _page(_seen(Did.WORK_LIST_SEEN), str(words)), 422
    try:
        with db.transaction() as session:
            order = _work(session, order_id)
            check_version(order, form.version.data)
            works.plan(session, order, form.planned_on.data, by=By(current_user.id))
    except Refused as refused:
        return _page(_seen(Did.WORK_LIST_SEEN), refused.text), 422
    flash(_("The day is noted, and the household got a message."))
    return redirect(url_for("orders.work_list"))


@pages.post("/werklijst/<int:order_id>/stap")
@requires(May.WORKLIST_SEE)
def move(order_id: int) -> Answer:
    """The works began, or are done."""
    try:
        with db.transaction() as session:
            order = _work(session, order_id)
            act = pressed("move", {"start": works.start, "hand_over": works.hand_over})
            check_version(order, request.form.get("version"))
            act(session, order, by=By(current_user.id))
    except Refused as refused:
        return _page(_seen(Did.WORK_LIST_SEEN), refused.text), 422
    flash(_("Noted."))
    return redirect(url_for("orders.work_list"))


@pages.post("/werklijst/minimum/<int:wave_id>/<int:quote_id>")
@requires(May.WORKLIST_SEE)
def waive(wave_id: int, quote_id: int) -> Answer:
    """Too few homes: the contractor comes anyway at the ceiling, or says no."""
    try:
        with db.transaction() as session:
            quote = session.get(Quote, quote_id)
            own = quote is not None and quote.organisation_id == current_user.firm_id
            wave = found(session.get(Wave, wave_id) if own else None)
            act = pressed("answer", MINIMUM_ANSWERS)
            act(session, wave, found(quote), by=By(current_user.id))
    except Refused as refused:
        return _page(_seen(Did.WORK_LIST_SEEN), refused.text), 422
    flash(_("Your answer is noted, and the households got a message."))
    return redirect(url_for("orders.work_list"))
