"""May this be done with an order now: say yes, order, wait, sign, correct a name, or leave?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from renogroep.base.errors import Refused
from renogroep.orders.rules.lifecycle import AFTER_FREEZE, ORDERS, OrderState, WaveState
from renogroep.tenders.rules.lifecycle import LotState, PackageState

TAKES_ORDERS = frozenset({LotState.ORDERING, LotState.EXECUTING})
SIGNED = frozenset({OrderState.AWAITING_CO_OWNER, OrderState.ORDERED})


class OrderAct(StrEnum):
    """What a household, or another owner, may do with an order."""

    PROVISIONAL = "provisional"
    ORDER = "order"
    WAIT = "wait"
    CO_SIGN = "co_sign"
    CHANGE_CO_OWNER = "change_co_owner"
    WITHDRAW = "withdraw"
    PAY_SELF = "pay_self"
    STOP_ORDER = "stop_order"
    CALL_FIRST = "call_first"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderNow:
    """What decides which acts an order allows, on one day.

    order_until          last day to order; None: no last day
    fits                 does the screening say today that these works fit this home
    room                 places of lot and firm, and the maximum value, leave one for this home
    waiting              stands on the waiting list
    advisor_agreed, contractor_agreed
                         with the quantities as they stand now, that gave the order its ceiling
    price_until          last day of the firm's prices; None: no last day
    withdraw_until       last day to withdraw; only an order that binds has one
    unsigned             for co_sign and change_co_owner: that owner did not sign yet
    own_money_until      last day to say that it pays without a loan; None: nothing is asked
    closed_on, firm, places
                         only for the sentences: the day of the freeze, the firm's name, and how many
                         places the lot (or the firm) has
    use_told             only for ``why_unanswered``: did somebody say what the home is used for
    """

    order_state: OrderState
    wave_state: WaveState
    lot_state: LotState
    package_state: PackageState
    today: date
    order_until: date | None
    fits: bool
    room: bool = True
    waiting: bool = False
    advisor_agreed: bool = False
    contractor_agreed: bool = False
    price_until: date | None = None
    withdraw_until: date | None = None
    unsigned: bool = False
    own_money_until: date | None = None
    closed_on: date | None = None
    firm: str = ""
    places: int | None = None
    use_told: bool = True


Check = Callable[[OrderNow], Refused | None]


def why_not(act: OrderAct, facts: OrderNow) -> Refused | None:
    """Why this act is refused now, or None when it is possible.

    The first reason of the table below. An action calls it on the rows that it holds, a page on the
    rows that it read; nothing else decides. Source: the table of acts of the design, 2026-11-29.
    """
    return next((refused for check in _CHECKS[act] if (refused := check(facts))), None)


def why_unanswered(act: OrderAct, facts: OrderNow) -> Refused | None:
    """What the household must still say before it orders; the page of the order asks it there.

    No state of the order, so the act stays offered: its button leads to the question. A provisional
    yes, a place on the waiting list and leaving never ask it. Mainly business means 21 % VAT and no
    premium. Source: the design of 2026-11-30, "no order before it is answered".
    """
    if act != OrderAct.ORDER or facts.use_told:
        return None
    return Refused(
        "order.use_unknown",
        "We do not know yet what the home is used for. VAT and premium depend on it. Answer that question on the page of your order, or call us: then you can order.",
    )


def why_closed(facts: OrderNow) -> Refused | None:
    """Nothing of an order changes once its round is closed, or its works stopped."""
    if facts.lot_state not in TAKES_ORDERS or facts.package_state != PackageState.PUBLISHED:
        return Refused(
            "order.stopped",
            "These works do not go ahead, so nothing can change any more on this page. You are bound to nothing. Call us when you have a question.",
        )
    if facts.wave_state != WaveState.ORDERING:
        return Refused(
            "order.wave_closed",
            "This round was closed on %(day)s, so nothing can change any more on this page. Call us.",
            day=facts.closed_on,
        )
    return None


def why_late(facts: OrderNow) -> Refused | None:
    """Whoever orders must be able to withdraw before the freeze."""
    if facts.order_until is None or facts.today <= facts.order_until:
        return None
    return Refused(
        "order.too_late",
        "Orders in this round were possible until %(last)s. Call us about a next round.",
        last=facts.order_until,
    )


def why_unfit(facts: OrderNow) -> Refused | None:
    """The screening says now that these works do not fit this home."""
    if facts.fits:
        return None
    return Refused(
        "order.not_fit",
        "The check of this home says that these works do not fit it now, so this step is not possible. Call us: an advisor looks with you at what is.",
    )


def _move(move: str) -> Check:
    def check(facts: OrderNow) -> Refused | None:
        now = facts.order_state
        return None if ORDERS.may(now, move) else ORDERS.wrong(now)

    return check


def _agreed(facts: OrderNow) -> Refused | None:
    if facts.advisor_agreed and facts.contractor_agreed:
        return None
    return Refused(
        "order.not_surveyed",
        "The quantities of your home are being measured again. You can order when the contractor agrees with them.",
    )


def _priced(facts: OrderNow) -> Refused | None:
    if facts.price_until is None or facts.today <= facts.price_until:
        return None
    return Refused(
        "order.price_expired",
        "The prices of “%(firm)s” were good until %(last)s. Call us: we ask for new ones.",
        firm=facts.firm,
        last=facts.price_until,
    )


def _room(facts: OrderNow) -> Refused | None:
    if facts.room:
        return None
    if facts.places is None:
        return Refused(
            "order.no_place",
            "All places of this round are taken. We can put you on the waiting list.",
        )
    return Refused(
        "order.no_place",
        "All %(most)s places of this round are taken. We can put you on the waiting list.",
        most=facts.places,
    )


def _not_waiting(facts: OrderNow) -> Refused | None:
    if not facts.waiting:
        return None
    return Refused("order.waiting", "You are on the waiting list already.")


def _full(facts: OrderNow) -> Refused | None:
    if not facts.room:
        return None
    return Refused("order.has_place", "There is a place for you, so you can order now.")


def _unsigned(facts: OrderNow) -> Refused | None:
    if facts.unsigned:
        return None
    return Refused(
        "order.co_owner_fixed",
        "This owner has signed, or is not on this order any more. Reload the page to see how it stands.",
    )


def _not_frozen(facts: OrderNow) -> Refused | None:
    if facts.order_state not in AFTER_FREEZE:
        return None
    return Refused(
        "order.frozen",
        "Your final price is fixed since %(day)s, so you cannot withdraw on this page. Call us: we look with you at what is still possible.",
        day=facts.closed_on,
    )


def _in_withdrawal(facts: OrderNow) -> Refused | None:
    """Free before the order binds; after that up to and including the last day."""
    if facts.order_state != OrderState.ORDERED:
        return None
    if facts.withdraw_until is None:
        return Refused(
            "order.withdrawal_over",
            "You cannot withdraw on this page. Call us: we look with you at what is still possible.",
        )
    if facts.today <= facts.withdraw_until:
        return None
    return Refused(
        "order.withdrawal_over",
        "You could withdraw without cost until %(last)s. Call us: we look with you at what is still possible.",
        last=facts.withdraw_until,
    )


def _own_money(facts: OrderNow) -> Refused | None:
    until = facts.own_money_until
    if until is not None and facts.today <= until and facts.order_state in SIGNED:
        return None
    return Refused(
        "order.no_own_money",
        "This question is not open any more. Reload the page to see how it stands.",
    )


def _not_own_money(facts: OrderNow) -> Refused | None:
    """Who is asked to pay or to stop, answers that: both are without cost."""
    if facts.own_money_until is None:
        return None
    return Refused(
        "order.own_money",
        "First say on your own page whether you pay by yourself or stop. Stopping is free.",
    )


_MAY_ORDER = (why_closed, why_late, why_unfit, _move("order"), _agreed, _priced)
_CHECKS: dict[OrderAct, tuple[Check, ...]] = {
    OrderAct.PROVISIONAL: (why_closed, why_late, why_unfit, _move("say_provisional_yes")),
    OrderAct.ORDER: (*_MAY_ORDER, _room),
    OrderAct.WAIT: (*_MAY_ORDER, _not_waiting, _full),
    OrderAct.CO_SIGN: (why_closed, why_late, why_unfit, _move("co_sign"), _unsigned),
    OrderAct.CHANGE_CO_OWNER: (
        why_closed,
        why_late,
        _move("co_sign"),
        _not_own_money,
        _unsigned,
    ),
    OrderAct.WITHDRAW: (_not_frozen, why_closed, _move("withdraw"), _not_own_money, _in_withdrawal),
    OrderAct.PAY_SELF: (why_closed, _own_money),
    OrderAct.STOP_ORDER: (why_closed, _own_money),
    OrderAct.CALL_FIRST: (why_closed, _own_money),
}
