"""Which presses on the button of an order wait to be settled?"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from renogroep.orders.models import Order, OrderTicket


def open_tickets(
    session: Session, wave_id: int, most: int | None, but: Collection[int] = ()
) -> Sequence[OrderTicket]:
    """The tickets of a wave, the earliest press first; at most so many when asked, without some."""
    statement = (
        select(OrderTicket)
        .join(Order, Order.id == OrderTicket.order_id)
        .where(Order.wave_id == wave_id, OrderTicket.settled_at.is_(None))
        .options(joinedload(OrderTicket.order))
        .order_by(OrderTicket.pressed_at, OrderTicket.id)
        .limit(most)
    )
    if but:
        statement = statement.where(OrderTicket.id.not_in(but))
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
    return _count(session, wave_id, OrderTicket.settled_at.is_(None))


def pressed_since(session: Session, wave_id: int, at: datetime) -> int:
    """How many pressed in a wave since a moment, settled or not."""
    return _count(session, wave_id, OrderTicket.pressed_at >= at)


def _count(session: Session, wave_id: int, which: ColumnElement[bool]) -> int:
    statement = (
        select(func.count(OrderTicket.id))
        .join(Order, Order.id == OrderTicket.order_id)
        .where(Order.wave_id == wave_id, which)
    )
    return session.scalar(statement) or 0


def waiting_from(session: Session, wave_id: int, at: datetime) -> frozenset[datetime]:
    """The moments, from this one on, since which homes of a wave wait for a place."""
    since = Order.waiting_at
    rows = session.scalars(select(since).where(Order.wave_id == wave_id, since >= at))
    return frozenset(row for row in rows if row is not None)


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
