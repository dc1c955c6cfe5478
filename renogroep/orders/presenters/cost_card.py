"""What does an order cost this household, with what it tries, and why?"""

from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session
from wtforms import SelectChoice

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.numbers import read_number
from renogroep.base.text import Text
from renogroep.financing.rules.card_lines import RULES_OF_THE_DAY, Why
from renogroep.financing.rules.income import Ceiling
from renogroep.financing.rules.loan import OwnRate, own_rate
from renogroep.infra.i18n import say
from renogroep.orders.forms import TryForm
from renogroep.orders.models import Order
from renogroep.orders.presenters.my_order import around
from renogroep.orders.queries import cards, finding, offers
from renogroep.orders.queries.now import acts_of
from renogroep.orders.rules.lifecycle import WaveState

RATE_DECIMALS = 3


def card_page(session: Session, order: Order, typed: Any) -> dict[str, Any]:
    """The card under the rules of today, with what the household tries.

    typed   the numbers in the address, or None
    """
    today = clock.today()
    groups = cards.income_groups(session, order, today)
    form = TryForm(typed)
    form.categorie.choices = _group_choices(groups.alone)
    tried, problem = _tried(form)
    offer = offers.offer_of(session, order.quote)
    counted = finding.counted(session, order)
    card = cards.card_of(session, order, offer, today, tried, counted)
    return {
        "card": card,
        "lines": [(line, [_why(why) for why in line.why]) for line in card.lines] if card else [],
        "form": form,
        "problem": problem,
        "groups": groups,
        "told": order.subscription.case.income_category,
        "expected": offers.expected_of(session, order, offer, counted),
        "today": today,
        "rules_of_the_day": RULES_OF_THE_DAY,
        "acts": acts_of(session, order, today),
        "in_time": order.wave.state == WaveState.ORDERING and today <= order.wave.order_until,
        **around(order),
    }


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


def _why(why: Why) -> dict[str, Any]:
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
