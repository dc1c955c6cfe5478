"""Pages: advisor and contractor measure one home and agree."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from renogroep.base.errors import Refused
from renogroep.base.text import Text
from renogroep.base.units import Quantity, read_quantity
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.i18n import number
from renogroep.infra.pages import check_version, found
from renogroep.orders.actions import surveying
from renogroep.orders.actions.holding import hold
from renogroep.orders.events import Did
from renogroep.orders.forms import SurveyForm, VersionForm, WordsForm
from renogroep.orders.models import Order
from renogroep.orders.queries import finding, offers
from renogroep.orders.rules.lifecycle import LABELS, OrderState
from renogroep.orders.views.answers import pressed
from renogroep.orders.views.blueprint import pages
from renogroep.orders.views.staff import staff_order
from renogroep.owners.actions.facts import MAX_QUANTITY

Answer = str | Response | tuple[str, int]
PREFIX = "post-"
MAX_TYPED = 40
Row = dict[str, Any]


def _rows(order: Order, typed: dict[str, str] | None) -> list[Row]:
    """A field per post of this home, with what stands there or what was typed."""
    offer = offers.offer_of(db.session(), order.quote)
    now = offers.agreed_quantities(order)
    return [
        {
            "line": line,
            "name": PREFIX + line.number,
            "id": PREFIX + line.number.replace(".", "-"),
            "value": (typed or {}).get(line.number, number(now.get(line.number))),
            "quantity": now.get(line.number),
            "error": "",
        }
        for line in offer.home_lines
    ]


def _read(rows: list[Row]) -> dict[str, Quantity] | None:
    """What was typed as quantities; None when a field cannot be read, which it then says."""
    found_all = {}
    for row in rows:
        try:
            quantity = read_quantity(row["value"])
            if quantity.scaled < 0:
                raise ValueError("negative")
            if quantity > MAX_QUANTITY:
                raise ValueError("absurd")
            found_all[row["line"].number] = quantity
        except ValueError as problem:
            row["error"] = _what_is_wrong(str(problem), row["value"])
    return None if any(row["error"] for row in rows) else found_all


def _what_is_wrong(problem: str, typed: str) -> str:
    if problem == "empty":
        return _("Enter a quantity; 0 when this home has none of it")
    if problem == "negative":
        return _("A quantity is 0 or more")
    if problem == "absurd":
        return _("“%(typed)s” is too much for one home. Look at the decimal comma", typed=typed)
    if problem == "too many decimals":
        return _("Use at most three decimals")
    if problem == "ambiguous":
        return _(
            "“%(typed)s” can be read in two ways. Type it without a thousands mark", typed=typed
        )
    return _("“%(typed)s” is not a number. Type it like 12,5", typed=typed)


@pages.route("/opmetingen/<int:order_id>", methods=["GET", "POST"])
@requires(May.ORDER_SURVEY)
def survey(order_id: int) -> Answer:
    """The advisor writes down what was measured; saving is agreeing."""
    order = staff_order(db.session(), order_id)
    form = SurveyForm(data={"run_code": order.run_code, "run_size": order.run_size})
    if request.method == "GET":
        form.version.data = str(order.version)
        return _survey_page(order, form, _rows(order, None))
    typed = {
        name.removeprefix(PREFIX): value[:MAX_TYPED]
        for name, value in request.form.items()
        if name.startswith(PREFIX)
    }
    rows = _rows(order, typed)
    quantities = _read(rows)
    if not form.validate() or quantities is None:
        return _survey_page(order, form, rows), 422
    try:
        with db.transaction() as session:
            order = staff_order(session, order_id)
            hold(session, order)
            check_version(order, form.version.data)
            surveying.measure(
                session,
                order,
                quantities=quantities,
                run_code=form.run_code.data or "",
                run_size=form.run_size.data,
                by=By(current_user.id),
            )
    except Refused as refused:
        order = staff_order(db.session(), order_id)
        return _survey_page(order, form, _rows(order, typed), refused.text), 422
    flash(_("Noted. The contractor got a message to agree with these quantities."))
    return redirect(url_for("orders.one", order_id=order_id))


def _survey_page(
    order: Order, form: SurveyForm, rows: list[Row], refusal: Text | None = None
) -> str:
    problems = [(row["error"], f"#{row['id']}") for row in rows if row["error"]]
    problems += [
        (field.errors[0], f"#{field.id}")
        for field in (form.run_code, form.run_size)
        if field.errors
    ]
    return render_template(
        "orders/survey.html",
        order=order,
        lot=order.wave.lot,
        home=order.subscription.case.dwelling.address,
        form=form,
        rows=rows,
        problems=problems,
        words=WordsForm(formdata=None, version=order.version),
        label=LABELS[OrderState(order.state)],
        refusal=refusal,
    )


@pages.post("/opmetingen/<int:order_id>/past-niet")
@requires(May.ORDER_SURVEY)
def not_fit(order_id: int) -> Answer:
    """The advisor saw that the works cannot be done here."""
    try:
        with db.transaction() as session:
            order = staff_order(session, order_id)
            hold(session, order)
            check_version(order, request.form.get("version"))
            words = request.form.get("words", "")
            surveying.not_fit(session, order, words=words, by=By(current_user.id), by_advisor=True)
    except Refused as refused:
        order = staff_order(db.session(), order_id)
        form = SurveyForm(
            formdata=None,
            data={
                "run_code": order.run_code,
                "run_size": order.run_size,
                "version": order.version,
            },
        )
        return _survey_page(order, form, _rows(order, None), refused.text), 422
    flash(_("Noted. The household got a message."))
    return redirect(url_for("orders.index"))


@pages.get("/opdrachten/opmetingen/<int:order_id>")
@requires(May.WORKLIST_SEE)
def survey_firm(order_id: int) -> Answer:
    """The contractor looks at the quantities of a home that it visits; looking is recorded."""
    with db.transaction() as session:
        order = found(finding.of_firm(session, order_id, current_user.firm_id))
        record(session, Did.SURVEY_SEEN, actor_id=current_user.id, subject=order)
    return _firm_page(order_id)


def _firm_page(order_id: int, refusal: Text | None = None) -> str:
    order = found(finding.of_firm(db.session(), order_id, current_user.firm_id))
    open_now = order.state in (
        OrderState.PROVISIONAL,
        OrderState.SURVEYED,
        OrderState.AWAITING_CO_OWNER,
    )
    return render_template(
        "orders/survey_firm.html",
        order=order,
        lot=order.wave.lot,
        home=order.subscription.case.dwelling.address,
        rows=_rows(order, None),
        plain=VersionForm(formdata=None, version=order.version),
        words=WordsForm(formdata=None, version=order.version),
        can_agree=open_now
        and order.advisor_agreed_at is not None
        and order.contractor_agreed_at is None,
        open_now=open_now and order.contractor_agreed_at is None,
        refusal=refusal,
    )


@pages.post("/opdrachten/opmetingen/<int:order_id>")
@requires(May.WORKLIST_SEE)
def survey_firm_answer(order_id: int) -> Answer:
    """The contractor agrees, measured something else, or saw that it does not fit."""
    words = request.form.get("words", "")
    try:
        with db.transaction() as session:
            order = found(finding.of_firm(session, order_id, current_user.firm_id))
            answer = pressed("answer", {name: name for name in ("agree", "not_fit", "differs")})
            hold(session, order)
            check_version(order, request.form.get("version"))
            actor_id = current_user.id
            if answer == "agree":
                surveying.agree(session, order, by=By(actor_id))
            elif answer == "not_fit":
                surveying.not_fit(session, order, words=words, by=By(actor_id))
            else:
                surveying.dispute(session, order, words=words, by=By(actor_id))
    except Refused as refused:
        return _firm_page(order_id, refused.text), 422
    flash(_("Your answer is noted. Advisor and household know it."))
    return redirect(url_for("orders.work_list"))
