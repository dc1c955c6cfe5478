"""Which orders are there, and whose are they?"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, collate, func, inspect, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from renogroep.base.money import Money, total
from renogroep.infra.scope import Reach, Scope, reaches
from renogroep.neighbourhoods.models import Address
from renogroep.orders.models import CoOwner, Order, Wave
from renogroep.orders.rules.lifecycle import (
    AFTER_FREEZE,
    CONFIRMED,
    LIVE,
    TAKES_PART,
    TAKES_PLACE,
    OrderState,
    WaveState,
)
from renogroep.orders.rules.paging import SIZE, Cut
from renogroep.owners.models import Case, Dwelling
from renogroep.quotes.models import Quote
from renogroep.quotes.rules.home_price import Among
from renogroep.subscriptions.models import Subscription
from renogroep.tenders.models import Lot, Package

_WHOLE: Sequence[Any] = (
    joinedload(Order.wave)
    .joinedload(Wave.lot)
    .joinedload(Lot.package)
    .joinedload(Package.neighbourhood),
    joinedload(Order.subscription)
    .joinedload(Subscription.case)
    .joinedload(Case.dwelling)
    .joinedload(Dwelling.address)
    .joinedload(Address.street),
    joinedload(Order.quote).joinedload(Quote.organisation),
    joinedload(Order.person),
    selectinload(Order.lines),
    selectinload(Order.conditions),
    selectinload(Order.co_owners).joinedload(CoOwner.person),
)


_PARTS = {"lines", "conditions", "co_owners"}  # what nothing else reads at once


def _orders() -> Select[Order]:
    return select(Order).options(*_WHOLE)


def with_all(session: Session, order: Order) -> Order:
    """The same order, with all that its page reads, in a few questions however much that is."""
    if inspect(order).unloaded & _PARTS:
        session.scalars(_orders().where(Order.id == order.id)).one()
    return order


def fresh(session: Session, order_ids: Collection[int]) -> Sequence[Order]:
    """These orders as they stand now, with all that is asked of them, however often they were read."""
    query = _orders().where(Order.id.in_(order_ids))
    return session.scalars(query.execution_options(populate_existing=True)).all()


@reaches(Order, Reach.OWN)
def _own(scope: Scope) -> Sequence[ColumnElement[bool]]:
    return (Order.person_id == scope.person_id,)


@reaches(Order, Reach.STAFF)
def _of_staff(scope: Scope) -> Sequence[ColumnElement[bool]]:
    where = scope.within(Package.neighbourhood_id)
    return (
        Order.municipality_id == scope.municipality_id,
        Order.wave.has(Wave.lot.has(Lot.package.has(where))),
    )


@reaches(Order, Reach.FIRM)
def _of_firm(scope: Scope) -> Sequence[ColumnElement[bool]]:
    """From the household's provisional yes on, until the order ended.

    Advisor and contractor measure together, so the firm must know where; no earlier.
    """
    return (
        Order.quote.has(Quote.organisation_id == scope.firm_id),
        Order.provisional_at.is_not(None),
        Order.state.in_(sorted(LIVE)),
    )


def to_co_sign(session: Session, key: int, person_id: int, link_order: int | None) -> Order | None:
    """The order that a co-owner's own link is about."""
    if link_order != key:
        return None
    return session.scalar(
        _orders()
        .join(CoOwner, CoOwner.order_id == Order.id)
        .where(Order.id == key, CoOwner.person_id == person_id)
    )


def readable(session: Session, key: int, person_id: int, link_order: int | None) -> Order | None:
    """The order, for whoever signs it: the household, or another owner with a link to it."""
    own = session.scalar(_orders().where(Order.id == key, Order.person_id == person_id))
    return own or to_co_sign(session, key, person_id, link_order)


def orders_of(session: Session, subscription: Subscription) -> Sequence[Order]:
    """Everything that came of one interest, newest first."""
    return session.scalars(
        _orders().where(Order.subscription_id == subscription.id).order_by(Order.id.desc())
    ).all()


