"""Which of the acts are possible for a household now, and what stands on their buttons?"""

from renogroep.base.errors import Refused
from renogroep.base.text import Text, t
from renogroep.journeys.rules.standing_facts import Assigned, LotFacts
from renogroep.orders.rules import guards as orders
from renogroep.orders.rules.guards import OrderAct
from renogroep.orders.rules.lifecycle import RUNNING, OrderState, WaveState
from renogroep.quotes.rules import guards as quotes
from renogroep.quotes.rules.guards import QuoteAct
from renogroep.subscriptions.rules import guards as subscriptions
from renogroep.subscriptions.rules.guards import SubscriptionAct
from renogroep.tenders.rules.lifecycle import DONE, PackageState

Act = SubscriptionAct | QuoteAct | OrderAct
ACTS: tuple[Act, ...] = (*SubscriptionAct, *QuoteAct, *OrderAct)


def is_possible(act: Act, facts: LotFacts, *, unsigned: bool | None = None) -> bool:
    """Does the guard of this act say yes? An order act without a live order is never possible.

    unsigned   for an act of one other owner: did that owner not sign yet. None: of any of them
    Source: the table of acts of the design, 2026-11-29.
    """
    if isinstance(act, OrderAct):
        return facts.order is not None and _of_order(act, facts, facts.order, unsigned) is None
    if isinstance(act, QuoteAct):
        return _of_choice(act, facts) is None
    running = facts.running_elsewhere or facts.order in RUNNING
    interest = subscriptions.InterestNow(
        state=facts.subscription,
        running=running,
        goes_on=facts.package == PackageState.PUBLISHED and facts.lot not in DONE,
        confirm_by=facts.confirm_by,
        confirmed=facts.confirmed,
        today=facts.today,
    )
    return subscriptions.why_not(act, interest) is None


def _of_order(
    act: OrderAct, facts: LotFacts, state: OrderState, unsigned: bool | None
) -> Refused | None:
    now = orders.OrderNow(
        order_state=state,
        wave_state=facts.wave or WaveState.ORDERING,
        lot_state=facts.lot,
        package_state=facts.package,
        today=facts.today,
        order_until=facts.order_until,
        fits=facts.fits,
        room=facts.room,
        waiting=facts.waiting,
        advisor_agreed=facts.advisor_agreed,
        contractor_agreed=facts.contractor_agreed,
        price_until=facts.price_until,
        withdraw_until=facts.withdraw_until,
        unsigned=bool(facts.unsigned) if unsigned is None else unsigned,
        own_money_until=facts.own_money_until,
        closed_on=facts.freeze_on,
        firm=facts.firm or "",
    )
    return orders.why_not(act, now)


def _of_choice(act: QuoteAct, facts: LotFacts) -> Refused | None:
    now = quotes.ChoiceNow(
        mode=facts.mode,
        package_state=facts.package,
        lot_state=facts.lot,
        subscription_state=facts.subscription,
        fits=facts.fits,
        today=facts.today,
        offered=facts.asked and facts.quotes > 0,
        assigned_other=facts.assigned == Assigned.OTHER,
        answered=facts.answer is not None,
        yes_by=facts.yes_by,
        has_order=facts.order is not None,
    )
    return quotes.why_not(act, now)


def button_of(act: Act, facts: LotFacts) -> Text:
    """The words on the button of this act. Source: the table of acts of the design, 2026-11-29."""
    if act == QuoteAct.CHOOSE and facts.preferred:
        return t("See or change your choice")
    if act == QuoteAct.SAY_YES:
        return t("Yes, with %(firm)s", firm=facts.firm or t("the contractor"))
    if act == OrderAct.WITHDRAW and facts.order == OrderState.ORDERED:
        return t("Withdraw my order (I stop)")
    return _BUTTONS[act]


_BUTTONS: dict[Act, Text] = {
    SubscriptionAct.CONFIRM: t("Confirm my interest"),
    SubscriptionAct.STOP_INTEREST: t("I no longer take part"),
    QuoteAct.CHOOSE: t("Compare and choose"),
    QuoteAct.SAY_NO: t("No"),
    OrderAct.PROVISIONAL: t("Yes, come and measure (free)"),
    OrderAct.ORDER: t("Look at the order and decide"),
    OrderAct.WAIT: t("Put me on the waiting list"),
    OrderAct.CO_SIGN: t("Read and sign"),
    OrderAct.CHANGE_CO_OWNER: t("The name of the other owner is wrong"),
    OrderAct.WITHDRAW: t("Stop with these works"),
    OrderAct.PAY_SELF: t("I pay by myself"),
    OrderAct.STOP_ORDER: t("I stop"),
    OrderAct.CALL_FIRST: t("Call me first"),
}


def withdraw_beside(facts: LotFacts) -> Text | None:
    """The button that stands beside the sentence of a binding order; None when it cannot be withdrawn.

    The days left are those after today: the day of the last signature does not count.
    Source: section 3 of the design of 2026-11-29.
    """
    if facts.order != OrderState.ORDERED or not is_possible(OrderAct.WITHDRAW, facts):
        return None
    last = facts.withdraw_until or facts.today
    days = (last - facts.today).days
    if days == 0:
        return t("Withdraw my order (I stop, today is the last day)")
    if days == 1:
        return t("Withdraw my order (I stop, still 1 day)")
    return t("Withdraw my order (I stop, still %(n)s days)", n=days)
