"""What does a household choose when too few homes took part?"""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.infra.acts import By, check_seen
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.infra.holidays import belgian
from renogroep.orders.models import Order, Wave
from renogroep.orders.rules.afterwards import Afterwards, find_group, why_not_choose
from renogroep.orders.rules.events import Did
from renogroep.owners.actions.intake import leave_task
from renogroep.owners.models import Case


def choose_afterwards(session: Session, order: Order, choice: Afterwards, *, by: By) -> None:
    """Wait, or another group; it may choose anew. The same choice twice is once.

    Another group is a task for its advisor.
    raises   Refused when this order did not fall for too few homes, or a later one took its place
    """
    locked(session, Order, order.id)
    if order.afterwards == choice:
        return
    check_seen(order, by)
    refused = why_not_choose(order.state, order.loss_reason, newest=_is_newest(session, order))
    if refused is not None:
        raise refused
    order.afterwards = choice
    record(session, Did.ORDER_AFTERWARDS, actor_id=by.actor_id, subject=order, choice=str(choice))
    if choice == Afterwards.OTHER_GROUP:
        locked(session, Case, order.subscription.case_id)
        what, due = find_group(order.reference, clock.today(), belgian(clock.today()))
        leave_task(session, order.subscription.case, what, due_on=due, by=by)


def _is_newest(session: Session, order: Order) -> bool:
    later = (
        select(Order.id)
        .join(Wave, Wave.id == Order.wave_id)
        .where(
            Order.subscription_id == order.subscription_id,
            Wave.lot_id == order.wave.lot_id,
            Order.id > order.id,
        )
    )
    return not session.scalar(select(exists(later)))
