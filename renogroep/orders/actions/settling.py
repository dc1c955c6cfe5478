"""Who pressed before, and what becomes of each press?"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.identity.rules.contacts import Contact
from renogroep.infra.acts import TICK
from renogroep.infra.audit import record
from renogroep.orders.actions import tell
from renogroep.orders.actions.checking import check
from renogroep.orders.actions.places import offer_free
from renogroep.orders.actions.placing import SIGNED, OrderMoney, Press, place
from renogroep.orders.models import Order, OrderTicket, Wave
from renogroep.orders.queries.finding import fresh
from renogroep.orders.queries.tickets import open_tickets, waiting_from
from renogroep.orders.rules.events import Did
from renogroep.orders.rules.guards import OrderAct
from renogroep.orders.rules.lifecycle import OrderState
from renogroep.orders.rules.queue import MOST, Settled
from renogroep.orders.rules.signing import CoOwnerAsked, Signing

NO_PLACE = "order.no_place"


def settle(session: Session, wave: Wave, most: int | None = MOST) -> int:
    """The presses that were kept when the wave was got hold of, the earliest first; how many.

    The wave is held by the caller, and its package too when that has a maximum value. One press that
    cannot be settled holds up nobody behind it, however many of them there are.
    """
    since, done, stuck = clock.now(), list[int](), list[int]()
    while True:
        before = len(stuck)
        left = None if most is None else most - len(done)
        for ticket in _waiting(session, wave, left, stuck):
            (done if _is_settled(session, ticket) else stuck).append(ticket.id)
        if len(stuck) == before or len(done) == most:
            break
    if done:
        current_app.logger.info("wave %s held since %s: %s", wave.id, since.isoformat(), done)
    return len(done)


def _waiting(
    session: Session, wave: Wave, most: int | None, stuck: Sequence[int]
) -> Sequence[OrderTicket]:
    """The next presses, with how their round stands now."""
    tickets = open_tickets(session, wave.id, most, stuck)
    if tickets:
        fresh(session, [ticket.order_id for ticket in tickets])
    return tickets


def _is_settled(session: Session, ticket: OrderTicket) -> bool:
    try:
        with session.begin_nested():
            _settle(session, ticket)
    except Exception:
        if current_app.config.get("TESTING"):
            raise
        current_app.logger.exception("ticket %s waits", ticket.id)
        return False
    return True


def _settle(session: Session, ticket: OrderTicket) -> None:
    order = ticket.order
    press = Press(ticket.person_id, ticket.channel, ticket.pressed_at)
    if order.state in SIGNED:
        _close(ticket, _signed(order))
        return
    try:
        _check(session, order, ticket, press)
        with session.begin_nested():
            place(session, order, signing_of(ticket), _money(ticket), press)
    except Refused as refused:
        if refused.code == NO_PLACE:
            _wait(session, order, ticket)
        else:
            _refuse(session, order, ticket, refused)
        return
    _close(ticket, _signed(order))


def _check(session: Session, order: Order, ticket: OrderTicket, press: Press) -> None:
    if order.ceiling != ticket.ceiling:
        raise Refused(
            "order.other_price",
            "Your price changed after you pressed, so you ordered nothing. Look at the new price.",
        )
    check(session, order, OrderAct.ORDER, on=press.on)


def _signed(order: Order) -> Settled:
    return Settled.ORDERED if order.state == OrderState.ORDERED else Settled.AWAITING


def _close(ticket: OrderTicket, outcome: Settled) -> None:
    """What was said is on the order now, or was for nothing: the ticket keeps no words."""
    ticket.settled_at, ticket.outcome, ticket.signing = clock.now(), outcome, {}


def _wait(session: Session, order: Order, ticket: OrderTicket) -> None:
    """No place: who pressed waits since the press, before whoever pressed later."""
    _close(ticket, Settled.WAITING)
    if order.waiting_at is None:
        order.waiting_at = _turn(session, order, ticket)
        record(session, Did.ORDER_WAITING, actor_id=ticket.person_id, subject=order)
    session.flush()
    until = order.wave.order_until
    tell.household(session, order, "orders_no_place", f"{ticket.id}", until=until)
    offer_free(session, order.wave)  # whoever is ahead may wait for a contractor that is full


def _turn(session: Session, order: Order, ticket: OrderTicket) -> datetime:
    """The moment of the press; of two at one moment the later ticket comes a microsecond later."""
    taken = waiting_from(session, order.wave_id, ticket.pressed_at)
    at = ticket.pressed_at
    while at in taken:
        at += timedelta(microseconds=1)
    return at


def _refuse(session: Session, order: Order, ticket: OrderTicket, refused: Refused) -> None:
    _close(ticket, Settled.REFUSED)
    record(
        session,
        Did.ORDER_REFUSED,
        actor_id=TICK.actor_id,
        subject=order,
        reason=refused.code,
    )
    tell.household(session, order, "orders_refused", f"{ticket.id}", why=refused.text)


def signing_of(ticket: OrderTicket) -> Signing:
    """What was said with a press."""
    said = ticket.signing
    other = said.get("co_owner")
    asked = CoOwnerAsked(other["name"], Contact(other["way"], other["value"])) if other else None
    return Signing(bool(said["needs_loan"]), asked, said["device"])


def said_with(signing: Signing) -> dict[str, object]:
    """The same, to keep on a ticket."""
    asked = signing.co_owner
    return {
        "needs_loan": signing.needs_loan,
        "device": signing.device,
        "co_owner": asked
        and {"name": asked.name, "way": asked.contact.way, "value": asked.contact.value},
    }


def _money(ticket: OrderTicket) -> OrderMoney:
    return OrderMoney(
        ticket.vat_percent, ticket.premium, ticket.vat_version_id, ticket.premium_version_id
    )
