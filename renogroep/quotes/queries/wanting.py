"""Which works does a household want?"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.subscriptions.models import Subscription, SubscriptionLot
from renogroep.tenders.models import Lot


def wanted_lot(session: Session, subscription: Subscription, lot_id: int) -> Lot | None:
    """The lot, when this household wants it."""
    return session.scalar(
        select(Lot)
        .join(SubscriptionLot, SubscriptionLot.lot_id == Lot.id)
        .where(Lot.id == lot_id, SubscriptionLot.subscription_id == subscription.id)
    )