def of_wave(
    session: Session,
    wave_id: int,
    quote_id: int | None = None,
    states: Collection[str] | None = None,
    part: Cut | None = None,
) -> Sequence[Order]:
    """The orders of a wave by reference, of one contractor, in some states, or one page when asked."""
    statement = _orders().where(Order.wave_id == wave_id).order_by(Order.reference)
    if part is not None:
        statement = statement.limit(SIZE).offset(part.skip)
    if quote_id is not None:
        statement = statement.where(Order.quote_id == quote_id)
    if states is not None:
        statement = statement.where(Order.state.in_(sorted(states)))
    return session.scalars(statement).all()


def live_orders_of_lot(session: Session, lot_id: int) -> Sequence[Order]:
    """The orders of all rounds of a lot that did not end."""
    return session.scalars(
        select(Order)
        .join(Wave, Wave.id == Order.wave_id)
        .where(Wave.lot_id == lot_id, Order.state.in_(sorted(LIVE)))
        .order_by(Order.id)
    ).all()


def live_orders(session: Session, wave_id: int, quote_id: int | None = None) -> Sequence[Order]:
    """The orders of a wave that did not end."""
    return of_wave(session, wave_id, quote_id, LIVE)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many orders of one contractor there are in a wave, beside one order.

    ordered   orders that bind
    yes       said yes and can still stop; the home that looks included when it did
    priced    only have a price
    among     where the home that looks stands among those that said yes and itself
    """

    ordered: int
    yes: int
    priced: int
    among: Among


def counted(session: Session, order: Order) -> Counted:
    """Everything that the price of one order asks of the live others, in one SELECT.

    Nothing of it is stored: every yes and every leaving moves it. A home without a run shares with
    nobody. References compare byte by byte, as where the whole round is priced.
    """
    takes = or_(Order.state.in_(sorted(TAKES_PART)), Order.id == order.id)
    bytewise = "C" if session.get_bind().dialect.name == "postgresql" else "BINARY"
    lower = collate(Order.reference, bytewise) < order.reference
    mates = and_(takes, Order.run_code == order.run_code)
    wanted = (
        Order.state.in_(sorted(CONFIRMED)),
        Order.state.in_(sorted(TAKES_PART - CONFIRMED)),
        Order.state == OrderState.INDICATIVE,
        takes,
        and_(takes, lower),
        mates,
        and_(mates, lower),
    )
    row = session.execute(
        select(*(func.count(case((one, 1))) for one in wanted)).where(
            Order.wave_id == order.wave_id,
            Order.quote_id == order.quote_id,
            or_(Order.state.in_(sorted(LIVE)), Order.id == order.id),
        )
    ).one()
    ordered, yes, priced, homes, before, together, together_before = map(int, row)
    if not order.run_code:
        together, together_before = 1, 0
    return Counted(ordered, yes, priced, Among(homes, before, together, together_before))


def confirmed_homes(session: Session, lot_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Lot -> the households (subscriptions) with an order that is ordered or later, now.

    "Ordered" on every counter, page and CSV means this and nothing else: whoever withdrew and an
    order or wave that fell do not count, and a household with orders of several waves counts once.
    A lot without any is not in it.
    Source: DESIGN section 2 and the design of the top of the house, 2026-11-29.
    """
    found: dict[int, set[int]] = {}
    for lot_id, subscription_id in session.execute(
        select(Wave.lot_id, Order.subscription_id)
        .join(Order, Order.wave_id == Wave.id)
        .where(
            Wave.lot_id.in_(lot_ids),
            Wave.state != WaveState.LAPSED,
            Order.state.in_(sorted(CONFIRMED)),
        )
    ):
        found.setdefault(lot_id, set()).add(subscription_id)
    return {key: frozenset(homes) for key, homes in found.items()}


def confirmed(session: Session, lots: Iterable[Lot]) -> dict[int, int]:
    """Households that ordered, per lot."""
    homes = confirmed_homes(session, [lot.id for lot in lots])
    return {lot_id: len(found) for lot_id, found in homes.items()}


