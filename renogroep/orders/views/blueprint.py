"""Where this room's pages hang, and what every template may ask of it."""

from typing import Any

from flask import Blueprint

from renogroep.infra import db
from renogroep.orders.presenters.steps import next_step, steps_of
from renogroep.orders.queries import finding
from renogroep.orders.rules.lifecycle import ORDERS

pages = Blueprint("orders", __name__)


@pages.app_context_processor
def _for_partials() -> dict[str, Any]:
    """What orders/_my_home.html needs on a page of another room."""
    return {
        "orders_of": lambda subscription: finding.orders_of(db.session(), subscription),
        "order_steps": steps_of,
        "order_next": lambda order: next_step(db.session(), order),
        "order_label": lambda order: ORDERS.label(order.state),
    }
