"""What decides today whether a household may choose a contractor, or answer to another one?"""

from datetime import date

from sqlalchemy.orm import Session

from renogroep.groups.models import Request
from renogroep.quotes.models import Assignment
from renogroep.quotes.queries.choosing import quotes_for
from renogroep.quotes.rules.guards import ChoiceNow
from renogroep.subscriptions.actions.screening import fitting_lots
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.lifecycle import SubscriptionState
from renogroep.tenders.rules.lifecycle import LotState, Mode, PackageState


def facts_of(
    session: Session,
    subscription: Subscription,
    request: Request,
    today: date,
    row: Assignment | None = None,
) -> ChoiceNow:
    """The facts of a household in a request for ``why_not``, of rows that an action holds.

    row   what the newest run gave, when it is about the answer to that. Whoever has an order keeps
          what the run before said, so an answer that is still asked means that there is no order.
    """
    lot = request.lot
    fit = fitting_lots(session, lot.package_id, subscription.id)
    asked = {home.subscription_id for home in request.home_rows}
    return ChoiceNow(
        mode=Mode(lot.package.mode),
        package_state=PackageState(lot.package.state),
        lot_state=LotState(lot.state),
        subscription_state=SubscriptionState(subscription.state),
        fits=lot.id in fit.get(subscription.id, frozenset()),
        today=today,
        offered=subscription.id in asked and bool(quotes_for(session, request)),
        assigned_other=row is not None and row.place is not None and row.place > 1,
        answered=row is not None and (row.yes_at is not None or row.declined_at is not None),
        yes_by=row.yes_by if row is not None else None,
    )
