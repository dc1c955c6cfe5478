"""Where is a household on its way from a price to finished works, and what can it do now?"""

from typing import Any

from flask_babel import gettext as _

from renogroep.infra.i18n import day
from renogroep.orders.models import Order
from renogroep.orders.rules.lifecycle import OrderState

_AT = {
    OrderState.INDICATIVE: 0,
    OrderState.PROVISIONAL: 1,
    OrderState.SURVEYED: 2,
    OrderState.AWAITING_CO_OWNER: 2,
    OrderState.ORDERED: 3,
    OrderState.FROZEN: 4,
    OrderState.PLANNED: 4,
    OrderState.IN_WORKS: 4,
    OrderState.HANDED_OVER: 5,
    OrderState.INVOICED: 5,
    OrderState.SETTLED: 6,
}


def steps_of(order: Order) -> list[dict[str, Any]]:
    """Done, now and later, for the ``steps`` macro; nothing for an order that ended."""
    if order.state not in _AT:
        return []
    here = _AT[order.state]
    labels = [
        (_("Provisional yes, free"), ""),
        (_("Measuring together"), ""),
        (_("Ordering, at your ceiling"), _until(order)),
        (_("Final price"), _("on %(day)s", day=day(order.wave.freeze_on))),
        (_("Works"), _planned(order)),
        (_("Invoice and premium"), ""),
    ]
    return [
        {
            "label": label,
            "text": text,
            "state": "done" if place < here else "now" if place == here else "next",
        }
        for place, (label, text) in enumerate(labels)
    ]


def _until(order: Order) -> str:
    if order.ordered_at is not None:
        return ""
    return _("until %(day)s", day=day(order.wave.order_until))


def _planned(order: Order) -> str:
    if order.planned_on is None:
        return ""
    return _("begin on %(day)s", day=day(order.planned_on))
