"""What does a contractor see of its homes: whom, what, when, and what it must still answer?"""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.cells import Out
from renogroep.identity.rules.phone import shown
from renogroep.infra.i18n import number, say
from renogroep.infra.sheets.exports import write_csv
from renogroep.orders.forms import PlanForm
from renogroep.orders.models import Order
from renogroep.orders.presenters.rounds import came
from renogroep.orders.queries import finding
from renogroep.orders.queries.to_survey import firm_to_survey
from renogroep.orders.queries.waves import open_questions
from renogroep.orders.rules.lifecycle import ORDERS, OrderState
from renogroep.subscriptions.words import in_words


def work_page(session: Session, firm_id: int | None) -> dict[str, Any]:
    """Homes of frozen rounds only. Homes to measure stand apart, by their code."""
    return {
        "homes": [_home(order) for order in finding.work_of(session, firm_id)],
        "to_survey": firm_to_survey(session, firm_id),
        "questions": [
            {"wave": row.wave, "came": came(session, row)}
            for row in open_questions(session, firm_id)
        ],
    }


def _home(order: Order) -> dict[str, Any]:
    plan = PlanForm(formdata=None, data={"planned_on": order.planned_on, "version": order.version})
    plan.planned_on.id = f"planned_on-{order.id}"
    may_plan = ORDERS.may(order.state, "plan") or order.state == OrderState.PLANNED
    return {
        "order": order,
        "address": order.subscription.case.dwelling.address,
        "label": ORDERS.label(order.state),
        "quantities": _quantities(order),
        "plan": plan if may_plan else None,
        "start": ORDERS.may(order.state, "start"),
        "hand_over": ORDERS.may(order.state, "hand_over"),
    }


def _quantities(order: Order) -> list[tuple[str, str]]:
    """Post -> agreed quantity with its unit, in words."""
    lines = {line.number: line for line in order.quote.request.lines}
    return [
        (
            f"{row.number} {lines[row.number].description}",
            f"{number(row.quantity)} {lines[row.number].unit}",
        )
        for row in order.lines
        if row.quantity.scaled
    ]


def work_csv(homes: Sequence[Order]) -> bytes:
    """The same homes for a spreadsheet."""
    header = [
        _("Order"),
        _("Works"),
        _("Name"),
        _("Address"),
        _("Phone"),
        _("E-mail"),
        _("State"),
        _("First day of the works"),
        _("Final price, excl. VAT"),
        _("Quantities"),
    ]
    rows: list[list[Out]] = [
        [
            order.reference,
            in_words(order.wave.lot, "title"),
            order.person.name,
            order.subscription.case.dwelling.address.full,
            shown(order.person.phone or ""),
            order.person.email or "",
            say(ORDERS.label(order.state)),
            order.planned_on,
            order.final,
            "; ".join(f"{post}: {amount}" for post, amount in _quantities(order)),
        ]
        for order in homes
    ]
    return write_csv(header, rows)
