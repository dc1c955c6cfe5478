"""Who must sign beside the household, and how do they hear it?"""

from sqlalchemy.orm import Session

from renogroep.base.errors import Refused
from renogroep.base.names import sort_key
from renogroep.identity.actions.people import create_person
from renogroep.identity.rules.contacts import ContactKind, key_of
from renogroep.infra.acts import By
from renogroep.orders.actions import tell
from renogroep.orders.models import CoOwner, Order
from renogroep.orders.rules.signing import CoOwnerAsked
from renogroep.subscriptions.actions.coming_in import read_contact
from renogroep.subscriptions.rules.coming_in import check_name

MAX_CONTACT = 300


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
