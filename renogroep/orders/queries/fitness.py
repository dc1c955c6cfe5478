"""Does a home fit the works of a lot now, and do they need a permit?"""

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.orders.models import Order
from renogroep.orders.queries.once import Once
from renogroep.subscriptions.actions.screening import fitting_lots
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.screening import FACADE, JOINERY, Known

# Beside "the municipality asks a permit". Source: the knock-out list of subscriptions, 2026-11-23.
PERMIT_FACTS = {FACADE: ["building_line"], JOINERY: ["protected"]}


def fits(
    session: Session, subscription: Subscription, lot_id: int, once: Once | None = None
) -> bool:
    """Is the home screened, and is this lot among the works that fit it?"""
    table = once.screening if once else None
    known = {subscription.case_id: once.facts} if once and subscription.case_id else None
    found = fitting_lots(
        session, subscription.package_id, subscription.id, table=table, known=known
    )
    return lot_id in found.get(subscription.id, frozenset())


def order_fits(session: Session, order: Order, once: Once | None = None) -> bool:
    """The same, for what was asked in an order."""
    return fits(session, order.subscription, order.wave.lot_id, once)


def needs_permit(session: Session, order: Order, once: Once | None = None) -> bool:
    """Did the screening find that the works need a permit, or the consent of heritage?"""
    known = (once or Once(session, order, clock.today())).facts
    asks = ["permit", *PERMIT_FACTS.get(order.wave.lot.measure, [])]
    return any(known.get(fact) == Known.YES for fact in asks)
