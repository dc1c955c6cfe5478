"""Pages: the binding order, and its paper."""

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
from renogroep.infra.scope import mine
from renogroep.orders.actions import tickets
from renogroep.orders.actions.home_use import say_use
from renogroep.orders.actions.placing import OrderMoney
from renogroep.orders.documents import order_paper
from renogroep.orders.forms import HomeUseForm, OrderForm
from renogroep.orders.models import Order
from renogroep.orders.presenters.my_order import home_told, is_signed, lets, order_page, readable
from renogroep.orders.queries.finding import ON_ONE_PAGE
from renogroep.orders.rules.events import Did
from renogroep.orders.rules.signing import Signing
from renogroep.orders.views.blueprint import pages
from renogroep.orders.views.looking import looked


@pages.route("/mijn-woning/bestelling/<int:order_id>/bestellen", methods=["GET", "POST"])
@requires(May.MY_HOME)
def order(order_id: int) -> Answer:
    """Everything on one page, an explicit tick, one button."""
    paper_url = url_for("orders.paper", order_id=order_id)
    row = mine(Order, order_id, whole=ON_ONE_PAGE if request.method == "GET" else ())
    if is_signed(row):
        return redirect(paper_url, 303)
    form = OrderForm()

    def again(refusal: Text | None = None) -> str:
        return _shown(mine(Order, order_id, whole=ON_ONE_PAGE), form, refusal=refusal)

    money: OrderMoney | None = None

    def first(by: By) -> None:
        nonlocal money
        money = tickets.look(db.session(), row, signing_of(form), by=by)

    def work(session: Session, by: By) -> int:
        row = mine(Order, order_id)
        signing = signing_of(form, this_device().mark)
        tickets.press(session, row, signing, by=by, money=money)
        return row.wave_id

    def to(wave_id: int) -> str:
        tickets.try_turn(wave_id)
        return (
            paper_url if is_signed(mine(Order, order_id)) else url_for(".order", order_id=order_id)
        )

    if request.method == "GET":
        return _shown(row, form)
    return act(form, work, again=again, to=to, first=first)


def _shown(
    row: Order, form: OrderForm, asked: HomeUseForm | None = None, refusal: Text | None = None
) -> str:
    """The order to sign, or first the question what the home is used for."""
    asked = asked or HomeUseForm(formdata=None, **home_told(row))
    show_version(form, row)
    show_version(asked, row.subscription.case.dwelling)
    page = order_page(db.session(), row)
    return render_template("orders/order.html", form=form, asked=asked, refusal=refusal, **page)


@pages.post("/mijn-woning/bestelling/<int:order_id>/gebruik")
@requires(May.MY_HOME)
def home_use(order_id: int) -> Answer:
    """What the household's home is used for, before it orders; then the order itself."""
    form = HomeUseForm(lets=lets(mine(Order, order_id)))

    def work(session: Session, by: By) -> None:
        say_use(session, mine(Order, order_id), **form.told, by=by)

    return act(
        form,
        work,
        again=lambda refusal: _shown(
            mine(Order, order_id, whole=ON_ONE_PAGE), OrderForm(formdata=None), form, refusal
        ),
        to=url_for("orders.order", order_id=order_id),
        done=_("Thank you. Now you see your order with the right VAT and premium."),
    )


def signing_of(form: OrderForm, device: str | None = None) -> Signing:
    """The form as plain values; without a device it was signed on paper."""
    needs_loan = form.needs_loan.data == "yes"
    return Signing(needs_loan=needs_loan, co_owner=form.co_owner, device=device)


@pages.get("/mijn-woning/bestelling/<int:order_id>/document.pdf")
@requires(May.MY_HOME)
def paper_pdf(order_id: int) -> Response:
    """The order for paper and archive."""
    looked(Did.ORDER_PAPER_DOWNLOADED, lambda session: readable(session, order_id))
    row = readable(db.session(), order_id)
    return pdf_answer(row, own=row.person_id == current_user.id)


def pdf_answer(row: Order, *, own: bool = True) -> Response:
    """The PDF as a download; ``own`` False for another owner."""
    return download(order_paper.pdf(db.session(), row, own=own), f"{row.reference}.pdf", PDF)
