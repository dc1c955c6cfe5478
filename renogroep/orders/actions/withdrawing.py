"""How does an order end before the freeze, and what becomes of its conditions?"""

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.channel import SPOKEN
from renogroep.base.errors import Refused
from renogroep.infra.acts import By, check_seen
from renogroep.infra.audit import record
from renogroep.orders.actions import tell
from renogroep.orders.actions.checking import check, check_open
from renogroep.orders.actions.holding import end, hold
from renogroep.orders.models import Order
from renogroep.orders.rules.conditions import CONDITIONS, Condition, ConditionState
from renogroep.orders.rules.events import Did
from renogroep.orders.rules.guards import OrderAct
from renogroep.orders.rules.lifecycle import OrderState
from renogroep.orders.rules.reasons import reason_of
from renogroep.owners.rules.cases import reason_told

BY_HAND = (Condition.FUNDING, Condition.PERMIT, Condition.CO_OWNER, Condition.VME_VOTE)


def withdraw(session: Session, order: Order, *, reason: str = "", by: By) -> None:
    """The household leaves. Free any time before it ordered, and within the period after that.

    Neighbours keep their ceiling: no other order is touched. Withdrawing twice is once.
    reason   a code, or blank: nobody has to give one
    raises   Refused after the period and after the freeze, with whom to call.
    """
    hold(session, order)
    if order.state == OrderState.WITHDRAWN:
        return
    check_seen(order, by)
    check(session, order, OrderAct.WITHDRAW)
    why = reason_told(reason, by.channel)
    was_bound = order.ordered_at is not None
    end(session, order, "withdraw", why, Did.ORDER_WITHDRAWN, by=by)
    tell.household(
        session,
        order,
        "orders_withdrawn",
        "once",
        by=by,
        told=by.channel in SPOKEN,
        channel=by.channel,
        was_bound=was_bound,
    )


def decide_condition(session: Session, order: Order, kind: str, *, met: bool, by: By) -> None:
    """Staff heard how a condition ended. When it failed, the order falls without cost. Twice is once.

    raises   Refused for a condition that is not open, or that is not decided by hand.
    """
    hold(session, order)
    row = next((row for row in order.conditions if row.kind == kind), None)
    wanted = ConditionState.MET if met else ConditionState.FAILED
    if row is not None and row.state == wanted:
        return
    check_seen(order, by)
    check_open(session, order)
    if row is None or row.kind not in BY_HAND:
        raise CONDITIONS.wrong(ConditionState.MET)
    if met and kind == Condition.CO_OWNER:
        raise Refused(
            "condition.signature",
            "A co-owner says yes with a signature. Record the signature instead.",
        )
    CONDITIONS.move(row, "meet" if met else "fail")
    row.decided_at, row.decided_by = clock.now(), by.actor_id
    if row.kind == Condition.FUNDING:
        order.own_money_until = None
    record(
        session,
        Did.CONDITION_DECIDED,
        actor_id=by.actor_id,
        subject=order,
        condition=kind,
        met=met,
    )
    if not met:
        reason = reason_of(row.kind)
        end(session, order, "lapse", reason, Did.ORDER_LAPSED, by=by)
        tell.household(session, order, "orders_lapsed", "once", reason=reason)
