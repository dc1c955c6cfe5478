"""Pages: what it costs me, my provisional yes, my waiting, my leaving."""

from decimal import Decimal
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.numbers import read_number
from renogroep.base.text import Text
from renogroep.financing.rules.card_lines import Why
from renogroep.financing.rules.income import Ceiling
from renogroep.financing.rules.loan import OwnRate, own_rate
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.i18n import say
from renogroep.infra.pages import check_version, found
from renogroep.orders.actions import ordering, withdrawing
from renogroep.orders.actions.holding import hold
from renogroep.orders.forms import TryForm, VersionForm, WithdrawForm
from renogroep.orders.models import Order
from renogroep.orders.queries import cards, finding, offers
from renogroep.orders.rules.lifecycle import AFTER_FREEZE, OrderState, WaveState
from renogroep.orders.views.blueprint import pages
from renogroep.subscriptions.words import in_words

Answer = str | Response | tuple[str, int]
RATE_DECIMALS = 3


def my_order(order_id: int) -> Order:
    """The order of whoever looks, or a 404."""
    return found(finding.mine(db.session(), order_id, current_user.id))


def around(order: Order) -> dict[str, Any]:
    """What every page of a resident about an order shows around it."""
    neighbourhood = order.wave.lot.package.neighbourhood
    return {
        "order": order,
        "lot_title": in_words(order.wave.lot, "title"),
        "home": order.subscription.case.dwelling.address,
        "neighbourhood_theme": neighbourhood,
        "phone": neighbourhood.phone,
    }


@pages.get("/mijn-woning/bestelling/<int:order_id>")
@requires(May.MY_HOME)
def cost_card(order_id: int) -> Answer:
    """The five amounts in their order, each with its why."""
    return show_card(my_order(order_id))


def show_card(order: Order, refusal: Text | None = None) -> Answer:
    """The card under the rules of today, with what the household tries."""
    today = clock.today()
    groups = cards.income_groups(db.session(), order, today)
    form = TryForm(request.args if request.method == "GET" else None)
    form.categorie.choices = _group_choices(groups["alone"])
    tried, problem = _tried(form)
    offer = offers.offer_of(db.session(), order.quote)
    card = cards.card_of(db.session(), order, offer, today, tried)
    page = render_template(
        "orders/cost_card.html",
        card=card,
        lines=[(line, [why_of(why) for why in line.why]) for line in card.lines] if card else [],
        form=form,
        problem=problem,
        refusal=refusal,
        groups=groups,
        told=order.subscription.case.income_category,
        expected=offers.expected_of(db.session(), order, offer),
        action=VersionForm(formdata=None, version=order.version),
        today=today,
        in_time=order.wave.state == WaveState.ORDERING and today <= order.wave.order_until,
        **around(order),
    )
    return (page, 422) if refusal else page


def _group_choices(groups: tuple[Ceiling, ...]) -> list[SelectChoice]:
    known = sorted({group.category for group in groups}) or [1, 2, 3, 4]
    numbers = [SelectChoice(str(n), _("Group %(n)s", n=n)) for n in known]
    return [SelectChoice("", _("Not chosen")), *numbers]


def _tried(form: TryForm) -> tuple[cards.Asked, Text | None]:
    """What was typed, as far as it can be counted with; the rest is said beside its field."""
    form.validate()
    chosen = form.categorie.data or ""
    category = int(chosen) if not form.categorie.errors and chosen else None
    rate, problem = _rate(form)
    return cards.Asked(category, rate), problem


def _rate(form: TryForm) -> tuple[OwnRate | None, Text | None]:
    if not form.rente.data or form.rente.errors or form.jaren.errors:
        return None, None
    if form.jaren.data is None:
        form.jaren.errors = [_("Type the number of years too")]
        return None, None
    try:
        typed: Decimal = read_number(form.rente.data, decimals=RATE_DECIMALS)
    except ValueError:
        form.rente.errors = [_("Type the rate as a number, like 3,5")]
        return None, None
    try:
        return own_rate(typed, form.jaren.data), None
    except Refused as refused:
        return None, refused.text


def why_of(why: Why) -> dict[str, Any]:
    """One reason as the ``why`` macro reads it: inputs, rule, source and dates."""
    address = next((part for part in why.source.split() if part.startswith("http")), "")
    return {
        "why": " · ".join(say(one) for one in why.inputs),
        "rule": why.rule,
        "source": why.source,
        "source_url": address.rstrip(";,."),
        "valid_from": why.valid_from,
        "valid_until": why.valid_until,
    }


@pages.post("/mijn-woning/bestelling/<int:order_id>/voorlopig-ja")
@requires(May.MY_HOME)
def provisional(order_id: int) -> Answer:
    """The free yes: come and measure."""
    try:
        with db.transaction() as session:
            order = found(finding.mine(session, order_id, current_user.id))
            ordering.say_provisional_yes(session, order, by=By(current_user.id))
    except Refused as refused:
        return show_card(my_order(order_id), refused.text)
    flash(_("Thank you. The advisor calls you to come and measure. This is free."))
    return redirect(url_for("orders.cost_card", order_id=order_id))


@pages.post("/mijn-woning/bestelling/<int:order_id>/wachtlijst")
@requires(May.MY_HOME)
def wait(order_id: int) -> Answer:
    """On the waiting list of a full round."""
    try:
        with db.transaction() as session:
            order = found(finding.mine(session, order_id, current_user.id))
            ordering.wait_for_place(session, order, by=By(current_user.id))
    except Refused as refused:
        return show_card(my_order(order_id), refused.text)
    flash(_("You are on the waiting list. We tell you when there is a place."))
    return redirect(url_for("orders.cost_card", order_id=order_id))


@pages.route("/mijn-woning/bestelling/<int:order_id>/herroepen", methods=["GET", "POST"])
@requires(May.MY_HOME)
def withdraw(order_id: int) -> Answer:
    """Leave: one page, one button, a reason only for who wants to give it."""
    form = WithdrawForm()
    if not form.validate_on_submit():
        return _leave_page(my_order(order_id), form), 422 if form.errors else 200
    try:
        with db.transaction() as session:
            order = found(finding.mine(session, order_id, current_user.id))
            hold(session, order)
            if order.state != OrderState.WITHDRAWN:
                check_version(order, form.version.data)
            withdrawing.withdraw(
                session, order, reason=form.reason.data or "", by=By(current_user.id)
            )
    except Refused as refused:
        return _leave_page(my_order(order_id), form, refused.text), 422
    flash(
        _("You do not take part any more, and you pay nothing. Your neighbours keep their price.")
    )
    return redirect(url_for("orders.cost_card", order_id=order_id))


def _leave_page(order: Order, form: WithdrawForm, refusal: Text | None = None) -> str:
    form.version.data = str(order.version)
    today = clock.today()
    bound = order.state == OrderState.ORDERED and order.withdraw_until is not None
    return render_template(
        "orders/withdraw.html",
        form=form,
        refusal=refusal,
        bound=bound,
        days_left=(order.withdraw_until - today).days if bound and order.withdraw_until else None,
        may=_may_leave(order),
        frozen=order.state in AFTER_FREEZE,
        **around(order),
    )


def _may_leave(order: Order) -> bool:
    """Would the action let this household go now?"""
    if order.wave.state != WaveState.ORDERING or order.ended_at is not None:
        return False
    if order.state != OrderState.ORDERED or order.ordered_at is None:
        return True
    return order.withdraw_until is not None and clock.today() <= order.withdraw_until
