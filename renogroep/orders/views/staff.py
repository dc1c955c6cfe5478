"""Pages: one order as staff see it, and what they do for a household on the phone or on paper."""

from collections.abc import Callable

from flask import render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from renogroep.base.channel import Channel
from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act, pressed, show_version
from renogroep.infra.i18n import in_language
from renogroep.infra.pages import found
from renogroep.infra.scope import mine
from renogroep.orders.actions import ordering, waves, withdrawing
from renogroep.orders.actions.home_use import say_use
from renogroep.orders.forms import HomeUseForm, PaperOrderForm, WithdrawForm
from renogroep.orders.models import Order
from renogroep.orders.presenters.my_order import home_told, lets, paper_order_page, signer
from renogroep.orders.presenters.one_order import one_page
from renogroep.orders.queries.order_text import order_text
from renogroep.orders.rules.events import Did
from renogroep.orders.views.blueprint import pages
from renogroep.orders.views.looking import looked
from renogroep.orders.views.ordering import pdf_answer, signing_of


@pages.get("/bestellingen/<int:order_id>")
@requires(May.ORDER_SEE)
def one(order_id: int) -> str:
    """Everything about one order, and what can be done for this household."""
    looked(Did.ORDER_SEEN, lambda session: mine(Order, order_id))
    return _page(order_id)


def _page(order_id: int, refusal: Text | None = None) -> str:
    page = one_page(db.session(), mine(Order, order_id))
    return render_template("orders/one.html", refusal=refusal, **page)


def _act(order_id: int, work: Callable[[Session, By], None], done: str) -> Answer:
    """One button of the page of an order."""
    to = url_for("orders.one", order_id=order_id)
    return act(None, work, again=lambda refusal: _page(order_id, refusal), to=to, done=done)


@pages.post("/bestellingen/<int:order_id>/voorlopig-ja")
@requires(May.ORDER_SURVEY)
def provisional_for(order_id: int) -> Answer:
    """The household said its provisional yes on the phone."""

    def work(session: Session, by: By) -> None:
        order = mine(Order, order_id)
        ordering.say_provisional_yes(session, order, by=by.through(Channel.PHONE))

    return _act(order_id, work, _("The provisional yes is noted."))


@pages.post("/bestellingen/<int:order_id>/opnieuw")
@requires(May.ORDER_SURVEY)
def offer_again(order_id: int) -> Answer:
    """A household that stopped changed its mind: it gets a price in this round again."""

    def work(session: Session, by: By) -> int:
        return waves.offer_again(session, mine(Order, order_id), by=by).id

    return act(
        None,
        work,
        again=lambda refusal: _page(order_id, refusal),
        to=lambda key: url_for("orders.one", order_id=key),
        done=_("The household got its price again."),
    )


@pages.get("/bestellingen/<int:order_id>/document")
@requires(May.ORDER_SURVEY)
def paper_for(order_id: int) -> str:
    """The order of a home, to read aloud or to print; that staff looked is recorded."""
    looked(Did.ORDER_PAPER_SEEN, lambda session: mine(Order, order_id))
    order = mine(Order, order_id)
    parts = order_text(db.session(), order)
    return render_template("orders/paper_for.html", order=order, parts=parts)


@pages.get("/bestellingen/<int:order_id>/document.pdf")
@requires(May.ORDER_SURVEY)
def paper_for_pdf(order_id: int) -> Response:
    """The same on paper, in the language of the household: to sign, or to keep."""
    looked(Did.ORDER_PAPER_DOWNLOADED, lambda session: mine(Order, order_id))
    order = mine(Order, order_id)
    with in_language(order.person.language):
        return pdf_answer(order)


@pages.post("/bestellingen/<int:order_id>/voorwaarde/<kind>")
@requires(May.ORDER_SURVEY)
def condition(order_id: int, kind: str) -> Answer:
    """A loan, permit or vote came through, or was refused."""

    def work(session: Session, by: By) -> None:
        met: bool = pressed("answer", {"met": True, "failed": False})
        withdrawing.decide_condition(session, mine(Order, order_id), kind, met=met, by=by)

    return _act(order_id, work, _("The condition is noted."))


@pages.post("/bestellingen/<int:order_id>/herroepen")
@requires(May.ORDER_SURVEY)
def withdraw_for(order_id: int) -> Answer:
    """The household calls that it stops."""
    form = WithdrawForm()

    def work(session: Session, by: By) -> None:
        order, by = mine(Order, order_id), by.through(Channel.PHONE)
        withdrawing.withdraw(session, order, reason=form.reason.data or "", by=by)

    return act(
        form,
        work,
        again=lambda refusal: _page(order_id, refusal),
        to=url_for("orders.one", order_id=order_id),
        done=_("The household does not take part any more."),
    )


@pages.post("/bestellingen/<int:order_id>/handtekening/<int:person_id>")
@requires(May.ORDER_SURVEY)
def paper_signature(order_id: int, person_id: int) -> Answer:
    """A co-owner signed on paper."""

    def work(session: Session, by: By) -> None:
        order, by = mine(Order, order_id), by.through(Channel.PAPER)
        found(signer(order, person_id))
        ordering.co_sign(session, order, person_id=person_id, by=by)

    return _act(order_id, work, _("The signature is noted."))


@pages.route("/bestellingen/<int:order_id>/op-papier", methods=["GET", "POST"])
@requires(May.ORDER_SURVEY)
def order_for(order_id: int) -> Answer:
    """The household ordered on paper; staff type what stands on it."""
    form = PaperOrderForm()

    def again(refusal: Text | None = None) -> str:
        return _order_for(mine(Order, order_id), form, refusal=refusal)

    def work(session: Session, by: By) -> None:
        order, by = mine(Order, order_id), by.through(Channel.PAPER)
        ordering.place_order(session, order, signing_of(form), by=by)

    if request.method == "GET":
        looked(Did.ORDER_SEEN, lambda session: mine(Order, order_id))
        return again()
    return act(
        form,
        work,
        again=again,
        to=url_for("orders.one", order_id=order_id),
        done=_("The order is noted."),
    )


def _order_for(
    order: Order,
    form: PaperOrderForm,
    asked: HomeUseForm | None = None,
    refusal: Text | None = None,
) -> str:
    asked = asked or HomeUseForm(formdata=None, **home_told(order))
    show_version(form, order)
    show_version(asked, order.subscription.case.dwelling)
    page = paper_order_page(db.session(), order)
    return render_template("orders/order_for.html", form=form, asked=asked, refusal=refusal, **page)


@pages.post("/bestellingen/<int:order_id>/gebruik")
@requires(May.ORDER_SURVEY)
def home_use_for(order_id: int) -> Answer:
    """The household said on the phone what its home is used for."""
    form = HomeUseForm(lets=lets(mine(Order, order_id)))

    def work(session: Session, by: By) -> None:
        say_use(session, mine(Order, order_id), **form.told, by=by.through(Channel.PHONE))

    return act(
        form,
        work,
        again=lambda refusal: _order_for(
            mine(Order, order_id), PaperOrderForm(formdata=None), form, refusal
        ),
        to=url_for("orders.order_for", order_id=order_id),
        done=_("The use of the home is noted."),
    )
