"""What does a contractor offer to one home: prices, quantities, neighbours on the scaffold?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session, joinedload

from renogroep.base.money import Money
from renogroep.base.units import Quantity
from renogroep.groups.models import (
    BundlingRun,
    Group,
    GroupMember,
    Request,
    RequestHome,
    RequestLine,
)
from renogroep.groups.rules.quantities import own_quantity
from renogroep.orders.models import Order
from renogroep.orders.queries import finding
from renogroep.orders.queries.finding import Counted
from renogroep.orders.rules.group_size import PriceStep, price_steps
from renogroep.orders.rules.lifecycle import LIVE, OrderState
from renogroep.orders.rules.reasons import SURVEY_STAYS
from renogroep.owners.queries import quantities
from renogroep.quotes.models import Quote, QuoteLine
from renogroep.quotes.queries.opened import minimum_of, sheets_of
from renogroep.quotes.rules.home_price import (
    HomeInWave,
    HomePrice,
    PricedLine,
    Quantities,
    home_ceiling,
    home_final,
)
from renogroep.quotes.rules.opened_sheet import OpenedSheet
from renogroep.quotes.rules.price_sheet import AnswerKind
from renogroep.subscriptions.models import Subscription
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.bands import Band
from renogroep.tenders.rules.bill import Nature, Scope
from renogroep.tenders.rules.lifecycle import Mode

_IN_PRICE = (AnswerKind.PRICE, AnswerKind.INCLUDED)


_BILL = (
    joinedload(Quote.lines).joinedload(QuoteLine.prices),
    joinedload(Quote.request).selectinload(Request.lines),
    joinedload(Quote.request).joinedload(Request.lot).selectinload(Lot.bands),
)


@dataclass(frozen=True, slots=True)
class Offer:
    """An opened quote as orders need it.

    minimum   homes from which the contract exists: of the lot, or of the contractor in group mode
    """

    prices: tuple[PricedLine, ...]
    bands: tuple[Band, ...]
    minimum: int
    capacity: int | None
    valid_until: date | None
    home_lines: tuple[RequestLine, ...]  # the posts of a home that are in the price
    kinds: Mapping[str, str]  # post -> price, included, excluded, option or missing


def offer_of(session: Session, quote: Quote) -> Offer:
    """What the quote says. ValueError for a quote that was never opened."""
    return offers_of(session, [quote])[quote.id]


def offers_of(session: Session, quotes: Iterable[Quote]) -> dict[int, Offer]:
    """Quote -> what it says, in as many SELECTs for several as for one; as ``offer_of``."""
    rows = {quote.id: quote for quote in quotes}
    bare = [key for key, row in rows.items() if inspect(row).unloaded & {"lines", "request"}]
    if bare:
        session.scalars(select(Quote).where(Quote.id.in_(bare)).options(*_BILL)).unique().all()
    sheets = sheets_of(session, rows.values())
    return {key: _offer(row, sheets[key]) for key, row in rows.items()}


def _offer(quote: Quote, opened: OpenedSheet) -> Offer:
    kinds = {answer.line: answer.kind for answer in opened.sheet.answers}
    lot = quote.request.lot
    by_lot = lot.package.mode == Mode.PROCUREMENT
    return Offer(
        prices=opened.prices,
        bands=opened.bands,
        minimum=lot.min_to_execute if by_lot else minimum_of(quote),
        capacity=quote.capacity,
        valid_until=quote.valid_until,
        home_lines=tuple(
            line
            for line in quote.request.lines
            if line.scope == Scope.HOME
            and line.nature != Nature.PM
            and kinds.get(line.number) in _IN_PRICE
        ),
        kinds={number: str(kind) for number, kind in kinds.items()},
    )


def first_quantities(
    session: Session, offer: Offer, quote: Quote, subscription: Subscription
) -> dict[str, Quantity]:
    """Post -> quantity of this home: as it stood in the request, else fixed, measured or presumed."""
    row = _request_home(session, quote, subscription)
    frozen = {number: Quantity(n) for number, n in row.quantities.items()} if row else {}
    measured = quantities(session, subscription.dwelling_id)
    return {
        line.number: frozen[line.number] if line.number in frozen else _own(line, measured)
        for line in offer.home_lines
    }


def earlier_survey(session: Session, quote: Quote, subscription: Subscription) -> Order | None:
    """The last order of this home at this contractor that fell after both agreed on the quantities.

    A loan takes months: who was not ready at one freeze has a next one (MONEY "Phases").
    """
    return session.scalar(
        select(Order)
        .where(
            Order.subscription_id == subscription.id,
            Order.quote_id == quote.id,
            Order.state == OrderState.LAPSED,
            Order.loss_reason.in_(sorted(SURVEY_STAYS)),
            Order.advisor_agreed_at.is_not(None),
            Order.contractor_agreed_at.is_not(None),
        )
        .order_by(Order.id.desc())
        .limit(1)
    )


def _own(line: RequestLine, measured: Mapping[str, Quantity]) -> Quantity:
    known = own_quantity(line.nature, line.source, line.per_home, measured)
    return line.per_home if known is None else known


def _request_home(session: Session, quote: Quote, subscription: Subscription) -> RequestHome | None:
    return session.scalar(
        select(RequestHome).where(
            RequestHome.request_id == quote.request_id,
            RequestHome.subscription_id == subscription.id,
        )
    )


def run_of(session: Session, quote: Quote, subscription: Subscription) -> str:
    """The code of the scaffold that this home shares; blank when it is alone."""
    row = _request_home(session, quote, subscription)
    if row is not None:
        return row.run_code
    member = session.execute(
        select(GroupMember.run_code, Group.number)
        .join(Group, Group.id == GroupMember.group_id)
        .join(BundlingRun, BundlingRun.id == Group.run_id)
        .where(GroupMember.subscription_id == subscription.id)
        .order_by(BundlingRun.id.desc())
        .limit(1)
    ).first()
    # Codes are unique within a group only; in procurement all groups order from one contractor.
    return f"{member.number}-{member.run_code}" if member and member.run_code else ""


def agreed_quantities(order: Order) -> Quantities:
    """Post -> quantity as it stands on the order."""
    return {line.number: line.quantity for line in order.lines}


def fixed_quantities(order: Order, offer: Offer) -> dict[str, Quantity]:
    """Post -> what the order says of the posts of nature FH: no survey changes them.

    Source: PROCUREMENT 2026-11-23, nature of a line.
    """
    fixed = {line.number for line in offer.home_lines if line.nature == Nature.FH}
    return {number: n for number, n in agreed_quantities(order).items() if number in fixed}


def home_in_wave(order: Order) -> HomeInWave:
    """The order as the freeze sees it."""
    return HomeInWave(agreed_quantities(order), order.run_code, order.ceiling)


def ceiling_of(order: Order, offer: Offer) -> HomePrice:
    """The most that this home pays for the quantities on the order, with its parts."""
    return home_ceiling(offer.prices, agreed_quantities(order), order.run_size, offer.minimum)


def homes_of(orders: Iterable[Order]) -> dict[str, HomeInWave]:
    """Reference -> home, for the rules about a wave."""
    return {order.reference: home_in_wave(order) for order in orders}


@dataclass(frozen=True, slots=True)
class Expected:
    """How far the homes of one contractor are, and what a home would pay with more of them.

    ordered   orders that bind
    yes       said yes and can still stop, the home that looks included when it did
    priced    only have a price
    """

    ordered: int
    yes: int
    priced: int
    minimum: int
    steps: list[PriceStep]


def expected_of(
    session: Session, order: Order, offer: Offer, counted: Counted | None = None
) -> Expected:
    """How many homes of this contractor take part now, and the price at each group size."""
    counted = counted or finding.counted(session, order)
    steps = (
        price_steps(
            offer.prices,
            agreed_quantities(order),
            counted.among.mates,
            offer.bands,
            offer.minimum,
            order.wave.lot.max_homes,
            order.ceiling,
        )
        if order.ceiling is not None
        else []
    )
    return Expected(
        ordered=counted.ordered,
        yes=counted.yes,
        priced=counted.priced,
        minimum=offer.minimum,
        steps=steps,
    )


def expected_price(
    session: Session, order: Order, offer: Offer, counted: Counted | None = None
) -> Money | None:
    """What this home pays if exactly the homes that take part now go on; never above its ceiling.

    Counted each time, because every yes and every leaving moves it (MONEY "Price of a home").
    counted   when the caller counted already
    """
    if order.ceiling is None or order.state not in LIVE:
        return None
    among = (counted or finding.counted(session, order)).among
    return home_final(offer.prices, home_in_wave(order), among, offer.bands).final
