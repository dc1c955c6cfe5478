"""Pages: the binding order, its paper, and the yes of another owner."""

from typing import Any

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.text import Text
from renogroep.financing.queries import periods_on
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.holidays import belgian
from renogroep.infra.pages import check_version, found
from renogroep.orders.actions import ordering
from renogroep.orders.actions.holding import hold
from renogroep.orders.documents import order_paper
from renogroep.orders.events import Did
from renogroep.orders.forms import CoSignForm, OrderForm
from renogroep.orders.models import Order
from renogroep.orders.queries import cards, finding
from renogroep.orders.queries.order_text import order_text
from renogroep.orders.rules.lifecycle import OrderState, WaveState
from renogroep.orders.rules.withdrawal import withdraw_until
from renogroep.orders.views.blueprint import pages
from renogroep.orders.views.resident import around, my_order

Answer = str | Response | tuple[str, int]


@pages.route("/mijn-woning/bestelling/<int:order_id>/bestellen", methods=["GET", "POST"])
@requires(May.MY_HOME)
def order(order_id: int) -> Answer:
    """Everything on one page, an explicit tick, one button."""
    form = OrderForm()
    if not form.validate_on_submit():
        mine = my_order(order_id)
        if mine.state in ordering.SIGNED:
            return redirect(url_for("orders.paper", order_id=order_id))
        return _order_page(mine, form), 422 if form.errors else 200
    try:
        with db.transaction() as session:
            mine = found(finding.mine(session, order_id, current_user.id))
            hold(session, mine)
            if mine.state not in ordering.SIGNED:
                check_version(mine, form.version.data)
            ordering.place_order(session, mine, signing_of(form), by=By(current_user.id))
    except Refused as refused:
        full = refused.code == "order.no_place"
        return _order_page(my_order(order_id), form, refused.text, full), 422
    return redirect(url_for("orders.paper", order_id=order_id))


def signing_of(form: OrderForm, channel: str = "online") -> ordering.Signing:
    """The form as plain values."""
    return ordering.Signing(
        channel=channel, needs_loan=form.needs_loan.data == "yes", co_owner=form.co_owner
    )


def can_order(mine: Order) -> bool:
    """Would the action take this order now, as far as the page can know?"""
    in_time = clock.today() <= mine.wave.order_until
    open_now = mine.wave.state == WaveState.ORDERING and in_time
    return open_now and mine.state == OrderState.SURVEYED and ordering.fully_agreed(mine)


def _order_page(
    mine: Order, form: OrderForm, refusal: Text | None = None, full: bool = False
) -> str:
    if not form.is_submitted():
        form.version.data = str(mine.version)
    return render_template(
        "orders/order.html",
        form=form,
        refusal=refusal,
        full=full,
        ready=can_order(mine),
        late=clock.today() > mine.wave.order_until,
        **order_facts(mine),
        **around(mine),
    )


def order_facts(mine: Order) -> dict[str, Any]:
    """The text of the order, its price and premium, and the last day to withdraw when signed today."""
    session, today = db.session(), clock.today()
    periods, _ = periods_on(session, mine.municipality_id, today)
    return {
        "parts": order_text(session, mine),
        "vat": cards.vat_of(session, mine, today),
        "premium": cards.premium_of(session, mine, today),
        "until": withdraw_until(today, periods.days("withdrawal"), belgian(today)),
    }


@pages.get("/mijn-woning/bestelling/<int:order_id>/document")
@requires(May.MY_HOME)
def paper(order_id: int) -> Answer:
    """The order as a page, for everybody who signs it."""
    mine = found(
        finding.readable(db.session(), order_id, current_user.id, current_user.co_sign_order_id)
    )
    return render_template(
        "orders/paper.html",
        parts=order_text(db.session(), mine),
        own=mine.person_id == current_user.id,
        waits=[row for row in mine.co_owners if row.signed_at is None],
        today=clock.today(),
        **around(mine),
    )


@pages.get("/mijn-woning/bestelling/<int:order_id>/document.pdf")
@requires(May.MY_HOME)
def paper_pdf(order_id: int) -> Response:
    """The order for paper and archive."""
    with db.transaction() as session:
        mine = found(
            finding.readable(session, order_id, current_user.id, current_user.co_sign_order_id)
        )
        record(session, Did.ORDER_PAPER_DOWNLOADED, actor_id=current_user.id, subject=mine)
        return pdf_answer(mine)


def pdf_answer(mine: Order) -> Response:
    """The PDF as a download."""
    content = order_paper.pdf(db.session(), mine)
    name = f"{mine.reference}.pdf"
    return FlaskResponse(
        content,
        mimetype="application/pdf",
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )


@pages.route("/mede-eigenaar/<int:order_id>", methods=["GET", "POST"])
@requires(May.MY_HOME)
def co_sign(order_id: int) -> Answer:
    """The other owner reads the same order and says yes, with a link of their own."""
    link = current_user.co_sign_order_id
    asked = finding.to_co_sign(db.session(), order_id, current_user.id, link)
    if asked is None:
        own = found(finding.mine(db.session(), order_id, current_user.id))
        return render_template("orders/co_sign_own.html", **around(own)), 403
    form = CoSignForm()
    if not form.validate_on_submit():
        return _co_sign_page(asked, form), 422 if form.errors else 200
    try:
        with db.transaction() as session:
            asked = found(finding.to_co_sign(session, order_id, current_user.id, link))
            hold(session, asked)
            if not has_signed(asked, current_user.id):
                check_version(asked, form.version.data)
            ordering.co_sign(
                session,
                asked,
                person_id=current_user.id,
                channel="online",
                by=By(current_user.id),
            )
    except Refused as refused:
        asked = found(finding.to_co_sign(db.session(), order_id, current_user.id, link))
        return _co_sign_page(asked, form, refused.text), 422
    flash(_("Thank you. You have signed."))
    return redirect(url_for("orders.paper", order_id=order_id))


def has_signed(asked: Order, person_id: int) -> bool:
    """Did this owner sign already?"""
    return any(row.person_id == person_id and row.signed_at for row in asked.co_owners)


def _co_sign_page(asked: Order, form: CoSignForm, refusal: Text | None = None) -> str:
    if not form.is_submitted():
        form.version.data = str(asked.version)
    return render_template(
        "orders/co_sign.html",
        form=form,
        refusal=refusal,
        signed=has_signed(asked, current_user.id),
        can_sign=asked.state == OrderState.AWAITING_CO_OWNER
        and asked.wave.state == WaveState.ORDERING
        and clock.today() <= asked.wave.order_until,
        **order_facts(asked),
        **around(asked),
    )
