"""Pages: what it costs me, my provisional yes, my waiting, my leaving."""

from flask import render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act, show_version
from renogroep.infra.scope import mine
from renogroep.orders.actions import ordering, withdrawing
from renogroep.orders.actions.afterwards import choose_afterwards
from renogroep.orders.forms import AfterwardsForm, LeaveForm
from renogroep.orders.models import Order
from renogroep.orders.presenters.cost_card import card_page
from renogroep.orders.presenters.my_order import leave_page
from renogroep.orders.views.blueprint import pages


@pages.get("/mijn-woning/bestelling/<int:order_id>")
@requires(May.MY_HOME)
def cost_card(order_id: int) -> str:
    """The five amounts in their order, each with its why."""
    return _card(order_id)


def _card(order_id: int, refusal: Text | None = None) -> str:
    typed = request.args if request.method == "GET" else None
    page = card_page(db.session(), mine(Order, order_id), typed)
    return render_template("orders/cost_card.html", refusal=refusal, **page)


@pages.post("/mijn-woning/bestelling/<int:order_id>/voorlopig-ja")
@requires(May.MY_HOME)
def provisional(order_id: int) -> Answer:
    """The free yes: come and measure."""

    def work(session: Session, by: By) -> None:
        ordering.say_provisional_yes(session, mine(Order, order_id), by=by)

    return act(
        None,
        work,
        again=lambda refusal: _card(order_id, refusal),
        to=url_for("orders.cost_card", order_id=order_id),
        done=_("Thank you. The advisor calls you to come and measure. This is free."),
    )


@pages.post("/mijn-woning/bestelling/<int:order_id>/wachtlijst")
@requires(May.MY_HOME)
def wait(order_id: int) -> Answer:
    """On the waiting list of a full round."""

    def work(session: Session, by: By) -> None:
        ordering.wait_for_place(session, mine(Order, order_id), by=by)

    return act(
        None,
        work,
        again=lambda refusal: _card(order_id, refusal),
        to=url_for("orders.cost_card", order_id=order_id),
        done=_("You are on the waiting list. We tell you when there is a place."),
    )


@pages.post("/mijn-woning/bestelling/<int:order_id>/daarna")
@requires(May.MY_HOME)
def afterwards(order_id: int) -> Answer:
    """Too few homes took part: wait, or another group."""
    form = AfterwardsForm()

    def work(session: Session, by: By) -> None:
        choose_afterwards(session, mine(Order, order_id), form.choice.data, by=by)

    return act(
        form,
        work,
        again=lambda refusal: _card(order_id, refusal),
        to=url_for("pages.my_home"),
        done=_("We noted it. You can choose anew as long as there is no next round."),
    )


@pages.route("/mijn-woning/bestelling/<int:order_id>/herroepen", methods=["GET", "POST"])
@requires(May.MY_HOME)
def withdraw(order_id: int) -> Answer:
    """Leave: one page, one button, a reason only for who wants to give it."""
    form = LeaveForm()

    def again(refusal: Text | None = None) -> str:
        order = mine(Order, order_id)
        show_version(form, order)
        page = leave_page(db.session(), order)
        return render_template("orders/withdraw.html", form=form, refusal=refusal, **page)

    def work(session: Session, by: By) -> None:
        reason = form.reason.data or ""
        withdrawing.withdraw(session, mine(Order, order_id), reason=reason, by=by)

    if request.method == "GET":
        return again()
    return act(
        form,
        work,
        again=again,
        to=url_for("orders.cost_card", order_id=order_id),
        done=_(
            "You do not take part any more, and you pay nothing. Your neighbours keep their price."
        ),
    )
