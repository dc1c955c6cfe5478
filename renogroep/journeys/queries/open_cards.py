"""Which cards are not signed yet, and what do they say under two versions of the rules?"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from renogroep.financing.models import RuleVersion
from renogroep.financing.queries import as_value, card_rules
from renogroep.financing.rules.versions import MONEY_KINDS
from renogroep.journeys.rules.tried_rules import Pair
from renogroep.orders.models import Order
from renogroep.orders.queries.cards import card_of
from renogroep.orders.queries.offers import offer_of
from renogroep.orders.rules.lifecycle import LIVE

ON_A_CARD = MONEY_KINDS - {"income"}  # ceilings of income say in which group one is


def open_orders(session: Session, municipality_id: int) -> Sequence[Order]:
    """Orders with a price that nobody signed: a signed one keeps its rules."""
    return session.scalars(
        select(Order)
        .where(
            Order.municipality_id == municipality_id,
            Order.state.in_(sorted(LIVE)),
            Order.signed_at.is_(None),
            or_(Order.ceiling.is_not(None), Order.final.is_not(None)),
        )
        .order_by(Order.id)
    ).all()


def both_ways(session: Session, row: RuleVersion, today: date) -> Iterator[tuple[Order, Pair]]:
    """Each open card: its own share as it is, and with this version beside the others.

    On the first day of the version, or today when that is later. Nothing for a kind that is on no
    card.
    """
    if row.kind not in ON_A_CARD:
        return
    on = max(today, row.valid_from)
    now = card_rules(session, row.municipality_id, on)
    change: dict[str, Any] = {row.kind: as_value(row)}
    then = replace(now, **change)
    for order in open_orders(session, row.municipality_id):
        offer = offer_of(session, order.quote)
        cards = [card_of(session, order, offer, on, rules=rules) for rules in (now, then)]
        shares = [card.line("own_share").amount if card else None for card in cards]
        yield order, (shares[0], shares[1])
