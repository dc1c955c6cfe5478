"""What happens on the day of the freeze, and when a contractor has too few homes?"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.financing.queries import periods_on
from renogroep.infra.acts import TICK, By, check_seen
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.infra.holidays import belgian
from renogroep.orders.actions import tell
from renogroep.orders.actions.holding import end, hold_wave
from renogroep.orders.models import Order, Wave, WaveFirm
from renogroep.orders.queries import finding, offers
from renogroep.orders.rules.conditions import (
    CONDITIONS,
    Condition,
    States,
    counts_at_freeze,
)
from renogroep.orders.rules.events import Did
from renogroep.orders.rules.freeze import (
    ContractorInWave,
    FreezeDecision,
    Outcome,
    decide_freeze,
)
from renogroep.orders.rules.lifecycle import AFTER_FREEZE, ORDERS, WAVES, OrderState, WaveState
from renogroep.orders.rules.reasons import LapseReason, why_not_counted
from renogroep.quotes.models import Quote

# Contractor and advisor get one message about all their homes.
HEARD_ONE_BY_ONE = frozenset({tell.Ear.CO_OWNERS})


def freeze(session: Session, wave: Wave, *, by: By) -> Wave:
    """Count who takes part and fix the final prices. A second time does nothing.

    Orders that wait for a signature, a loan or a permit do not count: they fall without cost.
    raises   Refused before the day of the freeze.
    """
    hold_wave(session, wave.id, None)
    if wave.state != WaveState.ORDERING:
        return wave
    check_seen(wave, by)
    today = clock.today()
    if today < wave.freeze_on:
        raise Refused(
            "wave.too_early",
            "The prices of this round are fixed on %(day)s, not before: households may still change their mind.",
            day=wave.freeze_on,
        )
    orders = finding.live_orders(session, wave.id)
    counted = [order for order in orders if _counts(order)]
    decided = {
        quote.id: (quote, _decide(session, quote, _of(counted, quote), today))
        for quote in _quotes(orders)
    }
    wave.frozen_at = clock.now()
    WAVES.move(wave, "freeze")
    for quote, decision in decided.values():
        _keep(session, wave, quote, decision)
    for order in orders:
        if order not in counted:
            _fall(session, order, _why_not(order), by)
    for quote, decision in decided.values():
        _apply(session, wave, quote, decision, _of(counted, quote), by)
    tell.advisors_of_round(session, wave, orders, "freeze")
    record(
        session,
        Did.WAVE_FROZEN,
        actor_id=by.actor_id,
        subject=wave,
        homes=len(counted),
        outcome=[
            {"quote_id": key, "outcome": one.outcome, "n": one.n, "minimum": one.minimum}
            for key, (_, one) in decided.items()
        ],
    )
    _lapse_when_empty(session, wave, by)
    return wave


def _counts(order: Order) -> bool:
    return order.state == OrderState.ORDERED and counts_at_freeze(_states(order))


def _why_not(order: Order) -> str:
    """A loan that was refused is not one that is still open, also when nobody answered yet."""
    if order.own_money_until is not None:
        return LapseReason.FUNDING
    return why_not_counted(order.state, _states(order))


def _states(order: Order) -> States:
    return {row.kind: row.state for row in order.conditions}


def _of(orders: Sequence[Order], quote: Quote) -> list[Order]:
    return [order for order in orders if order.quote_id == quote.id]


def _quotes(orders: Sequence[Order]) -> list[Quote]:
    found = {order.quote_id: order.quote for order in orders}
    return [found[key] for key in sorted(found)]


def _decide(
    session: Session, quote: Quote, orders: Sequence[Order], on: date, *, waives: bool = False
) -> FreezeDecision:
    offer = offers.offer_of(session, quote)
    contractor = ContractorInWave(
        prices=offer.prices,
        bands=offer.bands,
        minimum=offer.minimum,
        homes=offers.homes_of(orders),
        waives_minimum=waives,
    )
    periods, _ = periods_on(session, quote.municipality_id, on)
    return decide_freeze(contractor, on, periods.days("waiver"), belgian(on))


def _keep(session: Session, wave: Wave, quote: Quote, decision: FreezeDecision) -> None:
    """What the freeze meant for this contractor; a later answer takes the place of the first."""
    row = next((row for row in wave.firms if row.quote_id == quote.id), None)
    if row is None:
        row = WaveFirm(municipality_id=wave.municipality_id, wave_id=wave.id, quote_id=quote.id)
        wave.firms.append(row)
    row.outcome, row.n, row.minimum = decision.outcome, decision.n, decision.minimum
    row.waive_until = decision.waive_until
    session.flush()


def _fall(session: Session, order: Order, reason: str, by: By) -> None:
    """The order ends without cost for anybody; everybody hears it on the same day.

    Who never signed reads that the round is over: there was no order that could fall.
    """
    signed = order.signed_at is not None
    end(
        session,
        order,
        "lapse",
        reason,
        Did.ORDER_LAPSED,
        by=by,
        hear=HEARD_ONE_BY_ONE,
    )
    notice = "orders_lapsed" if signed else "orders_round_over"
    tell.household(session, order, notice, "freeze", reason=reason)


def _apply(
    session: Session,
    wave: Wave,
    quote: Quote,
    decision: FreezeDecision,
    orders: Sequence[Order],
    by: By,
) -> None:
    key = f"{wave.id}.{quote.id}.{decision.outcome}"
    if decision.outcome == Outcome.BELOW_MINIMUM:
        for order in orders:
            tell.household(
                session, order, "orders_below_minimum", "freeze", until=decision.waive_until
            )
            tell.others(session, order, HEARD_ONE_BY_ONE, waive_until=decision.waive_until)
        tell.firm(
            session,
            quote,
            "orders_firm_below_minimum",
            key,
            wave=wave,
            n=decision.n,
            minimum=decision.minimum,
            until=decision.waive_until,
        )
    elif decision.outcome == Outcome.FROZEN:
        for order in orders:
            _fix(session, order, decision, by)
        tell.firm(session, quote, "orders_firm_frozen", key, wave=wave, n=decision.n)
    else:
        tell.firm(session, quote, "orders_firm_no_contract", key, wave=wave)


def _fix(session: Session, order: Order, decision: FreezeDecision, by: By) -> None:
    """The final price of one home: never above its ceiling."""
    result = decision.finals[order.reference]
    ORDERS.move(order, "freeze")
    order.final, order.borne_by_contractor = result.final, result.borne_by_contractor
    for row in order.conditions:
        if row.kind == Condition.THRESHOLD:
            CONDITIONS.move(row, "meet")
            row.decided_at, row.decided_by = clock.now(), by.actor_id
    record(
        session,
        Did.ORDER_FROZEN,
        actor_id=by.actor_id,
        subject=order,
        final=result.final.cents,
        borne_by_contractor=result.borne_by_contractor.cents,
        homes=decision.n,
    )
    tell.household(session, order, "orders_frozen", "freeze", homes=decision.n)
    session.flush()
    tell.others(session, order, HEARD_ONE_BY_ONE)


def waive_minimum(session: Session, firm: WaveFirm, *, by: By) -> None:
    """The contractor comes below its minimum; no price is above its ceiling. Twice is once.

    raises   Refused after its working days, or when nothing was asked.
    """
    wave, quote = _held(session, firm)
    if firm.outcome == Outcome.FROZEN and firm.n < firm.minimum:
        return
    until = _asked(firm)
    today = clock.today()
    if today > until:
        raise Refused(
            "waiver.too_late",
            "The answer was possible until %(last)s. The orders of these homes fall.",
            last=until,
        )
    orders = _counted_of(session, wave, quote)
    decision = _decide(session, quote, orders, today, waives=True)
    _keep(session, wave, quote, decision)
    record(
        session,
        Did.MINIMUM_WAIVED,
        actor_id=by.actor_id,
        subject=wave,
        quote_id=quote.id,
        homes=decision.n,
    )
    _apply(session, wave, quote, decision, orders, by)
    tell.advisors_of_round(session, wave, orders, f"{quote.id}.waived")
    _lapse_when_empty(session, wave, by)


def keep_minimum(session: Session, firm: WaveFirm, *, by: By) -> None:
    """No contract arises: the contractor said no, or let its working days pass. Twice is once."""
    wave, quote = _held(session, firm)
    if firm.outcome == Outcome.BELOW_MINIMUM and firm.waive_until is None:
        return
    _asked(firm)
    orders = _counted_of(session, wave, quote)
    firm.waive_until = None
    record(session, Did.MINIMUM_KEPT, actor_id=by.actor_id, subject=wave, quote_id=quote.id)
    for order in orders:
        _fall(session, order, LapseReason.THRESHOLD, by)
    tell.advisors_of_round(session, wave, orders, f"{quote.id}.kept")
    key = f"{wave.id}.{quote.id}.kept"
    tell.firm(session, quote, "orders_firm_no_contract", key, wave=wave)
    _lapse_when_empty(session, wave, by)


def _held(session: Session, firm: WaveFirm) -> tuple[Wave, Quote]:
    """The wave is held: its contractors answer one after another."""
    locked(session, Wave, firm.wave_id)
    session.refresh(firm)
    return firm.wave, firm.quote


def _asked(firm: WaveFirm) -> date:
    """The last day to answer; Refused when nothing is asked of this contractor."""
    if firm.waive_until is None:
        raise Refused(
            "waiver.not_asked", "There is no question open about the minimum of this contractor."
        )
    return firm.waive_until


def _counted_of(session: Session, wave: Wave, quote: Quote) -> list[Order]:
    return list(finding.of_wave(session, wave.id, quote.id, [OrderState.ORDERED]))


def _lapse_when_empty(session: Session, wave: Wave, by: By) -> None:
    """A frozen wave without homes and without open questions is over."""
    session.flush()
    waits = any(row.waive_until for row in wave.firms)
    if waits or finding.of_wave(session, wave.id, states=AFTER_FREEZE):
        return
    WAVES.move(wave, "lapse")
    record(session, Did.WAVE_LAPSED, actor_id=by.actor_id, subject=wave)


def settle_waivers(session: Session, today: date) -> int:
    """Let every contractor's silence count once its days are over; how many there were."""
    silent = session.scalars(
        select(WaveFirm).where(WaveFirm.waive_until < today).order_by(WaveFirm.wave_id, WaveFirm.id)
    ).all()
    for key in sorted({firm.wave_id for firm in silent}):
        locked(session, Wave, key)
    for firm in silent:
        keep_minimum(session, firm, by=TICK)
    return len(silent)


ANSWERS = {"comes": waive_minimum, "no": keep_minimum}
