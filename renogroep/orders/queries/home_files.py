"""Which photos and papers of a home does an owner see, a firm with an order, and one that is asked a price?"""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from renogroep.infra.scope import Reach, Scope, reaches, scoped
from renogroep.orders.models import CoOwner, Order
from renogroep.orders.rules.lifecycle import LIVE
from renogroep.owners.file_models import HomeFile
from renogroep.owners.models import Case
from renogroep.owners.rules.home_files import SEEN_BY_HOUSEHOLD, Audience
from renogroep.quotes.models import Quote
from renogroep.quotes.queries.released import shown_to_asked
from renogroep.subscriptions.models import Subscription


def _of_case() -> ColumnElement[bool]:
    """A live order of the home."""
    return and_(
        Subscription.case_id == HomeFile.case_id,
        Order.subscription_id == Subscription.id,
        Order.state.in_(sorted(LIVE)),
    )


@reaches(HomeFile, Reach.OWN)
def _of_owners(scope: Scope) -> Sequence[ColumnElement[bool]]:
    """The household, and who signs an order of that home with it."""
    signs = exists().where(
        _of_case(), CoOwner.order_id == Order.id, CoOwner.person_id == scope.person_id
    )
    own = HomeFile.case.has(Case.person_id == scope.person_id)
    return HomeFile.audience.in_(sorted(SEEN_BY_HOUSEHOLD)), or_(own, signs)


@reaches(HomeFile, Reach.FIRM)
def _of_firm(scope: Scope) -> Sequence[ColumnElement[bool]]:
    """From the household's provisional yes on; before there is an order what an advisor released."""
    ordered = exists().where(
        _of_case(),
        Order.provisional_at.is_not(None),
        Quote.id == Order.quote_id,
        Quote.organisation_id == scope.firm_id,
    )
    return (or_(and_(HomeFile.audience == Audience.FIRM, ordered), shown_to_asked(scope.firm_id)),)


def seen_of(session: Session, case_ids: Collection[int]) -> Sequence[HomeFile]:
    """Photos and papers of these cases that the reader reaches on this page, the newest first."""
    rows = scoped(select(HomeFile).where(HomeFile.case_id.in_(case_ids)))
    return session.scalars(rows.order_by(HomeFile.id.desc())).all()
