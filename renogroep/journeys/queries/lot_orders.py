"""How far are the rounds of many lots, and what do their homes wait for?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from renogroep.groups.models import Request
from renogroep.journeys.queries.asked import Asked, Facts
from renogroep.journeys.queries.lot_interest import latest_assignments
from renogroep.orders.models import CoOwner, Order, OrderCondition, Wave
from renogroep.orders.rules.closing import why_not_closed
from renogroep.orders.rules.conditions import Condition, ConditionState
from renogroep.orders.rules.freeze import Outcome
from renogroep.orders.rules.lifecycle import LIVE, OrderState, WaveState
from renogroep.quotes.models import Quote
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.lifecycle import SCREENED
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import LotState, Mode

_TAKES_ORDERS = (LotState.ORDERING, LotState.EXECUTING)
_MEASURED = (OrderState.PROVISIONAL, OrderState.SURVEYED, OrderState.AWAITING_CO_OWNER)
_BUILT = {
    OrderState.FROZEN: "to_plan",
    OrderState.PLANNED: "to_start",
    OrderState.IN_WORKS: "to_hand_over",
}


def rounds(session: Session, asked: Asked) -> Facts:
    """The open round, whether all are over, and a firm with too few homes that must answer."""
    lots = asked.among(*_TAKES_ORDERS)
    if not lots:
        return {}
    waves = _waves(session, lots)
    own = _quotes_of(session, asked, lots)
    return {key: _round(waves[lot.id], own.get(key)) for key, lot in lots.items()}


def _waves(session: Session, lots: dict[int, Lot]) -> dict[int, list[Wave]]:
    """Lot -> its rounds, by number."""
    found = defaultdict(list)
    ids = {lot.id for lot in lots.values()}
    rows = select(Wave).where(Wave.lot_id.in_(ids)).options(selectinload(Wave.firms))
    for wave in session.scalars(rows.order_by(Wave.number)):
        found[wave.lot_id].append(wave)
    return found


def _quotes_of(session: Session, asked: Asked, lots: dict[int, Lot]) -> dict[int, set[int]]:
    """Request -> the quotes of the firm that looks; empty for staff."""
    if asked.firm_id is None:
        return {}
    found: dict[int, set[int]] = {key: set() for key in lots}
    for key, quote_id in session.execute(
        select(Quote.request_id, Quote.id).where(
            Quote.organisation_id == asked.firm_id, Quote.request_id.in_(lots)
        )
    ):
        found[key].add(quote_id)
    return found


def _round(waves: Sequence[Wave], own: set[int] | None) -> dict[str, Any]:
    open_now = next((wave for wave in waves if wave.state == WaveState.ORDERING), None)
    answers = [
        until
        for wave in waves
        for quote_id, until in _below_minimum(wave)
        if until is not None and (own is None or quote_id in own)
    ]
    return {
        "ordering": open_now is not None,
        "order_until": open_now.order_until if open_now else None,
        "freeze_on": open_now.freeze_on if open_now else None,
        "waive_until": min(answers, default=None),
        "rounds_done": why_not_closed([WaveState(wave.state) for wave in waves]) is None,
    }


def _below_minimum(wave: Wave) -> Iterator[tuple[int, date | None]]:
    """Quotes with too few homes at the freeze, with the day until which their firm may answer."""
    for row in wave.firms:
        if row.outcome == Outcome.BELOW_MINIMUM:
            yield row.quote_id, row.waive_until


def homes(session: Session, asked: Asked) -> Facts:
    """How many homes wait for what; for a firm only those at its own prices."""
    lots = asked.among(*_TAKES_ORDERS)
    if not lots:
        return {}
    found: Facts = {key: defaultdict(int) for key in lots}
    starts: dict[int, list[date]] = defaultdict(list)
    for orders in _orders(session, asked, lots):
        name = _waits_for(orders)
        if name is not None:
            found[orders.key][name] += orders.homes
        if orders.state == OrderState.PLANNED and orders.first is not None:
            starts[orders.key].append(orders.first)
    for key, days in starts.items():
        found[key]["to_start_on"] = min(days)
    if asked.firm_id is None:
        _count(session, lots, found, "conditions", _open_conditions())
        _count(session, lots, found, "unsigned", _unsigned())
    return {key: dict(facts) for key, facts in found.items()}


def _orders(session: Session, asked: Asked, lots: dict[int, Lot]) -> Iterable[Any]:
    """One row for all orders that are alike."""
    alike = (
        asked.key.label("key"),
        Order.state,
        Order.advisor_agreed_at.is_not(None).label("advisor_agreed"),
        Order.contractor_agreed_at.is_not(None).label("contractor_agreed"),
        (Order.survey_note != "").label("noted"),
    )
    statement = (
        select(*alike, func.count().label("homes"), func.min(Order.planned_on).label("first"))
        .join(Quote, Quote.id == Order.quote_id)
        .join(Request, Request.id == Quote.request_id)
        .where(asked.key.in_(lots), Order.state.in_(sorted(LIVE)))
        .group_by(*alike)
    )
    if asked.firm_id is not None:
        statement = statement.where(Quote.organisation_id == asked.firm_id)
    return session.execute(statement)


def _waits_for(orders: Any) -> str | None:
    """The count to which these orders belong."""
    if orders.state in _MEASURED:
        if orders.contractor_agreed:
            return None
        if orders.advisor_agreed:
            return "to_agree"
        return "disputed" if orders.noted else "to_measure"
    return _BUILT.get(OrderState(orders.state))


def _open_conditions() -> Any:
    """Orders that hang on something that somebody must bring; the threshold is nobody's to bring."""
    return (
        select(Wave.lot_id, func.count(Order.id.distinct()))
        .join(Order, Order.wave_id == Wave.id)
        .join(OrderCondition, OrderCondition.order_id == Order.id)
        .where(
            Order.state == OrderState.ORDERED,
            OrderCondition.state == ConditionState.OPEN,
            OrderCondition.kind != Condition.THRESHOLD,
        )
    )


