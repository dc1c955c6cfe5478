"""Which presses on the button of an order wait to be settled?"""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from renogroep.orders.models import Order, OrderTicket


def open_tickets(session: Session, wave_id: int, most: int | None) -> Sequence[OrderTicket]:
    """The tickets of a wave, the earliest press first; at most so many when asked."""
    statement = (
        select(OrderTicket)
        .join(Order, Order.id == OrderTicket.order_id)
        .where(Order.wave_id == wave_id, OrderTicket.settled_at.is_(None))
        .options(joinedload(OrderTicket.order))
        .order_by(OrderTicket.pressed_at, OrderTicket.id)
        .limit(most)
    )
    return session.scalars(statement).all()


def waves_that_wait(session: Session) -> Sequence[int]:
    """Waves with open tickets, the lowest first."""
    return session.scalars(
        select(Order.wave_id)
        .join(OrderTicket, OrderTicket.order_id == Order.id)
        .where(OrderTicket.settled_at.is_(None))
        .distinct()
        .order_by(Order.wave_id)
    ).all()


def waiting_in(session: Session, wave_id: int) -> int:
    """How many presses wait in a wave."""
    return len(open_tickets(session, wave_id, None))


def ticket_of(session: Session, order_id: int) -> OrderTicket | None:
    """The press of this order that still waits."""
    return open_of(session, [order_id]).get(order_id)


def open_of(session: Session, order_ids: Collection[int]) -> dict[int, OrderTicket]:
    """Order -> its press that still waits, of those that have one."""
    rows = session.scalars(
        select(OrderTicket).where(
            OrderTicket.order_id.in_(order_ids), OrderTicket.settled_at.is_(None)
        )
    )
    return {row.order_id: row for row in rows}
