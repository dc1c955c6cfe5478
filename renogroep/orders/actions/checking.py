"""Does the one rule allow this with an order, as it is held now?"""

from datetime import date

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.orders.models import Order
from renogroep.orders.queries.now import facts_of
from renogroep.orders.rules.guards import (
    OrderAct,
    why_closed,
    why_late,
    why_not,
    why_unanswered,
    why_unfit,
)


def check(
    session: Session,
    order: Order,
    act: OrderAct,
    *,
    person_id: int | None = None,
    on: date | None = None,
) -> None:
    """Refused when the one rule says that this cannot be done with the order, as it stands now.

    Or when the household must say something first.
    on   the day of the press, when that is not today
    """
    facts = facts_of(session, order, on or clock.today(), person_id=person_id)
    _refuse(why_not(act, facts) or why_unanswered(act, facts))


def check_open(session: Session, order: Order) -> None:
    """Refused once the round is closed, or its works stopped: nothing is written down any more."""
    _refuse(why_closed(facts_of(session, order, clock.today())))


def check_takes_prices(session: Session, order: Order) -> None:
    """Refused when nobody gets a price any more in the round of this order."""
    facts = facts_of(session, order, clock.today())
    _refuse(why_closed(facts) or why_late(facts))


def check_fits(session: Session, order: Order) -> None:
    """Refused when the screening says now that these works do not fit this home."""
    _refuse(why_unfit(facts_of(session, order, clock.today())))


def _refuse(refused: Refused | None) -> None:
    if refused is not None:
        raise refused
