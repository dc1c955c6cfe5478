"""What does a mail or letter about a lot say when silence costs its reader something?"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.identity.models import Person
from renogroep.journeys.queries.home_facts import home_lots
from renogroep.journeys.rules.standing import Standing, other_standing_of, standing_of
from renogroep.orders.models import Order


def urgent_standing(session: Session, person: Person, facts: Mapping[str, Any]) -> Standing | None:
    """What the page of this reader says now, when it is urgent; None: nothing is lost by waiting.

    facts   of the notice: an order, or a lot and a subscription; without them it is about no lot
    The other owner reads its own row, staff and firms read none. The state is that of this
    transaction, so a notice is queued after what it tells about was written down.
    """
    order: Order | None = facts.get("order")
    subscription = order.subscription if order else facts.get("subscription")
    lot = order.wave.lot if order else facts.get("lot")
    if subscription is None or lot is None:
        return None
    homes = home_lots(session, [subscription], clock.today())
    home = next((one for one in homes if one.lot.id == lot.id), None)
    if home is None or (order is not None and home.order is not order):
        return None
    standing = None
    if person.id == subscription.person_id:
        standing = standing_of(home.facts)
    elif order is not None:
        row = next((row for row in order.co_owners if row.person_id == person.id), None)
        if row is not None:
            signed = row.signed_at is not None
            standing = other_standing_of(home.facts, asker=order.person.name, signed=signed)
    return standing if standing is not None and standing.urgent else None
