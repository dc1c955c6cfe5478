"""From which final prices, and for which package, may a price idea be made?"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from renogroep.base import clock
from renogroep.base.units import Quantity
from renogroep.financing.models import RuleVersion
from renogroep.financing.rules.price_idea import (
    WINDOW_MONTHS,
    HomePrice,
    UnitSpan,
    span_of_homes,
    span_of_reference,
)
from renogroep.financing.rules.reference_price import ReferencePriceTable
from renogroep.orders.models import Order, Wave
from renogroep.orders.queries.cards import area_of
from renogroep.orders.queries.offers import offer_of
from renogroep.orders.rules.lifecycle import AFTER_FREEZE
from renogroep.subscriptions.queries import open_for_interest, open_packages
from renogroep.tenders.models import Lot, Package


def final_prices(
    session: Session, municipality_id: int, measure: str, since: datetime
) -> list[HomePrice]:
    """Of every home here whose price became final since then, over all lots of a kind of works.

    Works that were cancelled do not count, nor does any price that no household pays.
    """
    orders = session.scalars(
        select(Order)
        .join(Wave, Wave.id == Order.wave_id)
        .join(Lot, Lot.id == Wave.lot_id)
        .where(
            Order.municipality_id == municipality_id,
            Lot.measure == measure,
            Order.state.in_(AFTER_FREEZE),
            Order.final.is_not(None),
            Wave.frozen_at >= since,
        )
        .options(
            joinedload(Order.wave),
            joinedload(Order.quote),
            joinedload(Order.subscription),
            selectinload(Order.lines),
        )
    ).all()
    offers = {order.quote_id: offer_of(session, order.quote) for order in orders}
    return [
        HomePrice(
            dwelling=order.subscription.dwelling_id,
            final=order.final,
            area=area_of(order, offers[order.quote_id]) or Quantity(0),
            frozen_on=clock.local(order.wave.frozen_at).date(),
        )
        for order in orders
        if order.final is not None and order.wave.frozen_at is not None
    ]


def span_of(
    session: Session, municipality_id: int, measure: str, prices: RuleVersion | None, today: date
) -> UnitSpan | None:
    """Final prices of here, else reference prices; None: nobody has a price with a source.

    prices   the version of the reference prices of today
    """
    since = clock.at_local(today - timedelta(days=WINDOW_MONTHS * 31), time.min)
    here = span_of_homes(final_prices(session, municipality_id, measure, since), today)
    if here is not None or prices is None:
        return here
    table = ReferencePriceTable.from_json(prices.table)
    return span_of_reference(table.for_idea(measure, today))


def packages_for(
    session: Session,
    municipality_id: int,
    neighbourhood_id: int | None,
    measure: str,
    today: date,
) -> Sequence[Package]:
    """The packages with such works in which somebody can show interest today, the oldest first."""
    scope = None if neighbourhood_id is None else [neighbourhood_id]
    return [
        package
        for package in open_packages(session, municipality_id, scope, today)
        if open_for_interest(package, today) and any(lot.measure == measure for lot in package.lots)
    ]
