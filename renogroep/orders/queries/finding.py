"""Which orders are there, and whose are they?"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    and_,
    case,
    collate,
    func,
    inspect,
    not_,
    null,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session, aliased, defaultload, joinedload, selectinload

from renogroep.base.money import Money
from renogroep.identity.models import Person
from renogroep.infra.scope import Reach, Scope, reaches
from renogroep.neighbourhoods.models import Address, Neighbourhood
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

# Of what it is an order, and where its home stands.
WHERE: Sequence[Any] = (
    joinedload(Order.wave)
    .joinedload(Wave.lot)
    .joinedload(Lot.package)
    .joinedload(Package.neighbourhood),
    joinedload(Order.subscription)
    .joinedload(Subscription.case)
    .joinedload(Case.dwelling)
    .joinedload(Dwelling.address)
    .joinedload(Address.street),
)
_AROUND: Sequence[Any] = (
    *WHERE,
    joinedload(Order.quote).joinedload(Quote.organisation),
    selectinload(Order.lines),
)
_WHOLE: Sequence[Any] = (
    *_AROUND,
    joinedload(Order.person),
    selectinload(Order.conditions),
    selectinload(Order.co_owners).joinedload(CoOwner.person),
)
# One order with all that its own page reads, in two questions; nobody is written to from there.
ON_ONE_PAGE: Sequence[Any] = (
    *_AROUND,
    defaultload(Order.wave)
    .defaultload(Wave.lot)
    .defaultload(Lot.package)
    .defaultload(Package.neighbourhood)
    .joinedload(Neighbourhood.municipality),
    joinedload(Order.person).lazyload(Person.contact_points),
    joinedload(Order.conditions),
    joinedload(Order.co_owners).joinedload(CoOwner.person).lazyload(Person.contact_points),
    joinedload(Order.open_ticket),
)


def whole() -> Select[Order]:
    """Orders with all that a list of them reads."""
    return select(Order).options(*_WHOLE)


_PARTS = {"lines", "conditions", "co_owners"}  # what nothing else reads at once


def with_all(session: Session, order: Order) -> Order:
    """The same order, with all that its page reads, in a few questions however much that is."""
    if inspect(order).unloaded & _PARTS:
        session.scalars(whole().where(Order.id == order.id)).one()
    return order


def fresh(session: Session, order_ids: Collection[int]) -> Sequence[Order]:
    """These orders as they stand now, with all that is asked of them, however often they were read."""
    query = whole().where(Order.id.in_(order_ids))
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
        whole()
        .join(CoOwner, CoOwner.order_id == Order.id)
        .where(Order.id == key, CoOwner.person_id == person_id)
    )


def readable(session: Session, key: int, person_id: int, link_order: int | None) -> Order | None:
    """The order, for whoever signs it: the household, or another owner with a link to it."""
    own = session.scalar(whole().where(Order.id == key, Order.person_id == person_id))
    return own or to_co_sign(session, key, person_id, link_order)


def orders_of(session: Session, subscription: Subscription) -> Sequence[Order]:
    """Everything that came of one interest, newest first."""
    return session.scalars(
        whole().where(Order.subscription_id == subscription.id).order_by(Order.id.desc())
    ).all()


def of_wave(
    session: Session,
    wave_id: int,
    quote_id: int | None = None,
    states: Collection[str] | None = None,
    part: Cut | None = None,
) -> Sequence[Order]:
    """The orders of a wave by reference, of one contractor, in some states, or one page when asked."""
    statement = whole().where(Order.wave_id == wave_id).order_by(Order.reference)
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
    return counted_of(session, [order])[order.id]


def counted_of(session: Session, orders: Iterable[Order]) -> dict[int, Counted]:
    """Order -> as ``counted``, of several in one SELECT."""
    own, rows = aliased(Order), {order.id: order for order in orders}
    takes = or_(Order.state.in_(sorted(TAKES_PART)), Order.id == own.id)
    bytewise = "C" if session.get_bind().dialect.name == "postgresql" else "BINARY"
    lower = collate(Order.reference, bytewise) < own.reference
    mates = and_(takes, Order.run_code == own.run_code)
    wanted = (
        Order.state.in_(sorted(CONFIRMED)),
        Order.state.in_(sorted(TAKES_PART - CONFIRMED)),
        Order.state == OrderState.INDICATIVE,
        takes,
        and_(takes, lower),
        mates,
        and_(mates, lower),
    )
    found = session.execute(
        select(own.id, *(func.count(case((one, 1))) for one in wanted))
        .join_from(own, Order, and_(Order.wave_id == own.wave_id, Order.quote_id == own.quote_id))
        .where(own.id.in_(rows), or_(Order.state.in_(sorted(LIVE)), Order.id == own.id))
        .group_by(own.id)
    )
    return {row[0]: _counted(rows[row[0]], *map(int, row[1:])) for row in found}


def _counted(order: Order, ordered: int, yes: int, priced: int, *among: int) -> Counted:
    homes, before, together, together_before = among
    if not order.run_code:
        together, together_before = 1, 0
    return Counted(ordered, yes, priced, Among(homes, before, together, together_before))


# Of an order and its wave: see ``confirmed_homes``.
CONFIRMS = and_(Wave.state != WaveState.LAPSED, Order.state.in_(sorted(CONFIRMED)))


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
        .where(Wave.lot_id.in_(lot_ids), CONFIRMS)
    ):
        found.setdefault(lot_id, set()).add(subscription_id)
    return {key: frozenset(homes) for key, homes in found.items()}


def confirmed(session: Session, lots: Iterable[Lot]) -> dict[int, int]:
    """Households that ordered, per lot."""
    homes = confirmed_homes(session, [lot.id for lot in lots])
    return {lot_id: len(found) for lot_id, found in homes.items()}


@dataclass(frozen=True, slots=True)
class Taken:
    """Signed orders and homes that wait, where one home looks for a place.

    lot, firm   places taken in all rounds of its lot, and of those at its contractor
    waiting     homes on the waiting list of its wave
    value       ceilings in its package, excl. VAT; nothing where that has no maximum
    """

    lot: int
    firm: int
    waiting: int
    value: Money


def taken_around(session: Session, order: Order) -> Taken:
    """What decides whether there is a place for an order, in one SELECT."""
    waits = Order.state == OrderState.SURVEYED  # of those that are read: the others signed
    wanted = (
        not_(waits),
        and_(not_(waits), Order.quote_id == order.quote_id),
        and_(waits, Order.wave_id == order.wave_id),
    )
    package = order.wave.lot.package
    limited = package.max_value is not None
    value = _ceilings(package.id).scalar_subquery() if limited else null()
    *counts, cents = session.execute(
        select(*(func.count(case((one, 1))) for one in wanted), value)
        .join_from(Order, Wave, Wave.id == Order.wave_id)
        .where(
            Wave.lot_id == order.wave.lot_id,
            or_(Order.state.in_(sorted(TAKES_PLACE)), and_(*_IN_LINE)),
        )
    ).one()
    lot, firm, in_line = map(int, counts)
    return Taken(lot, firm, in_line, Money(int(cents or 0)))


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
    return Money(int(session.scalar(_ceilings(package_id)) or 0))


def _ceilings(package_id: int) -> Select[Any]:
    one, wave = aliased(Order), aliased(Wave)
    return (
        select(func.sum(type_coerce(one.ceiling, BigInteger)))
        .join_from(one, wave, wave.id == one.wave_id)
        .join(Lot, Lot.id == wave.lot_id)
        .where(Lot.package_id == package_id, one.state.in_(sorted(TAKES_PLACE)))
    )


_IN_LINE = (Order.state == OrderState.SURVEYED, Order.waiting_at.is_not(None))


def waiting(session: Session, wave_id: int, *, alone: bool = False) -> Sequence[Order]:
    """Who waits for a place, first come first.

    alone   only the orders themselves, without what belongs to them
    """
    rows = select(Order) if alone else whole()
    return session.scalars(
        rows.where(Order.wave_id == wave_id, *_IN_LINE).order_by(Order.waiting_at, Order.id)
    ).all()


def work_of(session: Session, firm_id: int | None) -> Sequence[Order]:
    """The homes of a firm whose final price is fixed, by planned day and address."""
    return session.scalars(
        whole()
        .join(Quote, Quote.id == Order.quote_id)
        .where(Quote.organisation_id == firm_id, Order.state.in_(sorted(AFTER_FREEZE)))
        .order_by(Order.planned_on.is_(None), Order.planned_on, Order.reference)
    ).all()
