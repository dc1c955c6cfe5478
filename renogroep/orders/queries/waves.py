"""Which waves does a lot have, and which lots can have orders?"""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from renogroep.groups.models import Request
from renogroep.orders.models import Order, Wave
from renogroep.orders.queries.finding import Scope
from renogroep.orders.rules.lifecycle import WaveState
from renogroep.quotes.models import Quote
from renogroep.quotes.queries.opened import assigned_quote
from renogroep.subscriptions.actions.screening import fitting_lots
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.queries import subscriptions_of
from renogroep.subscriptions.rules.lifecycle import SCREENED
from renogroep.tenders.models import Lot, Package
from renogroep.tenders.rules.lifecycle import LotState

TAKES_ORDERS = (LotState.ORDERING, LotState.EXECUTING)


def waves_of(session: Session, lot_id: int) -> Sequence[Wave]:
    """The waves of a lot, newest first."""
    return session.scalars(
        select(Wave).where(Wave.lot_id == lot_id).order_by(Wave.number.desc())
    ).all()


def orders_of_lot(session: Session, lot_id: int) -> Sequence[int]:
    """The ids of all orders in all waves of a lot."""
    return session.scalars(
        select(Order.id)
        .join(Wave, Wave.id == Order.wave_id)
        .where(Wave.lot_id == lot_id)
        .order_by(Order.id)
    ).all()


def ordering_wave(session: Session, lot_id: int) -> Wave | None:
    """The wave in which households of this lot order now; there is at most one."""
    return session.scalar(
        select(Wave).where(Wave.lot_id == lot_id, Wave.state == WaveState.ORDERING)
    )


def next_number(session: Session, lot_id: int) -> int:
    """The number of the next wave of a lot."""
    last = session.scalar(select(func.max(Wave.number)).where(Wave.lot_id == lot_id))
    return (last or 0) + 1


def lots_with_orders(session: Session, municipality_id: int, scope: Scope) -> Sequence[Lot]:
    """Lots that take orders or have had waves, by package."""
    statement = (
        select(Lot)
        .join(Package, Package.id == Lot.package_id)
        .where(
            Lot.municipality_id == municipality_id,
            Lot.state.in_(TAKES_ORDERS) | Lot.id.in_(select(Wave.lot_id)),
        )
        .options(joinedload(Lot.package).joinedload(Package.neighbourhood))
        .order_by(Package.id.desc(), Lot.number)
    )
    if scope is not None:
        statement = statement.where(Package.neighbourhood_id.in_(scope))
    return session.scalars(statement).all()


def quotes_of_firm(session: Session, firm_id: int | None) -> set[int]:
    """The ids of a firm's quotes."""
    return set(session.scalars(select(Quote.id).where(Quote.organisation_id == firm_id)))


def firm_waves(session: Session, firm_id: int | None) -> Sequence[Wave]:
    """Frozen waves in which a firm still has to say whether it comes below its minimum."""
    rows = session.scalars(
        select(Wave)
        .join(Lot, Lot.id == Wave.lot_id)
        .join(Request, Request.lot_id == Lot.id)
        .join(Quote, Quote.request_id == Request.id)
        .where(
            Quote.organisation_id == firm_id,
            Wave.state.in_([WaveState.FROZEN, WaveState.EXECUTING]),
        )
        .options(joinedload(Wave.lot).joinedload(Lot.package))
        .order_by(Wave.id)
    )
    return list(dict.fromkeys(rows))


def households(session: Session, lot: Lot) -> list[tuple[Subscription, Quote]]:
    """Households whose home fits this lot and that may order now, with the quote at which they may."""
    fit = fitting_lots(session, lot.package_id)
    rows = [
        row
        for row in subscriptions_of(session, lot.package_id, SCREENED, lot.id)
        if lot.id in fit.get(row.id, frozenset())
    ]
    pairs = [(row, assigned_quote(session, row, lot)) for row in rows]
    return [(row, quote) for row, quote in pairs if quote is not None]
