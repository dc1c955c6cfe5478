"""How is a mistake in who must sign beside the household put right?"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.names import sort_key
from renogroep.identity.actions.keys import revoke_link
from renogroep.identity.models import SignedLink
from renogroep.infra.acts import By, check_seen
from renogroep.infra.audit import record
from renogroep.orders.actions.asking import add_co_owner, ask, read_co_owner
from renogroep.orders.actions.checking import check
from renogroep.orders.actions.holding import hold
from renogroep.orders.actions.places import offer_free
from renogroep.orders.models import CoOwner, Order
from renogroep.orders.rules.events import Did
from renogroep.orders.rules.guards import OrderAct
from renogroep.orders.rules.lifecycle import ORDERS
from renogroep.orders.rules.signing import CoOwnerAsked


def change_co_owner(
    session: Session, order: Order, person_id: int, asked: CoOwnerAsked, *, by: By
) -> None:
    """Somebody was written down wrongly: another name or contact takes the place, and is asked.

    The link that went to the wrong address stops working at once. The same form twice is one change.
    raises   Refused when that owner signed already, nobody waits for a signature, or it is too late.
    """
    hold(session, order)
    if not _is_on(order, person_id) and _asks_already(order, asked):
        return
    row = _unsigned(session, order, person_id, by)
    asked = read_co_owner(order, asked)
    _take_off(session, order, row, by)
    new = add_co_owner(session, order, asked)
    if new is None:
        raise Refused(
            "order.known_co_owner", "“%(name)s” is asked to sign already.", name=asked.name
        )
    record(
        session, Did.CO_OWNER_CHANGED, actor_id=by.actor_id, subject=order, person_id=new.person_id
    )
    ask(session, order, new)


def remove_co_owner(session: Session, order: Order, person_id: int, *, by: By) -> None:
    """There is no such owner. What was signed named one, so the household signs again, alone.

    Its place is kept for some days: it waits at the head of the list.
    Twice is once: whoever is off an order that nobody signed was taken off.
    raises   Refused as ``change_co_owner``.
    """
    hold(session, order)
    if not _is_on(order, person_id) and order.signed_at is None:
        return
    row = _unsigned(session, order, person_id, by)
    _take_off(session, order, row, by)
    record(session, Did.CO_OWNER_REMOVED, actor_id=by.actor_id, subject=order, person_id=person_id)
    ORDERS.move(order, "survey_again")
    order.waiting_at = order.signed_at
    order.signed_at = order.signed_channel = order.signed_device = None
    for signer in order.co_owners:
        signer.signed_at = signer.channel = None
        signer.same_device = False
    for condition in list(order.conditions):
        session.delete(condition)
    session.flush()
    session.refresh(order, ["conditions"])
    offer_free(session, order.wave)


def _is_on(order: Order, person_id: int) -> bool:
    return any(row.person_id == person_id for row in order.co_owners)


def _asks_already(order: Order, asked: CoOwnerAsked) -> bool:
    """Is somebody with this name, reached in this way, on the order?"""
    asked = read_co_owner(order, asked)
    way, value = asked.contact.way, asked.contact.value
    return any(
        row.person.sort_key == sort_key(asked.name)
        and (row.person.contact_way, row.person.reached_at) == (way, value)
        for row in order.co_owners
    )


def _unsigned(session: Session, order: Order, person_id: int, by: By) -> CoOwner:
    check_seen(order, by)
    check(session, order, OrderAct.CHANGE_CO_OWNER, person_id=person_id)
    return next(row for row in order.co_owners if row.person_id == person_id)


def _take_off(session: Session, order: Order, row: CoOwner, by: By) -> None:
    links = session.scalars(
        select(SignedLink).where(
            SignedLink.person_id == row.person_id,
            SignedLink.purpose == "co_sign",
            SignedLink.subject_id == order.id,
            SignedLink.revoked_at.is_(None),
            SignedLink.expires_at > clock.now(),
        )
    ).all()
    for link in links:
        revoke_link(session, link, by=by)
    session.delete(row)
    session.flush()
    session.refresh(order, ["co_owners"])
