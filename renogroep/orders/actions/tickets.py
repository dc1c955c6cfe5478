"""How does a press on the button of an order never get lost, however many press?"""

import time
from datetime import timedelta

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
from renogroep.orders.actions.placing import SIGNED, OrderMoney, money_of
from renogroep.orders.actions.settling import said_with
from renogroep.orders.models import Order, OrderTicket, Wave
from renogroep.orders.queries.finding import with_all
from renogroep.orders.queries.tickets import pressed_since, ticket_of, waiting_in, waves_that_wait
from renogroep.orders.rules.guards import OrderAct
from renogroep.orders.rules.queue import (
    CROWD,
    IN_A_CROWD_MS,
    MOST,
    MOST_OF_ONE_WRITER,
    PAUSE_MS,
    RUSH_SECONDS,
    WAIT_MS,
)
from renogroep.orders.rules.signing import Signing
from renogroep.tenders.models import Package


def look(session: Session, order: Order, signing: Signing, *, by: By) -> OrderMoney | None:
    """May this household order, and with which money and words? None when it pressed already.

    Asked before anything is held: who is refused costs a page view, and holds up nobody.
    raises   Refused as the guard says
    """
    if order.state in SIGNED or ticket_of(session, order.id):
        return None
    return _allowed(session, order, signing, by)


def _allowed(session: Session, order: Order, signing: Signing, by: By) -> OrderMoney:
    check_seen(order, by)
    with_all(session, order)
    check(session, order, OrderAct.ORDER)
    if signing.co_owner:
        read_co_owner(order, signing.co_owner)
    return money_of(session, order, clock.today())


def press(
    session: Session, order: Order, signing: Signing, *, by: By, money: OrderMoney | None = None
) -> OrderTicket | None:
    """Keep that the household ordered, at this moment; nobody else of its wave is held up.

    Twice is once; None when it signed.
    money    what ``look`` gave; None: looked at now
    raises   Refused as the guard says
    """
    locked(session, Order, order.id)  # the same household, on its other device
    open_now = ticket_of(session, order.id)
    if order.state in SIGNED or open_now:
        return open_now
    check_seen(order, by)
    money = money or _allowed(session, order, signing, by)
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


def try_turn(wave_id: int) -> bool:
    """The household that pressed settles what waits, unless another one is doing that just now.

    In a crowd it does not stay to see: its turn comes, and it reads that it does. Gives False then.
    With one writer the worker settles then, or whoever still has to press waits for all before it.
    """
    session = db.session()
    lately = clock.now() - timedelta(seconds=RUSH_SECONDS)
    if pressed_since(session, wave_id, lately) <= CROWD:
        return take_turn(wave_id)
    if db.has_one_writer(session):
        return False
    return take_turn(wave_id, wait_ms=IN_A_CROWD_MS)


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
            hold_wave(session, wave_id, _at_once(session))
    except OperationalError as error:
        if not db.is_crowd(error):
            raise
        return False
    return True


def settle_waiting() -> None:
    """The worker: every wave in which presses wait, until none does."""
    session = db.session()
    for wave_id in waves_that_wait(session):
        for _ in range(-(-waiting_in(session, wave_id) // _at_once(session))):
            take_turn(wave_id, wait_ms=None)
            if db.has_one_writer(session):
                time.sleep(PAUSE_MS / 1000)


def _at_once(session: Session) -> int:
    return MOST_OF_ONE_WRITER if db.has_one_writer(session) else MOST
