"""What do staff see of one order, and what can they do for this household?"""

from typing import Any

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.infra.access import May, may_in
from renogroep.orders.actions.withdrawing import BY_HAND
from renogroep.orders.forms import WithdrawForm
from renogroep.orders.models import Order
from renogroep.orders.presenters.steps import steps_of
from renogroep.orders.queries.now import acts_of
from renogroep.orders.queries.offers import expected_price, offer_of
from renogroep.orders.rules.conditions import CONDITION_LABELS, CONDITION_STATE_LABELS
from renogroep.orders.rules.lifecycle import BEFORE_FREEZE, ORDERS, WaveState


def one_page(session: Session, order: Order) -> dict[str, Any]:
    """The order with its way, its conditions and the acts of whoever may act."""
    may_survey = may_in(May.ORDER_SURVEY, order.neighbourhood_id)
    return {
        "order": order,
        "lot": order.wave.lot,
        "home": order.subscription.case.dwelling.address,
        "steps_now": steps_of(order),
        "label": ORDERS.label(order.state),
        "condition_labels": CONDITION_LABELS,
        "condition_states": CONDITION_STATE_LABELS,
        "by_hand": BY_HAND,
        "leave": WithdrawForm(formdata=None, version=order.version),
        "may_survey": may_survey,
        "may_act": may_survey and order.state in BEFORE_FREEZE,
        "acts": acts_of(session, order, clock.today()) if may_survey else frozenset(),
        "expected": expected_price(session, order, offer_of(session, order.quote)),
        "may_offer": may_survey
        and order.ended_at is not None
        and order.wave.state == WaveState.ORDERING,
    }
