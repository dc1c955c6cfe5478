"""What do advisor and contractor see of the quantities of one home?"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from renogroep.infra.fields import VersionForm
from renogroep.infra.i18n import number
from renogroep.orders.forms import WordsForm
from renogroep.orders.models import Order
from renogroep.orders.queries import offers
from renogroep.orders.rules.lifecycle import ORDERS, OrderState

PREFIX = "post-"
MAX_TYPED = 40
TO_SURVEY = frozenset({OrderState.PROVISIONAL, OrderState.SURVEYED, OrderState.AWAITING_CO_OWNER})


def typed_posts(sent: Mapping[str, str]) -> dict[str, str]:
    """Post -> what was typed beside it."""
    return {
        name.removeprefix(PREFIX): value[:MAX_TYPED]
        for name, value in sent.items()
        if name.startswith(PREFIX)
    }


def rows_of(
    session: Session, order: Order, typed: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """A field per post of this home, with what stands there or what was typed; not for a fixed one."""
    offer = offers.offer_of(session, order.quote)
    now = offers.agreed_quantities(order)
    fixed = offers.fixed_quantities(order, offer)
    return [
        {
            "line": line,
            "name": PREFIX + line.number,
            "id": PREFIX + line.number.replace(".", "-"),
            "value": (typed or {}).get(line.number, number(now.get(line.number))),
            "quantity": now.get(line.number),
            "fixed": line.number in fixed,
            "error": "",
        }
        for line in offer.home_lines
    ]


def survey_page(order: Order) -> dict[str, Any]:
    """The home that an advisor measures."""
    return {
        "order": order,
        "lot": order.wave.lot,
        "home": order.subscription.case.dwelling.address,
        "words": WordsForm(formdata=None, version=order.version),
        "label": ORDERS.label(order.state),
    }


def firm_page(session: Session, order: Order) -> dict[str, Any]:
    """The home that a contractor visits, and what it can answer."""
    waits = order.state in TO_SURVEY and order.contractor_agreed_at is None
    return {
        "order": order,
        "lot": order.wave.lot,
        "home": order.subscription.case.dwelling.address,
        "rows": rows_of(session, order),
        "plain": VersionForm(formdata=None, version=order.version),
        "words": WordsForm(formdata=None, version=order.version),
        "can_agree": waits and order.advisor_agreed_at is not None,
        "open_now": waits,
    }
