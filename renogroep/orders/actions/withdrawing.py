"""How does an order end before the freeze, and what becomes of its conditions?"""

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.orders.actions import tell
from renogroep.orders.actions.holding import check_ordering, end, hold
from renogroep.orders.events import Did
from renogroep.orders.models import Order, OrderCondition
from renogroep.orders.rules.conditions import Condition, ConditionState
from renogroep.orders.rules.lifecycle import AFTER_FREEZE, OrderState
from renogroep.orders.rules.reasons import reason_of
from renogroep.orders.rules.withdrawal import check_may_withdraw
from renogroep.owners.rules.cases import LossReason, read_loss_reason

BY_HAND = (Condition.FUNDING, Condition.PERMIT, Condition.CO_OWNER, Condition.VME_VOTE)


def withdraw(
    session: Session,
    order: Order,
    *,
    reason: str = "",
    channel: str = "online",
    by: By,
) -> None:
    """The household leaves. Free any time before it ordered, and within the period after that.

    Neighbours keep their ceiling: no other order is touched. Withdrawing twice is once.
    raises   Refused after the period and after the freeze, with whom to call.
    """
    wave = hold(session, order)
    if order.state == OrderState.WITHDRAWN:
        return
    if order.state in AFTER_FREEZE:
        raise Refused(
            "order.frozen",
            "Your final price is fixed since %(day)s, so you cannot withdraw on this page. Call us: we look with you at what is still possible.",
            day=clock.local(wave.frozen_at).date() if wave.frozen_at else wave.freeze_on,
        )
    check_ordering(wave)
    if order.state == OrderState.ORDERED and order.withdraw_until is not None:
        check_may_withdraw(order.withdraw_until, clock.today())
    why = read_loss_reason(reason) if reason else LossReason.OTHER
    was_bound = order.ordered_at is not None
    end(session, order, "withdraw", why, Did.ORDER_WITHDRAWN, by=by)
    tell.household(session, order, "orders_withdrawn", "once", channel=channel, was_bound=was_bound)


def decide_condition(session: Session, order: Order, kind: str, *, met: bool, by: By) -> None:
    """Staff heard how a condition ended. When it failed, the order falls without cost.

    raises   Refused for a condition that is not open, or that is not decided by hand.
    """
    wave = hold(session, order)
    check_ordering(wave)
    row = next((row for row in order.conditions if row.kind == kind), None)
    if row is None or row.state != ConditionState.OPEN or kind not in BY_HAND:
        raise Refused(
            "condition.not_open",
            "Nothing has to be decided about this condition now. Reload the page to see how it stands.",
        )
    if met and kind == Condition.CO_OWNER:
        raise Refused(
            "condition.signature",
            "A co-owner says yes with a signature. Record the signature instead.",
        )
    _decide(row, met, by)
    record(
        session,
        Did.CONDITION_DECIDED,
        actor_id=by.actor_id,
        subject=order,
        condition=kind,
        met=met,
    )
    if not met:
        reason = reason_of(Condition(kind))
        end(session, order, "lapse", reason, Did.ORDER_LAPSED, by=by)
        tell.household(session, order, "orders_lapsed", "once", reason=reason)


def _decide(row: OrderCondition, met: bool, by: By) -> None:
    row.state = ConditionState.MET if met else ConditionState.FAILED
    row.decided_at, row.decided_by = clock.now(), by.actor_id
