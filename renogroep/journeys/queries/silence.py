"""What does a mail or letter about a lot say when silence costs its reader something?"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.identity.models import Person
from renogroep.journeys.queries.home_facts import HomeLot, home_lots
from renogroep.journeys.queries.standings import standing_now
from renogroep.journeys.rules.standing import (
    Standing,
    most_urgent,
    other_standing_of,
)
from renogroep.orders.models import Order


def urgent_standing(session: Session, person: Person, facts: Mapping[str, Any]) -> Standing | None:
    """What the page of this reader says now, when it is urgent; None: nothing is lost by waiting.

    facts   of the notice: an order, or a subscription, perhaps with one lot; else it is about no home
    The other owner reads its own row, staff and firms read none. Without a lot it is the one that the
    page of the home opens with. The state is that of this transaction, so a notice is queued after
    what it tells about was written down.
    """
    order: Order | None = facts.get("order")
    subscription = order.subscription if order else facts.get("subscription")
    if subscription is None:
        return None
    lot = order.wave.lot if order else facts.get("lot")
    homes = {
        one.lot.number: one
        for one in home_lots(session, [subscription], clock.today())
        if lot is None or one.lot.id == lot.id
    }
    first = next(iter(homes.values()), None)
    if first is None or (order is not None and first.order is not order):
        return None
    if person.id == subscription.person_id:
        standings = {number: standing_now(one) for number, one in homes.items()}
        standing = standings[most_urgent(standings)]
        return standing if standing.urgent else None
    return _of_other_owner(person, order, first) if order else None


def _of_other_owner(person: Person, order: Order, home: HomeLot) -> Standing | None:
    row = next((row for row in order.co_owners if row.person_id == person.id), None)
    if row is None:
        return None
    signed = row.signed_at is not None
    standing = other_standing_of(home.facts, asker=order.person.name, signed=signed)
    return standing if standing.urgent else None
