"""Pages: how far is my home, and what comes next?"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask import render_template
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from renogroep.base import clock
from renogroep.base.text import N_, Text, t
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.journeys.queries.running import running_orders
from renogroep.orders.models import Order
from renogroep.orders.rules.lifecycle import CONFIRMED, OrderState
from renogroep.subscriptions import queries
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.lifecycle import ENDED, LIVE, SCREENED, STATE_LABELS
from renogroep.subscriptions.rules.lifecycle import SubscriptionState as State
from renogroep.subscriptions.words import flow_of, said
from renogroep.tenders.rules.lifecycle import LotState
from renogroep.web.pages.blueprint import pages

Answer = str | Response | tuple[str, int]
ORDER_ENDED = frozenset({OrderState.WITHDRAWN, OrderState.LAPSED, OrderState.CANCELLED})
_CHOOSING = frozenset({LotState.CHOOSING, LotState.ORDERING})
SCREEN, PRICES, CHOICE, WORKS = 1, 2, 3, 4
NEXT_STEPS: dict[int, str] = {
    SCREEN: N_("Wait for our call, or call us. Have a look at your façade: damp, cables, slates."),
    PRICES: N_("You do nothing now. We tell you when the prices are there."),
    CHOICE: N_("Look at the price of your home below, and choose."),
    WORKS: N_("Keep the days of the works free. We tell you when something changes."),
}


def live_orders(session: Session, subscription_id: int) -> list[Order]:
    """What this household ordered, or may still order."""
    return list(
        session.scalars(
            select(Order)
            .where(
                Order.subscription_id == subscription_id,
                Order.state.not_in(sorted(ORDER_ENDED)),
            )
            .order_by(Order.id)
        )
    )


def current_step(subscription: Subscription, orders: list[Order]) -> int:
    """The place on the way that is "now"; what lies before it is done."""
    if any(order.state in CONFIRMED for order in orders):
        return WORKS
    lots = {LotState(link.lot.state) for link in subscription.lots}
    if orders or (lots & _CHOOSING and subscription.state in SCREENED):
        return CHOICE
    return PRICES if subscription.state in SCREENED else SCREEN


def steps_of(
    subscription: Subscription, now: int, orders: Sequence[Order] = ()
) -> list[dict[str, Any]]:
    """Done, now and later, each with its date. A wave that is open knows better than the plan."""
    package = subscription.package
    order_until = min((o.wave.order_until for o in orders), default=package.order_deadline)
    freeze_on = min((o.wave.freeze_on for o in orders), default=package.freeze_on)
    screened, call_by = subscription.screened_at, subscription.case.due_on
    rows: list[tuple[Text, Text | None]] = [
        (t("You showed interest"), t("On %(day)s", day=_day(subscription.interested_at))),
        (
            t("We look with you whether your home fits"),
            t("Done on %(day)s", day=_day(screened))
            if screened
            else (t("We contact you on %(day)s at the latest", day=call_by) if call_by else None),
        ),
        (
            t("Contractors make their prices"),
            t("Until %(day)s", day=_day(package.first_quote_deadline))
            if package.first_quote_deadline
            else None,
        ),
        (
            t("You see the price of your own home and choose"),
            t("Until %(day)s", day=order_until) if order_until else None,
        ),
        (
            t("The final price, then the works"),
            t("Final price on %(day)s", day=freeze_on) if freeze_on else None,
        ),
    ]
    return [
        {
            "label": label,
            "text": text,
            "state": "done" if place < now else "now" if place == now else "next",
        }
        for place, (label, text) in enumerate(rows)
    ]


def _day(at: datetime) -> date:
    return clock.local(at).date()


def _home(session: Session, subscription: Subscription) -> dict[str, Any]:
    orders = live_orders(session, subscription.id)
    now = current_step(subscription, orders)
    going = subscription.state in LIVE and subscription.state != State.NOT_FIT
    return {
        "subscription": subscription,
        "state": STATE_LABELS[State(subscription.state)],
        "live": subscription.state not in ENDED,
        "steps": steps_of(subscription, now, orders) if going else [],
        "next": NEXT_STEPS[now] if going else "",
        "said": said(subscription.answers, flow_of(subscription.package)),
        "may_stop": subscription.state in LIVE and not running_orders(session, [subscription.id]),
    }


@pages.get("/mijn-woning")
@requires(May.MY_HOME)
def my_home() -> str:
    """One page per person: for every interest where it is, what is next, and whom to call."""
    session = db.session()
    rows = queries.home_of(session, current_user.id)
    return render_template(
        "pages/my_home.html",
        homes=[_home(session, row) for row in rows],
        neighbourhood_theme=rows[0].package.neighbourhood if rows else None,
    )
