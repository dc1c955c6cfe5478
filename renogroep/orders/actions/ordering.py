"""How does a household say yes: first without obligation, then for real?"""

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.infra.acts import By, check_seen
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.infra.device import Device
from renogroep.infra.holidays import belgian
from renogroep.orders.actions import tell
from renogroep.orders.actions.checking import check
from renogroep.orders.actions.holding import hold
from renogroep.orders.actions.places import offer_free
from renogroep.orders.actions.placing import SIGNED, Press, bind, known_money, money_of, place
from renogroep.orders.models import CoOwner, Order
from renogroep.orders.rules.conditions import CONDITIONS, Condition
from renogroep.orders.rules.events import Did
from renogroep.orders.rules.guards import OrderAct
from renogroep.orders.rules.lifecycle import ORDERS, OrderState
from renogroep.orders.rules.signing import Signing, call_owner, is_same_device, why_not_here
from renogroep.owners.actions.intake import leave_task
from renogroep.owners.models import Case


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
    if order.state in SIGNED:
        return
    known, money = order.version, known_money(session, order, clock.today())
    hold(session, order)
    if order.state in SIGNED:
        return
    check_seen(order, by)
    check(session, order, OrderAct.ORDER)
    if money is None or order.version != known:
        money = money_of(session, order, clock.today())
    place(session, order, signing, money, Press(by.actor_id, by.channel, clock.now()))


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
        bind(session, order, Press(by.actor_id, by.channel, clock.now()))


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
