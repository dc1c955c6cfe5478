"""How does a household say yes: first without obligation, then for real?"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.money import Money
from renogroep.financing.queries import current_version, periods_on
from renogroep.infra.acts import By, check_seen
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.infra.device import Device
from renogroep.infra.holidays import belgian
from renogroep.orders.actions import tell
from renogroep.orders.actions.co_owners import CoOwnerAsked, add_co_owner, ask, read_co_owner
from renogroep.orders.actions.holding import check, hold, hold_value
from renogroep.orders.actions.places import offer_free
from renogroep.orders.events import Did
from renogroep.orders.models import CoOwner, Order, OrderCondition
from renogroep.orders.queries import cards
from renogroep.orders.queries.fitness import needs_permit
from renogroep.orders.rules.conditions import (
    CONDITIONS,
    Condition,
    ConditionState,
    OrderFacts,
    conditions_for,
)
from renogroep.orders.rules.guards import OrderAct
from renogroep.orders.rules.lifecycle import ORDERS, OrderState
from renogroep.orders.rules.signing import call_owner, is_same_device, why_not_here
from renogroep.orders.rules.withdrawal import withdraw_until
from renogroep.owners.actions.intake import leave_task
from renogroep.owners.models import Case
from renogroep.owners.rules.kinds import OwnerKind

TERMS_VERSION = "2026-11-30"  # of the words on the order page and on paper; a new text, a new date
SIGNED = (OrderState.AWAITING_CO_OWNER, OrderState.ORDERED)


@dataclass(frozen=True, slots=True)
class Signing:
    """What the household says when it orders.

    device   the mark of the device that it signs on; None on paper
    """

    needs_loan: bool = False
    co_owner: CoOwnerAsked | None = None
    device: str | None = None


def say_provisional_yes(session: Session, order: Order, *, by: By) -> None:
    """Free and without obligation; it lets advisor and contractor come to measure."""
    wave = hold(session, order)
    if order.state == OrderState.PROVISIONAL:
        return  # the same button twice is one yes
    check_seen(order, by)
    check(session, order, OrderAct.PROVISIONAL)
    ORDERS.move(order, "say_provisional_yes")
    order.provisional_at = clock.now()
    record(session, Did.ORDER_PROVISIONAL, actor_id=by.actor_id, subject=order, channel=by.channel)
    tell.household(session, order, "orders_provisional", "once")
    tell.advisors(session, order, "orders_to_survey", "once")
    tell.firm(session, order.quote, "orders_firm_to_survey", f"{order.id}", wave=wave, order=order)


def place_order(session: Session, order: Order, signing: Signing, *, by: By) -> None:
    """The household signs at its ceiling. With a co-owner the order binds after the last signature.

    Sending the same order twice is one order.
    raises   Refused as the guard says (too late, not surveyed, full, ...), or without a VAT rule.
    """
    hold_value(session, order)
    wave = hold(session, order)
    if order.state in SIGNED:
        return
    check_seen(order, by)
    check(session, order, OrderAct.ORDER)
    asked = read_co_owner(order, signing.co_owner) if signing.co_owner else None
    money = _money(session, order, clock.today())
    order.signed_at, order.signed_channel = clock.now(), by.channel
    order.signed_device = signing.device
    order.terms_version = TERMS_VERSION
    order.waiting_at = order.place_until = None
    order.vat_percent, order.premium = money.vat_percent, money.premium
    order.vat_version_id, order.premium_version_id = money.vat_version_id, money.premium_version_id
    _write_conditions(session, order, asked, signing.needs_loan)
    record(
        session,
        Did.ORDER_SIGNED,
        actor_id=by.actor_id,
        subject=order,
        channel=by.channel,
        ceiling=order.ceiling.cents if order.ceiling else None,
        terms=TERMS_VERSION,
        conditions=[row.kind for row in order.conditions],
    )
    waits = [row for row in order.co_owners if row.signed_at is None]
    if waits:
        ORDERS.move(order, "ask_co_owner")
        for row in waits:
            ask(session, order, row)
        tell.household(
            session,
            order,
            "orders_signed",
            f"{order.version}",
            waits=[row.person.name for row in waits],
            until=wave.order_until,
        )
    else:
        ORDERS.move(order, "order")
        _bind(session, order, by)


@dataclass(frozen=True, slots=True)
class _Money:
    vat_percent: int
    premium: Money | None
    vat_version_id: int | None
    premium_version_id: int | None


def _money(session: Session, order: Order, today: date) -> _Money:
    """What the law says today; the order keeps which version said it."""
    vat = cards.vat_of(session, order, today)
    if vat.percent is None:
        raise Refused(
            "order.no_vat",
            "We cannot say the VAT of today, so you cannot order now. Call us. (%(reason)s)",
            reason=vat.reason,
        )
    premium = cards.premium_of(session, order, today)
    vat_rule = current_version(session, order.municipality_id, "vat", today)
    premium_rule = current_version(session, order.municipality_id, "premium", today)
    return _Money(
        vat.percent,
        premium,
        vat_rule.id if vat_rule else None,
        premium_rule.id if premium_rule else None,
    )


def _write_conditions(
    session: Session, order: Order, asked: CoOwnerAsked | None, needs_loan: bool
) -> None:
    case = order.subscription.case
    if asked is not None:
        add_co_owner(session, order, asked)
    facts = OrderFacts(
        needs_loan=needs_loan,
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


def co_sign(
    session: Session, order: Order, *, person_id: int, by: By, device: Device | None = None
) -> None:
    """Another owner says yes. After the last signature the order binds.

    device   where the owner signs; None on paper
    raises   Refused when it is too late or nobody asks this any more, and where the household itself
             is signed in. Signing twice is once.
    """
    hold(session, order)
    row = next(row for row in order.co_owners if row.person_id == person_id)
    if row.signed_at is not None:
        return
    check_seen(order, by)
    check(session, order, OrderAct.CO_SIGN, person_id=person_id)
    _look_at_device(session, order, row, device)
    row.signed_at, row.channel = clock.now(), by.channel
    record(
        session,
        Did.ORDER_CO_SIGNED,
        actor_id=by.actor_id,
        subject=order,
        person_id=person_id,
        channel=by.channel,
        same_device=row.same_device,
    )
    if row.same_device:
        what, due = call_owner(order.reference, order.wave.freeze_on, belgian(clock.today()))
        leave_task(session, order.subscription.case, what, due_on=due, by=by)
    if all(one.signed_at is not None for one in order.co_owners):
        ORDERS.move(order, "co_sign")
        _meet(order, Condition.CO_OWNER, by)
        _bind(session, order, by)


def _look_at_device(session: Session, order: Order, row: CoOwner, device: Device | None) -> None:
    if device is None:
        return
    refused = why_not_here(order.person_id, order.person.name, device.people)
    if refused is not None:
        raise refused
    row.same_device = is_same_device(order.signed_device, device.mark)
    if row.same_device:
        locked(session, Case, order.subscription.case_id)  # it gets a task


def _meet(order: Order, kind: Condition, by: By) -> None:
    for row in order.conditions:
        if row.kind == kind:
            CONDITIONS.move(row, "meet")
            row.decided_at, row.decided_by = clock.now(), by.actor_id


def _bind(session: Session, order: Order, by: By) -> None:
    """From now on the order binds; the period to withdraw begins."""
    today = clock.today()
    periods, order.periods_version_id = periods_on(session, order.municipality_id, today)
    order.ordered_at = clock.now()
    order.withdraw_until = withdraw_until(today, periods.days("withdrawal"), belgian(today))
    record(
        session,
        Did.ORDER_PLACED,
        actor_id=by.actor_id,
        subject=order,
        withdraw_until=order.withdraw_until.isoformat(),
    )
    event = f"{order.version}"
    vat = cards.vat_of(session, order, today)
    tell.household_on_paper(session, order, "orders_ordered", event, online=True, incl=vat.total)
    for row in order.co_owners:
        tell.co_owner_on_paper(session, order, row.person, "orders_ordered", event, incl=vat.total)
    tell.others(session, order, tell.EVERYBODY - {tell.Ear.CO_OWNERS})


def wait_for_place(session: Session, order: Order, *, by: By) -> None:
    """Put a household on the waiting list of a full round; twice is once.

    raises   Refused as the guard says, also when there is a place: then it can order.
    """
    wave = hold(session, order)
    if order.waiting_at is not None:
        return
    check_seen(order, by)
    check(session, order, OrderAct.WAIT)
    order.waiting_at = clock.now()
    record(session, Did.ORDER_WAITING, actor_id=by.actor_id, subject=order)
    session.flush()
    offer_free(session, wave)  # whoever is ahead may wait for a contractor that is full
