"""How does a signature at the ceiling become an order?"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.channel import Channel
from renogroep.base.errors import Refused
from renogroep.base.money import Money
from renogroep.financing.queries import periods_on
from renogroep.infra.audit import record
from renogroep.infra.holidays import belgian
from renogroep.orders.actions import tell
from renogroep.orders.actions.asking import add_co_owner, ask, read_co_owner
from renogroep.orders.models import Order, OrderCondition
from renogroep.orders.queries import cards
from renogroep.orders.queries.fitness import needs_permit
from renogroep.orders.queries.once import Once
from renogroep.orders.rules.conditions import ConditionState, OrderFacts, conditions_for
from renogroep.orders.rules.events import Did
from renogroep.orders.rules.lifecycle import ORDERS, OrderState
from renogroep.orders.rules.signing import CoOwnerAsked, Signing
from renogroep.orders.rules.withdrawal import withdraw_until
from renogroep.owners.loan_queries import has_loan, waits_for_loan
from renogroep.owners.rules.kinds import OwnerKind

TERMS_VERSION = "2026-12-01"  # of the words on the order page and on paper; a new text, a new date
SIGNED = (OrderState.AWAITING_CO_OWNER, OrderState.ORDERED)


@dataclass(frozen=True, slots=True)
class Press:
    """Who pressed the button of an order, when, and through what: the order is of that moment."""

    actor_id: int | None
    channel: Channel
    at: datetime

    @property
    def on(self) -> date:
        """The day of the press, in Brussels."""
        return clock.local(self.at).date()


@dataclass(frozen=True, slots=True)
class OrderMoney:
    """VAT and premium as they are told with an order, and the rules that say so."""

    vat_percent: int
    premium: Money | None
    vat_version_id: int | None
    premium_version_id: int | None


def money_of(session: Session, order: Order, today: date) -> OrderMoney:
    """What the law says today; the order keeps which version said it.

    raises   Refused without a rule of VAT
    """
    once = Once(session, order, today)
    vat = cards.vat_of(session, order, today, once)
    if vat.percent is None:
        raise Refused(
            "order.no_vat",
            "We cannot say the VAT of today, so you cannot order now. Call us. (%(reason)s)",
            reason=vat.reason,
        )
    premium = cards.premium_of(session, order, today, once=once)
    keys = {kind: row.id for kind, row in once.versions.items()}
    return OrderMoney(vat.percent, premium, keys.get("vat"), keys.get("premium"))


def known_money(session: Session, order: Order, today: date) -> OrderMoney | None:
    """The same before the wave is held; None when it cannot be said, which the guard comes before."""
    try:
        return money_of(session, order, today) if order.ceiling is not None else None
    except Refused:
        return None


def place(
    session: Session, order: Order, signing: Signing, money: OrderMoney, press: Press
) -> None:
    """The order of a home that may order, whose wave is held.

    With a co-owner the order binds after the last signature.
    money   of the day of the press, worked out before the wave was held
    raises  Refused for a co-owner that cannot be
    """
    asked = read_co_owner(order, signing.co_owner) if signing.co_owner else None
    order.signed_at, order.signed_channel = press.at, press.channel
    order.signed_device = signing.device
    order.terms_version, order.firm_iban = TERMS_VERSION, order.quote.organisation.iban
    order.waiting_at = order.place_until = None
    order.vat_percent, order.premium = money.vat_percent, money.premium
    order.vat_version_id, order.premium_version_id = money.vat_version_id, money.premium_version_id
    _write_conditions(session, order, asked, signing.needs_loan)
    record(
        session,
        Did.ORDER_SIGNED,
        actor_id=press.actor_id,
        subject=order,
        channel=press.channel,
        ceiling=order.ceiling.cents if order.ceiling else None,
        terms=TERMS_VERSION,
        conditions=[row.kind for row in order.conditions],
    )
    waits = [row for row in order.co_owners if row.signed_at is None]
    if not waits:
        ORDERS.move(order, "order")
        bind(session, order, press)
        return
    ORDERS.move(order, "ask_co_owner")
    for row in waits:
        ask(session, order, row)
    tell.household(
        session,
        order,
        "orders_signed",
        f"{order.version}",
        waits=[row.person.name for row in waits],
        until=order.wave.order_until,
    )


def _write_conditions(
    session: Session, order: Order, asked: CoOwnerAsked | None, needs_loan: bool
) -> None:
    case = order.subscription.case
    if asked is not None:
        add_co_owner(session, order, asked)
    waits = waits_for_loan(session, case.id)
    facts = OrderFacts(
        # Who has the loan already waits for nobody.
        needs_loan=waits or (needs_loan and not has_loan(session, case.id)),
        needs_permit=needs_permit(session, order),
        has_co_owner=bool(order.co_owners),
        is_co_ownership=case.owner_kind == OwnerKind.CO_OWNERSHIP,
    )
    session.execute(delete(OrderCondition).where(OrderCondition.order_id == order.id))
    for kind in conditions_for(facts):
        session.add(
            OrderCondition(
                municipality_id=order.municipality_id,
                order_id=order.id,
                kind=kind,
                state=ConditionState.OPEN,
            )
        )
    session.flush()
    session.refresh(order, ["conditions"])


def bind(session: Session, order: Order, press: Press) -> None:
    """From now on the order binds; the period to withdraw begins."""
    today = press.on
    periods, order.periods_version_id = periods_on(session, order.municipality_id, today)
    order.ordered_at = press.at
    order.withdraw_until = withdraw_until(today, periods.days("withdrawal"), belgian(today))
    record(
        session,
        Did.ORDER_PLACED,
        actor_id=press.actor_id,
        subject=order,
        withdraw_until=order.withdraw_until.isoformat(),
    )
    event = f"{order.version}"
    vat = cards.vat_of(session, order, today)
    tell.household_on_paper(session, order, "orders_ordered", event, online=True, incl=vat.total)
    for row in order.co_owners:
        tell.co_owner_on_paper(session, order, row.person, "orders_ordered", event, incl=vat.total)
    tell.others(session, order, tell.EVERYBODY - {tell.Ear.CO_OWNERS})
