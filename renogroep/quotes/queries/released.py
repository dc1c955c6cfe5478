"""Which photos of homes does a firm see that is asked for a price and has no order?"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

from renogroep.owners.file_models import HomeFile
from renogroep.owners.rules.home_files import SEEN_BY_HOUSEHOLD
from renogroep.quotes.models import Invitation
from renogroep.subscriptions.models import Subscription, SubscriptionLot
from renogroep.subscriptions.rules.lifecycle import LIVE
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import LotState


def shown_to_asked(firm_id: int | None) -> ColumnElement[bool]:
    """An advisor released it, and the firm may price works of that home at this moment."""
    asked = exists().where(
        Invitation.organisation_id == firm_id,
        Invitation.lot_id == Lot.id,
        Lot.state == LotState.QUOTING,
        SubscriptionLot.lot_id == Lot.id,
        Subscription.id == SubscriptionLot.subscription_id,
        Subscription.state.in_(sorted(LIVE)),
        Subscription.case_id == HomeFile.case_id,
    )
    return and_(
        HomeFile.released_at.is_not(None), HomeFile.audience.in_(sorted(SEEN_BY_HOUSEHOLD)), asked
    )


def released_for(session: Session, firm_id: int | None, lot_id: int) -> Sequence[int]:
    """The numbers of the photos of homes of one lot, in the order in which they were released."""
    of_lot = exists().where(
        SubscriptionLot.lot_id == lot_id,
        Subscription.id == SubscriptionLot.subscription_id,
        Subscription.case_id == HomeFile.case_id,
    )
    return session.scalars(
        select(HomeFile.id)
        .where(shown_to_asked(firm_id), of_lot)
        .order_by(HomeFile.released_at, HomeFile.id)
    ).all()