def _unsigned() -> Any:
    """Other owners who still must sign."""
    return (
        select(Wave.lot_id, func.count(CoOwner.id))
        .join(Order, Order.wave_id == Wave.id)
        .join(CoOwner, CoOwner.order_id == Order.id)
        .where(Order.state == OrderState.AWAITING_CO_OWNER, CoOwner.signed_at.is_(None))
    )


def _count(session: Session, lots: dict[int, Lot], found: Facts, name: str, statement: Any) -> None:
    rows = session.execute(statement.where(Wave.lot_id.in_(lots)).group_by(Wave.lot_id))
    for lot_id, number in rows:
        found[lot_id][name] = number


def left(session: Session, asked: Asked) -> Facts:
    """Homes that counted on a firm that does not come, in group mode."""
    lots = {
        key: lot
        for key, lot in asked.among(LotState.ORDERING).items()
        if lot.package.mode == Mode.GROUP_QUOTES
    }
    if not lots or asked.firm_id is not None:
        return {}
    busy: dict[int, set[int]] = defaultdict(set)
    served: dict[int, set[int]] = defaultdict(set)
    for lot_id, quote_id, subscription_id in session.execute(
        select(Wave.lot_id, Order.quote_id, Order.subscription_id)
        .join(Order, Order.wave_id == Wave.id)
        .where(Wave.lot_id.in_(lots), Order.state.in_(sorted(LIVE)))
    ):
        busy[lot_id].add(quote_id)
        served[lot_id].add(subscription_id)
    gone = {
        lot_id: {quote for wave in waves for quote, until in _below_minimum(wave) if until is None}
        - busy[lot_id]
        for lot_id, waves in _waves(session, lots).items()
    }
    ends = latest_assignments(session, list(lots))
    fit = set(
        session.scalars(
            select(Subscription.id).where(
                Subscription.id.in_({row.subscription_id for _, _, row in ends}),
                Subscription.state.in_(SCREENED),
            )
        )
    )
    found: Facts = {key: {"homes_left": 0} for key in lots}
    for lot_id, _request_id, row in ends:
        waits = row.subscription_id in fit - served[lot_id]
        found[lot_id]["homes_left"] += waits and row.quote_id in gone.get(lot_id, ())
    return found
