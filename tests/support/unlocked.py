"""The application with the lock of the wave off: the control of what that lock is for.

Nobody waits for a turn then, so each press settles at once, and takes what no other one has. Beside
the lock that would change nothing: only one at a time would be there.
"""

from typing import Any

from sqlalchemy import select

from renogroep.orders.actions import holding, settling, tickets
from renogroep.orders.models import OrderTicket, Wave
from renogroep.web.app import create_app


def _not_held(session: Any, kind: Any, key: int) -> Any:
    return session.get(kind, key) if kind is Wave else _locked(session, kind, key)


def _of_nobody_else(session: Any, wave_id: int, most: int | None, but: Any = ()) -> Any:
    ids = [row.id for row in _open(session, wave_id, None, but)]
    free = select(OrderTicket).where(OrderTicket.id.in_(ids), OrderTicket.settled_at.is_(None))
    free = free.order_by(OrderTicket.pressed_at, OrderTicket.id).limit(most)
    return session.scalars(free.with_for_update(skip_locked=True)).all()


def _at_once(wave_id: int) -> bool:
    return tickets.take_turn(wave_id, wait_ms=None)


_locked, _open = holding.locked, settling.open_tickets
holding.locked = _not_held
settling.open_tickets = _of_nobody_else
tickets.try_turn = _at_once
app = create_app()
