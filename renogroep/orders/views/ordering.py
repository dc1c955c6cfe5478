"""Pages: the binding order, its paper, and the yes of another owner."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act, show_version
from renogroep.infra.device import this_device
from renogroep.infra.downloads import PDF, download
from renogroep.infra.pages import found
from renogroep.infra.scope import mine
from renogroep.orders.actions import ordering
from renogroep.orders.documents import order_paper
from renogroep.orders.events import Did
from renogroep.orders.forms import CoSignForm, OrderForm
from renogroep.orders.models import Order
from renogroep.orders.presenters.my_order import (
    around,
    co_sign_page,
    is_signed,
    order_page,
    paper_page,
)
from renogroep.orders.queries import finding
from renogroep.orders.views.blueprint import pages
from renogroep.orders.views.looking import looked


@pages.route("/mijn-woning/bestelling/<int:order_id>/bestellen", methods=["GET", "POST"])
@requires(May.MY_HOME)
def order(order_id: int) -> Answer:
    """Everything on one page, an explicit tick, one button."""
    paper_url = url_for("orders.paper", order_id=order_id)
    if is_signed(mine(Order, order_id)):
        return redirect(paper_url, 303)
    form = OrderForm()

    def again(refusal: Text | None = None) -> str:
        row = mine(Order, order_id)
        show_version(form, row)
        page = order_page(db.session(), row)
        return render_template("orders/order.html", form=form, refusal=refusal, **page)

    def work(session: Session, by: By) -> None:
        signing = signing_of(form, this_device().mark)
        ordering.place_order(session, mine(Order, order_id), signing, by=by)

    if request.method == "GET":
        return again()
    return act(form, work, again=again, to=paper_url)


def signing_of(form: OrderForm, device: str | None = None) -> ordering.Signing:
    """The form as plain values; without a device it was signed on paper."""
    needs_loan = form.needs_loan.data == "yes"
    return ordering.Signing(needs_loan=needs_loan, co_owner=form.co_owner, device=device)


def _readable(session: Session, order_id: int) -> Order:
    """The order, for everybody who signs it."""
    link = current_user.co_sign_order_id
    return found(finding.readable(session, order_id, current_user.id, link))


@pages.get("/mijn-woning/bestelling/<int:order_id>/document")
@requires(May.MY_HOME)
def paper(order_id: int) -> str:
    """The order as a page."""
    row = _readable(db.session(), order_id)
    page = paper_page(db.session(), row, current_user.id)
    return render_template("orders/paper.html", **page)


@pages.get("/mijn-woning/bestelling/<int:order_id>/document.pdf")
@requires(May.MY_HOME)
def paper_pdf(order_id: int) -> Response:
    """The order for paper and archive."""
    looked(Did.ORDER_PAPER_DOWNLOADED, lambda session: _readable(session, order_id))
    return pdf_answer(_readable(db.session(), order_id))


def pdf_answer(row: Order) -> Response:
    """The PDF as a download."""
    return download(order_paper.pdf(db.session(), row), f"{row.reference}.pdf", PDF)


@pages.route("/mede-eigenaar/<int:order_id>", methods=["GET", "POST"])
@requires(May.MY_HOME)
def co_sign(order_id: int) -> Answer:
    """The other owner reads the same order and says yes, with a link of their own."""
    person_id, link = current_user.id, current_user.co_sign_order_id

    def asked(session: Session) -> Order | None:
        return finding.to_co_sign(session, order_id, person_id, link)

    if asked(db.session()) is None:
        own = around(mine(Order, order_id))
        return render_template("orders/co_sign_own.html", **own), 403
    form = CoSignForm()

    def again(refusal: Text | None = None) -> str:
        row = found(asked(db.session()))
        show_version(form, row)
        page = co_sign_page(db.session(), row, person_id, this_device().people)
        return render_template("orders/co_sign.html", form=form, refusal=refusal, **page)

    def work(session: Session, by: By) -> None:
        row, device = found(asked(session)), this_device()
        ordering.co_sign(session, row, person_id=person_id, by=by, device=device)

    if request.method == "GET":
        return again()
    return act(
        form,
        work,
        again=again,
        to=url_for("orders.paper", order_id=order_id),
        done=_("Thank you. You have signed."),
    )
