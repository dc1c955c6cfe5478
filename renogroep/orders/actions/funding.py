"""An order waits for a loan: what when it comes, when it does not, and when nobody answers then?"""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.infra.acts import TICK, By, check_seen
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.infra.holidays import belgian
from renogroep.infra.i18n import stored_text
from renogroep.orders.actions import tell
from renogroep.orders.actions.checking import check
from renogroep.orders.actions.holding import end, hold
from renogroep.orders.models import Order, OrderCondition
from renogroep.orders.rules.conditions import CONDITIONS, Condition, ConditionState
from renogroep.orders.rules.events import Did
from renogroep.orders.rules.guards import SIGNED, OrderAct
from renogroep.orders.rules.lifecycle import OrderState, WaveState
from renogroep.orders.rules.own_money import call_first as call_first_task
from renogroep.orders.rules.own_money import own_money_until
from renogroep.orders.rules.reasons import LapseReason
from renogroep.owners.actions.intake import leave_task
from renogroep.owners.models import Case
from renogroep.owners.queries import tasks
from renogroep.owners.rules.cases import TaskState


def await_loan(session: Session, order: Order, *, by: By) -> None:
    """A signed order hangs on the loan from now on; one that hangs on it already stays so.

    A question whether the household pays by itself falls away. Held by the caller.
    """
    if order.state not in SIGNED or order.wave.state != WaveState.ORDERING:
        return  # who signs later reads how the loan stands then; what was counted stays counted
    order.own_money_until = None
    if _funding(order) is not None:
        return
    session.add(
        OrderCondition(
            municipality_id=order.municipality_id,
            order_id=order.id,
            kind=Condition.FUNDING,
            state=ConditionState.OPEN,
        )
    )
    session.flush()
    session.refresh(order, ["conditions"])
    record(session, Did.FUNDING_AWAITED, actor_id=by.actor_id, subject=order)


def loan_came(session: Session, order: Order, *, by: By) -> None:
    """The loan is there: the order hangs on it no more. Held by the caller."""
    row = _open_funding(order)
    if row is None:
        return
    CONDITIONS.move(row, "meet")
    row.decided_at, row.decided_by = clock.now(), by.actor_id
    order.own_money_until = None
    record(
        session,
        Did.CONDITION_DECIDED,
        actor_id=by.actor_id,
        subject=order,
        condition=Condition.FUNDING,
        met=True,
    )


def no_loan(session: Session, order: Order, *, by: By) -> date | None:
    """There is no loan: the household may say that it pays by itself; until when.

    None when the order does not hang on a loan, was counted at the freeze, or fell because no day is
    left before it.
    Held by the caller.
    """
    counts = order.wave.state != WaveState.ORDERING  # at the freeze: the firm answers about it now
    if order.state not in SIGNED or counts or _open_funding(order) is None:
        return None
    today = clock.today()
    order.own_money_until = own_money_until(today, order.wave.freeze_on, belgian(today))
    if order.own_money_until is None:
        _fall(session, order, by)
        return None
    record(
        session,
        Did.OWN_MONEY_ASKED,
        actor_id=by.actor_id,
        subject=order,
        until=order.own_money_until.isoformat(),
    )
    return order.own_money_until


def pay_self(session: Session, order: Order, *, by: By) -> None:
    """The household pays without a loan: the order stands, and hangs on no loan. Twice is once.

    raises   Refused after its day, or when nothing was asked.
    """
    hold(session, order)
    if order.own_money_at is not None and order.own_money_until is None:
        return
    check_seen(order, by)
    check(session, order, OrderAct.PAY_SELF)
    order.own_money_at, order.own_money_until = clock.now(), None
    row = _open_funding(order)
    if row is not None:
        session.delete(row)  # nobody granted a loan, so it is not met
        session.flush()
        session.refresh(order, ["conditions"])
    record(session, Did.OWN_MONEY_SAID, actor_id=by.actor_id, subject=order, channel=by.channel)


def stop_order(session: Session, order: Order, *, by: By) -> None:
    """The household stops because there is no loan: without cost. Twice is once."""
    hold(session, order)
    if order.state == OrderState.LAPSED:
        return
    check_seen(order, by)
    check(session, order, OrderAct.STOP_ORDER)
    _fall(session, order, by)


def call_first(session: Session, order: Order, *, by: By) -> None:
    """The household wants to talk first: the advisor calls, at the latest the next working day."""
    hold(session, order)
    case = order.subscription.case
    locked(session, Case, case.id)
    check_seen(order, by)
    check(session, order, OrderAct.CALL_FIRST)
    today = clock.today()
    what, due = call_first_task(order.reference, today, belgian(today))
    asked = stored_text(what)
    if any(task.what == asked for task in tasks(session, case.id) if task.state == TaskState.OPEN):
        return
    leave_task(session, case, what, due_on=due, by=by)


def silent_own_money(session: Session, today: date) -> list[int]:
    """Orders of which the last day to answer is over: their ids."""
    return list(
        session.scalars(
            select(Order.id)
            .where(Order.own_money_until < today, Order.state.in_(sorted(SIGNED)))
            .order_by(Order.id)
        )
    )


def settle_own_money(session: Session, order: Order, today: date) -> None:
    """Silence is no: the order falls without cost, unless it was answered meanwhile."""
    hold(session, order)
    if order.own_money_until is not None and order.own_money_until < today:
        _fall(session, order, TICK)


def _fall(session: Session, order: Order, by: By) -> None:
    row = _open_funding(order)
    if row is not None:
        CONDITIONS.move(row, "fail")
        row.decided_at, row.decided_by = clock.now(), by.actor_id
    end(session, order, "lapse", LapseReason.FUNDING, Did.ORDER_LAPSED, by=by)
    tell.household(session, order, "orders_lapsed", "once", reason=LapseReason.FUNDING)


def _funding(order: Order) -> OrderCondition | None:
    return next((row for row in order.conditions if row.kind == Condition.FUNDING), None)


def _open_funding(order: Order) -> OrderCondition | None:
    row = _funding(order)
    return row if row is not None and row.state == ConditionState.OPEN else None