def places_taken(session: Session, lot_id: int, quote_id: int | None = None) -> int:
    """Places of signed orders in all rounds of a lot, of one contractor when asked."""
    statement = (
        select(func.count())
        .select_from(Order)
        .join(Wave, Wave.id == Order.wave_id)
        .where(Wave.lot_id == lot_id, Order.state.in_(sorted(TAKES_PLACE)))
    )
    if quote_id is not None:
        statement = statement.where(Order.quote_id == quote_id)
    return session.scalar(statement) or 0


def value_taken(session: Session, package_id: int) -> Money:
    """The ceilings, excl. VAT, of signed orders in all rounds of all lots of a package together."""
    return total(
        session.scalars(
            select(Order.ceiling)
            .join(Wave, Wave.id == Order.wave_id)
            .join(Lot, Lot.id == Wave.lot_id)
            .where(
                Lot.package_id == package_id,
                Order.state.in_(sorted(TAKES_PLACE)),
                Order.ceiling.is_not(None),
            )
        )
    )


def waiting(session: Session, wave_id: int) -> Sequence[Order]:
    """Who waits for a place, first come first."""
    return session.scalars(
        _orders()
        .where(
            Order.wave_id == wave_id,
            Order.state == OrderState.SURVEYED,
            Order.waiting_at.is_not(None),
        )
        .order_by(Order.waiting_at, Order.id)
    ).all()


_TO_AGREE = (  # what was measured, or still must be, has no yes of the contractor yet
    Wave.state == WaveState.ORDERING,
    Order.state.in_([OrderState.PROVISIONAL, OrderState.SURVEYED, OrderState.AWAITING_CO_OWNER]),
    Order.contractor_agreed_at.is_(None),
)


def to_survey_count(
    session: Session, municipality_id: int, neighbourhood_ids: Collection[int] | None
) -> int:
    """How many homes ``to_survey`` gives."""
    some = _to_survey(select(Order.id), municipality_id, neighbourhood_ids)
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0


def to_survey(
    session: Session,
    municipality_id: int,
    neighbourhood_ids: Collection[int] | None,
    part: Cut | None = None,
) -> Sequence[Order]:
    """Homes with a provisional yes whose quantities are not agreed yet, the longest wait first."""
    statement = _to_survey(_orders(), municipality_id, neighbourhood_ids).order_by(
        Order.provisional_at, Order.id
    )
    if part is not None:
        statement = statement.limit(SIZE).offset(part.skip)
    return session.scalars(statement).all()


def _to_survey(
    rows: Select[Any], municipality_id: int, neighbourhood_ids: Collection[int] | None
) -> Select[Any]:
    statement = (
        rows.join(Wave, Wave.id == Order.wave_id)
        .join(Lot, Lot.id == Wave.lot_id)
        .join(Package, Package.id == Lot.package_id)
        .where(
            Order.municipality_id == municipality_id,
            *_TO_AGREE,
        )
    )
    if neighbourhood_ids is not None:
        statement = statement.where(Package.neighbourhood_id.in_(neighbourhood_ids))
    return statement


def firm_to_survey(session: Session, firm_id: int | None) -> Sequence[Order]:
    """Homes that this firm still has to agree on, by reference."""
    return session.scalars(
        _orders()
        .join(Quote, Quote.id == Order.quote_id)
        .join(Wave, Wave.id == Order.wave_id)
        .where(
            Quote.organisation_id == firm_id,
            *_TO_AGREE,
        )
        .order_by(Order.reference)
    ).all()


def work_of(session: Session, firm_id: int | None) -> Sequence[Order]:
    """The homes of a firm whose final price is fixed, by planned day and address."""
    return session.scalars(
        _orders()
        .join(Quote, Quote.id == Order.quote_id)
        .where(Quote.organisation_id == firm_id, Order.state.in_(sorted(AFTER_FREEZE)))
        .order_by(Order.planned_on.is_(None), Order.planned_on, Order.reference)
    ).all()
