"""How does a lot come to its end when its works are over?"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base.errors import Refused
from renogroep.identity.actions.notices import notify
from renogroep.infra.acts import By
from renogroep.infra.db import locked
from renogroep.orders.models import Order, Wave
from renogroep.orders.queries.waves import waves_of
from renogroep.orders.rules.closing import why_not_closed
from renogroep.orders.rules.lifecycle import AFTER_FREEZE
from renogroep.subscriptions.queries import subscriptions_of
from renogroep.subscriptions.rules.lifecycle import SCREENED
from renogroep.tenders.actions import move_lot
from renogroep.tenders.models import Lot, Package
from renogroep.tenders.rules.lifecycle import LotState


def close_lot(session: Session, lot: Lot, *, by: By) -> int:
    """The works are over: no round comes after this. Gives how many households were told.

    Who wanted these works and got none was told to wait for a next round, and hears that there is
    none. The package closes with its last lot. Closing twice is once. Raises Refused while a round
    goes on, before anything was built, or when the lot stopped.
    """
    locked(session, Package, lot.package_id)  # closes with its last lot
    locked(session, Lot, lot.id)
    if lot.state == LotState.CLOSED:
        return 0
    rounds = waves_of(session, lot.id)
    wrong = why_not_closed([wave.state for wave in rounds])
    if wrong is not None:
        raise Refused("lot.not_done", wrong.msgid, **wrong.params)
    if lot.state == LotState.ORDERING:  # a round that lapsed while the works of another were over
        move_lot(session, lot, "start_works", by=by)
    move_lot(session, lot, "close", by=by, rounds=len(rounds))
    return _tell_who_waits(session, lot, by)


def _tell_who_waits(session: Session, lot: Lot, by: By) -> int:
    built = set(
        session.scalars(
            select(Order.subscription_id)
            .join(Wave, Wave.id == Order.wave_id)
            .where(Wave.lot_id == lot.id, Order.state.in_(AFTER_FREEZE))
        )
    )
    waiting = [
        row
        for row in subscriptions_of(session, lot.package_id, SCREENED, lot.id)
        if row.id not in built
    ]
    for row in waiting:
        notify(
            session,
            row.person,
            "orders_lot_closed",
            key=f"orders_lot_closed:{lot.id}:{row.id}",
            by=by,
            lot=lot,
        )
    return len(waiting)
