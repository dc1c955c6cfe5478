"""How does a press on the button of an order never get lost, however many press?"""

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.money import ZERO
from renogroep.infra import db
from renogroep.infra.acts import By, check_seen
from renogroep.infra.db import locked
from renogroep.orders.actions.asking import read_co_owner
from renogroep.orders.actions.checking import check
from renogroep.orders.actions.holding import hold_wave
from renogroep.orders.actions.placing import SIGNED, money_of
from renogroep.orders.actions.settling import said_with
from renogroep.orders.models import Order, OrderTicket, Wave
from renogroep.orders.queries.tickets import ticket_of, waiting_in, waves_that_wait
from renogroep.orders.rules.guards import OrderAct
from renogroep.orders.rules.queue import MOST, WAIT_MS
from renogroep.orders.rules.signing import Signing
from renogroep.tenders.models import Package


def press(session: Session, order: Order, signing: Signing, *, by: By) -> OrderTicket | None:
    """Keep that the household ordered, at this moment; nobody else of its wave is held up.

    Money and words are worked out here, before anybody waits. Twice is once; None when it signed.
    raises   Refused as the guard says, so a full round is refused here and costs one page view
    """
    check_seen(order, by)
    known = order.state in SIGNED or ticket_of(session, order.id)
    if known:
        return ticket_of(session, order.id)
    check(session, order, OrderAct.ORDER)
    if signing.co_owner:
        read_co_owner(order, signing.co_owner)
    money = money_of(session, order, clock.today())
    locked(session, Order, order.id)  # the same household, on its other device
    open_now = ticket_of(session, order.id)
    if order.state in SIGNED or open_now:
        return open_now
    check_seen(order, by)
    ticket = OrderTicket(
        municipality_id=order.municipality_id,
        order_id=order.id,
        person_id=order.person_id,
        channel=by.channel,
        signing=said_with(signing),
        ceiling=order.ceiling or ZERO,
        vat_percent=money.vat_percent,
        premium=money.premium,
        vat_version_id=money.vat_version_id,
        premium_version_id=money.premium_version_id,
        pressed_at=clock.now(),
    )
    session.add(ticket)
    session.flush()
    return ticket


def take_turn(wave_id: int, *, wait_ms: int | None = WAIT_MS) -> bool:
    """Settle what waits in a wave, the earliest press first, in a transaction of its own.

    At most so many at a time: who presses meanwhile, or the worker, takes the rest. What was begun
    and not committed is settled again by whoever comes next.
    wait_ms   milliseconds for the wave; None: as long as it takes
    Gives False when the wave was not to be had: every ticket is still there.
    """
    try:
        with db.transaction(wait_ms) as session:
            wave = session.get_one(Wave, wave_id)
            if wave.lot.package.max_value is not None:
                locked(session, Package, wave.lot.package_id)
            hold_wave(session, wave_id)
    except OperationalError as error:
        if not db.is_crowd(error):
            raise
        return False
    return True


def settle_waiting() -> None:
    """The worker: every wave in which presses wait, until none does."""
    for wave_id in waves_that_wait(db.session()):
        for _ in range(-(-waiting_in(db.session(), wave_id) // MOST)):
            take_turn(wave_id, wait_ms=None)
