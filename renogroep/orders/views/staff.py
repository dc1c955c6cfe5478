"""Pages: one order as staff see it, and what they do for a household on the phone or on paper."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from renogroep.base.errors import Refused
from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, may, requires
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.i18n import in_language
from renogroep.infra.pages import check_version, found
from renogroep.orders.actions import ordering, waves, withdrawing
from renogroep.orders.actions.holding import hold
from renogroep.orders.events import Did
from renogroep.orders.forms import PaperOrderForm, VersionForm, WithdrawForm
from renogroep.orders.models import Order
from renogroep.orders.queries import finding
from renogroep.orders.queries.offers import expected_price, offer_of
from renogroep.orders.queries.order_text import order_text
from renogroep.orders.rules.conditions import CONDITION_LABELS, CONDITION_STATE_LABELS
from renogroep.orders.rules.lifecycle import BEFORE_FREEZE, LABELS, OrderState, WaveState
from renogroep.orders.views.answers import pressed
from renogroep.orders.views.blueprint import pages
from renogroep.orders.views.ordering import can_order, order_facts, pdf_answer, signing_of
from renogroep.orders.views.steps import steps_of

Answer = str | Response | tuple[str, int]


def staff_order(session: Session, order_id: int) -> Order:
    """The order, when it lies in what this person works in."""
    scope = (current_user.municipality_id, current_user.neighbourhood_ids)
    return found(finding.of_staff(session, order_id, *scope))


@pages.get("/bestellingen/<int:order_id>")
@requires(May.ORDER_SEE)
def one(order_id: int) -> Answer:
    """Everything about one order, and what can be done for this household."""
    note_read(order_id, Did.ORDER_SEEN)
    return _page(order_id)


def note_read(order_id: int, did: Did) -> None:
    """Who looks at the order of a household leaves a trace, in a transaction of its own."""
    with db.transaction() as session:
        record(session, did, actor_id=current_user.id, subject=staff_order(session, order_id))


def _page(order_id: int, refusal: Text | None = None) -> str:
    order = staff_order(db.session(), order_id)
    may_act = may(May.ORDER_SURVEY) and order.state in BEFORE_FREEZE
    return render_template(
        "orders/one.html",
        order=order,
        lot=order.wave.lot,
        home=order.subscription.case.dwelling.address,
        steps_now=steps_of(order),
        label=LABELS[OrderState(order.state)],
        condition_labels=CONDITION_LABELS,
        condition_states=CONDITION_STATE_LABELS,
        by_hand=withdrawing.BY_HAND,
        leave=WithdrawForm(formdata=None, version=order.version),
        plain=VersionForm(formdata=None, version=order.version),
        may_act=may_act,
        can_order=may_act and can_order(order),
        expected=expected_price(db.session(), order, offer_of(db.session(), order.quote)),
        may_offer=may(May.ORDER_SURVEY)
        and order.ended_at is not None
        and order.wave.state == WaveState.ORDERING,
        refusal=refusal,
    )


def _act(order_id: int, act: Callable[[Session, Order], Any], done: str) -> Answer:
    """One act on a fresh page, or the page again with why not."""
    try:
        with db.transaction() as session:
            order = staff_order(session, order_id)
            hold(session, order)
            check_version(order, request.form.get("version"))
            act(session, order)
    except Refused as refused:
        return _page(order_id, refused.text), 422
    flash(done)
    return redirect(url_for("orders.one", order_id=order_id))


@pages.post("/bestellingen/<int:order_id>/voorlopig-ja")
@requires(May.ORDER_SURVEY)
def provisional_for(order_id: int) -> Answer:
    """The household said its provisional yes on the phone."""

    def act(session: Session, order: Order) -> None:
        ordering.say_provisional_yes(session, order, by=By(current_user.id), channel="phone")

    return _act(order_id, act, _("The provisional yes is noted."))


@pages.post("/bestellingen/<int:order_id>/opnieuw")
@requires(May.ORDER_SURVEY)
def offer_again(order_id: int) -> Answer:
    """A household that stopped changed its mind: it gets a price in this round again."""
    try:
        with db.transaction() as session:
            order = staff_order(session, order_id)
            new = waves.offer_again(session, order, by=By(current_user.id))
            key = new.id
    except Refused as refused:
        return _page(order_id, refused.text), 422
    flash(_("The household got its price again."))
    return redirect(url_for("orders.one", order_id=key))


@pages.get("/bestellingen/<int:order_id>/document")
@requires(May.ORDER_SURVEY)
def paper_for(order_id: int) -> Answer:
    """The order of a home, to read aloud or to print; that staff looked is recorded."""
    note_read(order_id, Did.ORDER_PAPER_SEEN)
    order = staff_order(db.session(), order_id)
    return render_template(
        "orders/paper_for.html", order=order, parts=order_text(db.session(), order)
    )


@pages.get("/bestellingen/<int:order_id>/document.pdf")
@requires(May.ORDER_SURVEY)
def paper_for_pdf(order_id: int) -> Response:
    """The same on paper, in the language of the household: to sign, or to keep."""
    with db.transaction() as session:
        order = staff_order(session, order_id)
        record(session, Did.ORDER_PAPER_DOWNLOADED, actor_id=current_user.id, subject=order)
        with in_language(order.person.language):
            return pdf_answer(order)


@pages.post("/bestellingen/<int:order_id>/voorwaarde/<kind>")
@requires(May.ORDER_SURVEY)
def condition(order_id: int, kind: str) -> Answer:
    """A loan, permit or vote came through, or was refused."""

    def act(session: Session, order: Order) -> None:
        met = pressed("answer", {"met": True, "failed": False})
        withdrawing.decide_condition(session, order, kind, met=met, by=By(current_user.id))

    return _act(order_id, act, _("The condition is noted."))


@pages.post("/bestellingen/<int:order_id>/herroepen")
@requires(May.ORDER_SURVEY)
def withdraw_for(order_id: int) -> Answer:
    """The household calls that it stops."""

    def act(session: Session, order: Order) -> None:
        withdrawing.withdraw(
            session,
            order,
            reason=request.form.get("reason", ""),
            channel="phone",
            by=By(current_user.id),
        )

    return _act(order_id, act, _("The household does not take part any more."))


@pages.post("/bestellingen/<int:order_id>/handtekening/<int:person_id>")
@requires(May.ORDER_SURVEY)
def paper_signature(order_id: int, person_id: int) -> Answer:
    """A co-owner signed on paper."""

    def act(session: Session, order: Order) -> None:
        found(next((row for row in order.co_owners if row.person_id == person_id), None))
        ordering.co_sign(
            session, order, person_id=person_id, channel="paper", by=By(current_user.id)
        )

    return _act(order_id, act, _("The signature is noted."))


@pages.route("/bestellingen/<int:order_id>/op-papier", methods=["GET", "POST"])
@requires(May.ORDER_SURVEY)
def order_for(order_id: int) -> Answer:
    """The household ordered on paper; staff type what stands on it."""
    form = PaperOrderForm()
    note_read(order_id, Did.ORDER_SEEN)
    if not form.validate_on_submit():
        return _paper_page(order_id, form), 422 if form.errors else 200
    try:
        with db.transaction() as session:
            order = staff_order(session, order_id)
            hold(session, order)
            if order.state not in ordering.SIGNED:
                check_version(order, form.version.data)
            ordering.place_order(session, order, signing_of(form, "paper"), by=By(current_user.id))
    except Refused as refused:
        return _paper_page(order_id, form, refused.text), 422
    flash(_("The order is noted."))
    return redirect(url_for("orders.one", order_id=order_id))


def _paper_page(order_id: int, form: PaperOrderForm, refusal: Text | None = None) -> str:
    order = staff_order(db.session(), order_id)
    if not form.is_submitted():
        form.version.data = str(order.version)
    return render_template(
        "orders/order_for.html", form=form, order=order, refusal=refusal, **order_facts(order)
    )
