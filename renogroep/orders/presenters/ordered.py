"""Which one figure do older pages of a home show once it has an order?"""

from flask import url_for
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.orders.queries import cards, finding
from renogroep.orders.queries.offers import offer_of
from renogroep.orders.rules.lifecycle import LIVE
from renogroep.quotes.presenters.ordered import Ordered
from renogroep.subscriptions.models import Subscription
from renogroep.tenders.models import Lot


def ordered(session: Session, subscription: Subscription, lot: Lot) -> Ordered | None:
    """The newest running order of this home in the lot; None while it has none, or no price."""
    live = (
        order
        for order in finding.orders_of(session, subscription)
        if order.wave.lot_id == lot.id and order.state in LIVE
    )
    order = next(live, None)
    price = None if order is None else order.final or order.ceiling
    if order is None or price is None:
        return None
    today = clock.today()
    card = cards.card_of(session, order, offer_of(session, order.quote), today)
    return Ordered(
        firm=order.quote.organisation.name,
        price=price,
        total=cards.vat_of(session, order, today).total,
        own_share=card.line("own_share").amount if card else None,
        url=url_for("orders.cost_card", order_id=order.id),
        staff_url=url_for("orders.one", order_id=order.id),
    )
