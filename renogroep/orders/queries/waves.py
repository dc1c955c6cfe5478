"""Which waves does a lot have, and which lots can have orders?"""

from collections import Counter
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, joinedload

from renogroep.infra.scope import Reach, Scope, reaches
from renogroep.orders.models import Order, Wave, WaveFirm
from renogroep.orders.rules.guards import TAKES_ORDERS
from renogroep.orders.rules.lifecycle import OrderState, WaveState
from renogroep.quotes.models import Quote
from renogroep.quotes.queries.opened import assigned_quote
from renogroep.subscriptions.actions.screening import fitting_lots
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.queries import subscriptions_of
from renogroep.subscriptions.rules.lifecycle import SCREENED
from renogroep.tenders.models import Lot, Package


@reaches(Wave, Reach.STAFF)
def _waves(scope: Scope) -> Sequence[ColumnElement[bool]]:
    where = scope.within(Package.neighbourhood_id)
    return (
        Wave.municipality_id == scope.municipality_id,
        Wave.lot.has(Lot.package.has(where)),
    )


@reaches(WaveFirm, Reach.STAFF)
def _firms(scope: Scope) -> Sequence[ColumnElement[bool]]:
    return (WaveFirm.wave.has(and_(*_waves(scope))),)


@reaches(WaveFirm, Reach.FIRM)
def _own_answers(scope: Scope) -> Sequence[ColumnElement[bool]]:
    return (WaveFirm.quote.has(Quote.organisation_id == scope.firm_id),)


def waves_of(session: Session, lot_id: int) -> Sequence[Wave]:
    """The waves of a lot, newest first."""
    return session.scalars(
        select(Wave).where(Wave.lot_id == lot_id).order_by(Wave.number.desc())
    ).all()


def states_of(session: Session, lot_id: int) -> dict[int, dict[int, Counter[str]]]:
    """Wave -> quote -> how many of its orders are in each state, for all waves of a lot at once."""
    found: dict[int, dict[int, Counter[str]]] = {}
    for wave_id, quote_id, state, count in session.execute(
        select(Order.wave_id, Order.quote_id, Order.state, func.count())
        .join(Wave, Wave.id == Order.wave_id)
        .where(Wave.lot_id == lot_id)
        .group_by(Order.wave_id, Order.quote_id, Order.state)
        .order_by(Order.wave_id, Order.quote_id)
    ):
        found.setdefault(wave_id, {}).setdefault(quote_id, Counter())[state] = count
    return found


def waiting_of(session: Session, lot_id: int) -> dict[int, int]:
    """Wave -> how many homes wait for a place, for the waves of a lot that have some."""
    return dict(
        session.execute(
            select(Order.wave_id, func.count())
            .join(Wave, Wave.id == Order.wave_id)
            .where(
                Wave.lot_id == lot_id,
                Order.state == OrderState.SURVEYED,
                Order.waiting_at.is_not(None),
            )
            .group_by(Order.wave_id)
        ).all()
    )


def quotes_by_id(session: Session, keys: Collection[int]) -> dict[int, Quote]:
    """Quotes with the names of their firms."""
    rows = session.scalars(
        select(Quote).where(Quote.id.in_(keys)).options(joinedload(Quote.organisation))
    )
    return {row.id: row for row in rows}


def ordering_wave(session: Session, lot_id: int) -> Wave | None:
    """The wave in which households of this lot order now; there is at most one."""
    return session.scalar(
        select(Wave).where(Wave.lot_id == lot_id, Wave.state == WaveState.ORDERING)
    )


def next_number(session: Session, lot_id: int) -> int:
    """The number of the next wave of a lot."""
    last = session.scalar(select(func.max(Wave.number)).where(Wave.lot_id == lot_id))
    return (last or 0) + 1


def lots_with_orders(
    session: Session, municipality_id: int, neighbourhood_ids: Collection[int] | None
) -> Sequence[Lot]:
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
    if neighbourhood_ids is not None:
        statement = statement.where(Package.neighbourhood_id.in_(neighbourhood_ids))
    return session.scalars(statement).all()


def came_of(session: Session, wave_id: int, quote_id: int) -> int | None:
    """The key of what a freeze meant for one contractor."""
    return session.scalar(
        select(WaveFirm.id).where(WaveFirm.wave_id == wave_id, WaveFirm.quote_id == quote_id)
    )


def open_questions(session: Session, firm_id: int | None) -> Sequence[WaveFirm]:
    """Frozen waves in which a firm still has to say whether it comes below its minimum."""
    return session.scalars(
        select(WaveFirm)
        .join(Quote, Quote.id == WaveFirm.quote_id)
        .where(Quote.organisation_id == firm_id, WaveFirm.waive_until.is_not(None))
        .options(joinedload(WaveFirm.wave).joinedload(Wave.lot).joinedload(Lot.package))
        .order_by(WaveFirm.wave_id, WaveFirm.id)
    ).all()


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
