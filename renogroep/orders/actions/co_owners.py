"""Who must sign beside the household, and how is a mistake in that put right?"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.names import sort_key
from renogroep.identity.actions.keys import revoke_link
from renogroep.identity.actions.people import create_person
from renogroep.identity.models import SignedLink
from renogroep.identity.rules.contacts import Contact, ContactKind, key_of
from renogroep.infra.acts import By, check_seen
from renogroep.infra.audit import record
from renogroep.orders.actions import tell
from renogroep.orders.actions.holding import check, hold
from renogroep.orders.actions.places import offer_free
from renogroep.orders.events import Did
from renogroep.orders.models import CoOwner, Order
from renogroep.orders.rules.guards import OrderAct
from renogroep.orders.rules.lifecycle import ORDERS
from renogroep.subscriptions.actions.coming_in import check_name, read_contact

MAX_CONTACT = 300


@dataclass(frozen=True, slots=True)
class CoOwnerAsked:
    """Who owns the home too, and how we reach them, as it was typed."""

    name: str
    contact: Contact


def read_co_owner(order: Order, asked: CoOwnerAsked) -> CoOwnerAsked:
    """The co-owner as we can reach them.

    raises   Refused for a name or contact that cannot be, and for the household itself: nobody
             signs twice, and a link in the household's own mailbox would be a second signature.
    """
    name = check_name(asked.name)
    if sort_key(name) == order.person.sort_key:
        raise Refused(
            "order.own_co_owner",
            "“%(name)s” is your own name. Enter the name of the other owner.",
            name=name,
        )
    home = order.subscription.case.dwelling.address
    if len(asked.contact.value) > MAX_CONTACT:
        raise Refused("contact.long", "Keep it under %(most)s characters.", most=MAX_CONTACT)
    contact = read_contact(asked.contact.way, asked.contact.value, home)
    mailboxes = {
        point.value_key for point in order.person.contact_points if point.kind is ContactKind.EMAIL
    }
    if contact.way == "email" and key_of(ContactKind.EMAIL, contact.value) in mailboxes:
        raise Refused(
            "order.own_mail",
            "“%(mail)s” is your own e-mail address. The other owner signs with an address, a phone number or a letter of their own.",
            mail=contact.value,
        )
    return CoOwnerAsked(name, contact)


def add_co_owner(session: Session, order: Order, asked: CoOwnerAsked) -> CoOwner | None:
    """One more owner who must sign; None when that owner is on the order already."""
    known = {row.person.sort_key for row in order.co_owners}
    if sort_key(asked.name) in known:
        return None
    person = create_person(
        session,
        municipality_id=order.municipality_id,
        name=asked.name,
        contact=asked.contact,
        language=order.person.language,
        by=By(order.person_id),
    )
    row = CoOwner(municipality_id=order.municipality_id, order_id=order.id, person_id=person.id)
    session.add(row)
    session.flush()
    session.refresh(order, ["co_owners"])
    return row


def ask(session: Session, order: Order, row: CoOwner) -> None:
    """The co-owner gets a link, or a letter, of their own."""
    session.flush()
    tell.co_owner(
        session,
        order,
        row.person,
        "orders_co_sign",
        f"{order.version}",
        asker=order.person.name,
        until=order.wave.order_until,
    )


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
