"""Pages: there is no loan. I pay by myself, I stop, or call me first."""

from collections.abc import Callable

from flask import render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.channel import Channel
from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act, pressed
from renogroep.infra.scope import mine
from renogroep.orders.actions import funding
from renogroep.orders.models import Order
from renogroep.orders.presenters.my_order import step_page
from renogroep.orders.presenters.one_order import one_page
from renogroep.orders.views.blueprint import pages

Action = Callable[..., None]
ANSWERS: dict[str, Action] = {"pay": funding.pay_self, "stop": funding.stop_order}


def _said(order_id: int, action: Action, done: str) -> Answer:
    """One answer of the household itself."""

    def work(session: Session, by: By) -> None:
        action(session, mine(Order, order_id), by=by)

    def again(refusal: Text | None) -> str:
        page = step_page(db.session(), mine(Order, order_id))
        return render_template("orders/step.html", refusal=refusal, **page)

    return act(None, work, again=again, to=url_for("pages.my_home"), done=done)


@pages.post("/mijn-woning/bestelling/<int:order_id>/zelf-betalen")
@requires(May.MY_HOME)
def pay_self(order_id: int) -> Answer:
    """The order stands."""
    done = _("Thank you. Your order stands. You pay at most what is in your order.")
    return _said(order_id, funding.pay_self, done)


@pages.post("/mijn-woning/bestelling/<int:order_id>/stoppen")
@requires(May.MY_HOME)
def stop_order(order_id: int) -> Answer:
    """The order falls, without cost."""
    done = _("Your order is stopped. You pay nothing.")
    return _said(order_id, funding.stop_order, done)


@pages.post("/mijn-woning/bestelling/<int:order_id>/bel-eerst")
@requires(May.MY_HOME)
def call_first(order_id: int) -> Answer:
    """The advisor calls."""
    done = _("We call you by the next working day. Until then your order stands.")
    return _said(order_id, funding.call_first, done)


@pages.post("/bestellingen/<int:order_id>/zonder-lening")
@requires(May.ORDER_SURVEY)
def own_money_for(order_id: int) -> Answer:
    """The household said it on the phone."""

    def work(session: Session, by: By) -> None:
        order, answer = mine(Order, order_id), pressed("answer", ANSWERS)
        answer(session, order, by=by.through(Channel.PHONE))

    def again(refusal: Text | None) -> str:
        page = one_page(db.session(), mine(Order, order_id))
        return render_template("orders/one.html", refusal=refusal, **page)

    to = url_for("orders.one", order_id=order_id)
    return act(None, work, again=again, to=to, done=_("The answer of the household is kept."))
