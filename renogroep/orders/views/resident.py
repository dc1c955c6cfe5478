"""Pages: what it costs me, my provisional yes, my waiting, my leaving."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act, show_version
from renogroep.infra.scope import mine
from renogroep.orders.actions import ordering, withdrawing
from renogroep.orders.actions.afterwards import choose_afterwards
from renogroep.orders.forms import AfterwardsForm, LeaveForm
from renogroep.orders.models import Order
from renogroep.orders.presenters.my_order import leave_page, step_page
from renogroep.orders.views.blueprint import pages

TRIED = ("categorie", "rente", "jaren")  # what may stand in the address of a card


@pages.get("/mijn-woning/bestelling/<int:order_id>")
@requires(May.MY_HOME)
def cost_card(order_id: int) -> Response:
    """What it costs stands on the one account of the home, this order in its place there."""
    order = mine(Order, order_id)
    tried: dict[str, Any] = {name: request.args[name] for name in TRIED if name in request.args}
    return redirect(
        url_for(
            "pages.my_costs_of",
            case_id=order.subscription.case_id,
            **tried,
            _anchor="proberen" if tried else f"perceel-{order.wave.lot_id}",
        )
    )


def _step(order_id: int, refusal: Text | None) -> str:
    """The act that was refused, with what is possible now."""
    page = step_page(db.session(), mine(Order, order_id))
    return render_template("orders/step.html", refusal=refusal, **page)


@pages.post("/mijn-woning/bestelling/<int:order_id>/voorlopig-ja")
@requires(May.MY_HOME)
def provisional(order_id: int) -> Answer:
    """The free yes: come and measure."""

    def work(session: Session, by: By) -> None:
        ordering.say_provisional_yes(session, mine(Order, order_id), by=by)

    return act(
        None,
        work,
        again=lambda refusal: _step(order_id, refusal),
        to=url_for("pages.my_home"),
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
        again=lambda refusal: _step(order_id, refusal),
        to=url_for("pages.my_home"),
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
        again=lambda refusal: _step(order_id, refusal),
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
        to=url_for("pages.my_home"),
        done=_(
            "You do not take part any more, and you pay nothing. Your neighbours keep their price."
        ),
    )
