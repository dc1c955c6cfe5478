"""What is the home of an order used for, when its household says so before it orders?"""

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.infra.acts import By
from renogroep.infra.db import locked
from renogroep.orders.models import Order
from renogroep.orders.queries.now import facts_of
from renogroep.orders.rules.guards import OrderAct, why_not
from renogroep.owners.actions.home_use import tell_use


def say_use(session: Session, order: Order, *, use: str, letting: str = "", by: By) -> None:
    """As ``tell_use``, as long as the household may order: the amounts of a signed order stand.

    by       saw a version of the home
    raises   Refused as the guard of an order says, and as ``tell_use``
    """
    locked(session, Order, order.id)
    refused = why_not(OrderAct.ORDER, facts_of(session, order, clock.today()))
    if refused is not None:
        raise refused
    tell_use(session, order.subscription.case, use=use, letting=letting, by=by)
