"""How do people and organisations come in, change, leave or turn out to be the same?"""

import re
from collections.abc import Sequence
from datetime import date

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.names import cleaned, sort_key
from renogroep.identity import queries
from renogroep.identity.actions import sessions
from renogroep.identity.actions.accounts import forget_account
from renogroep.identity.actions.companies import check_free, link_company
from renogroep.identity.actions.contacts import add_contact, forget_contacts, move_contacts
from renogroep.identity.models import (
    Consent,
    ContactPoint,
    Membership,
    Municipality,
    Organisation,
    Person,
    SignedLink,
    WebSession,
)
from renogroep.identity.queries.consents import consents_of
from renogroep.identity.rules.company_number import read_company_number
from renogroep.identity.rules.contacts import WAY_OF_KIND, Contact, ContactKind
from renogroep.identity.rules.events import Did
from renogroep.identity.rules.phone import read, shown
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.outbox import OutboxMessage
from renogroep.infra.tenant import become, leave


def read_email(value: str) -> str:
    """An e-mail address as a mail server takes it. Raises Refused ``contact.email``."""
    typed = cleaned(value)
    try:
        return validate_email(typed, check_deliverability=False).normalized
    except EmailNotValidError:
        raise Refused(
            "contact.email",
            "“%(value)s” is not an e-mail address. Write it like name@example.org.",
            value=typed[:60],
        ) from None


def create_municipality(
    session: Session, *, name: str, slug: str, phone: str, email: str, postal_address: str = ""
) -> Municipality:
    """The first row of everything; whoever goes on with it says so with ``tenant.become``."""
    row = Municipality(
        name=name, slug=slug, phone=phone, email=email, postal_address=postal_address
    )
    session.add(row)
    session.flush()
    mark = become(row.id)
    record(session, Did.MUNICIPALITY_CREATED, actor_id=None, subject=row)
    leave(mark)
    return row


def create_organisation(
    session: Session,
    *,
    municipality_id: int,
    kind: str,
    name: str,
    company_number: str = "",
    phone: str = "",
    email: str = "",
    postal_address: str = "",
    by: By,
) -> Organisation:
    """Raises Refused for a company number that cannot exist, or one that we have already."""
    number = read_company_number(company_number) if company_number.strip() else None
    if kind == "contractor" and number is None:
        raise Refused(
            "organisation.number_missing",
            "A contractor needs a company number, like 0566.988.259.",
        )
    if number is not None:
        check_free(session, municipality_id, number)
    row = Organisation(
        municipality_id=municipality_id,
        kind=kind,
        name=cleaned(name),
        sort_key=sort_key(name),
        company_number=number,
        phone=read(phone) if phone.strip() else "",
        email=email,
        postal_address=postal_address,
        active=True,
    )
    link_company(session, row)
    session.add(row)
    record(session, Did.ORGANISATION_CREATED, actor_id=by.actor_id, subject=row, kind=kind)
    return row


def create_person(
    session: Session,
    *,
    municipality_id: int,
    name: str,
    contact: Contact,
    others: Sequence[Contact] = (),
    language: str,
    by: By,
) -> Person:
    """Somebody new, with the preferred contact and perhaps others.

    Raises Refused when the name or the one contact way is missing.
    """
    clean_name = cleaned(name)
    if not clean_name:
        raise Refused("person.no_name", "Enter your name, so that we know whom to ask for.")
    if not cleaned(contact.value):
        raise Refused("person.no_contact", "Enter one way to reach you.")
    row = Person(
        municipality_id=municipality_id,
        name=clean_name,
        sort_key=sort_key(clean_name),
        language=language,
    )
    session.add(row)
    add_contact(session, row, contact, preferred=True)
    for other in others:
        add_contact(session, row, other)
    record(session, Did.PERSON_CREATED, actor_id=by.actor_id, subject=row, contact_way=contact.way)
    return row


def give_membership(
    session: Session,
    *,
    person: Person,
    organisation: Organisation,
    role: Role,
    by: By,
    neighbourhood_id: int | None = None,
    valid_until: date | None = None,
) -> Membership:
    """Somebody becomes something. The same membership twice is one membership."""
    known = session.scalar(
        select(Membership).where(
            Membership.person_id == person.id,
            Membership.organisation_id == organisation.id,
            Membership.role == role,
            Membership.neighbourhood_id == neighbourhood_id
            if neighbourhood_id is not None
            else Membership.neighbourhood_id.is_(None),
        )
    )
    if known is not None:
        return known
    row = Membership(
        municipality_id=person.municipality_id,
        person_id=person.id,
        organisation_id=organisation.id,
        role=role,
        neighbourhood_id=neighbourhood_id,
        valid_until=valid_until,
    )
    session.add(row)
    _new_generation(session, person.id, by=by)
    record(
        session,
        Did.MEMBERSHIP_GIVEN,
        actor_id=by.actor_id,
        subject=row,
        person_id=person.id,
        organisation_id=organisation.id,
        role=str(role),
    )
    return row


def _new_generation(session: Session, person_id: int, *, by: By) -> None:
    """Whoever becomes something else signs in anew: no session keeps what was taken."""
    account = queries.own_account(session, person_id)
    if account is not None:
        sessions.renew(session, account, by=by)


def export_person(session: Session, person_id: int) -> dict[str, object]:
    """Everything that this room knows of a person."""
    person = session.get_one(Person, person_id)
    signed_in = session.scalars(select(WebSession).where(WebSession.person_id == person_id)).all()
    messages = session.scalars(
        select(OutboxMessage).where(OutboxMessage.person_id == person_id)
    ).all()
    account = queries.own_account(session, person_id)
    return {
        "person": {
            "name": person.name,
            "language": person.language,
            "contacts": [_exported(point) for point in person.contact_points],
        },
        "account": {} if account is None else {"email": account.email},
        "memberships": [
            {"organisation": m.organisation.name, "role": m.role} for m in person.memberships
        ],
        "consents": [
            {
                "purpose": c.purpose,
                "text": c.text,
                "channel": c.channel,
                "given_at": c.given_at.isoformat(),
                "revoked_at": c.revoked_at and c.revoked_at.isoformat(),
            }
            for c in consents_of(session, person_id)
        ],
        "sessions": [
            {"began_at": s.created_at.isoformat(), "last_used_at": s.seen_at.isoformat()}
            for s in signed_in
        ],
        "messages": [
            {"way": m.way, "subject": m.subject, "at": m.created_at.isoformat()} for m in messages
        ],
    }


def _exported(point: ContactPoint) -> dict[str, object]:
    return {
        "way": WAY_OF_KIND[point.kind],
        "value": shown(point.value) if point.kind is ContactKind.PHONE else point.value,
        "note": point.note,
        "preferred": point.preferred,
        "ended_at": point.ended_at and point.ended_at.isoformat(),
    }


def erase_person(session: Session, person_id: int) -> None:
    """Forget who this was; rows that count keep their number and lose their name."""
    person = session.get_one(Person, person_id)
    _forget_in_messages(session, person)
    forget_contacts(person)
    _empty(person)
    session.execute(delete(OutboxMessage).where(OutboxMessage.person_id == person_id))
    session.execute(delete(WebSession).where(WebSession.person_id == person_id))
    session.execute(delete(SignedLink).where(SignedLink.person_id == person_id))
    forget_account(session, person_id)
    session.execute(delete(Membership).where(Membership.person_id == person_id))
    session.execute(delete(Consent).where(Consent.person_id == person_id))


def forget_told(session: Session, person_id: int) -> None:
    """Who signed a contract stays known, and how they are reached; the rest goes."""
    for table in (OutboxMessage, WebSession, SignedLink, Consent):
        session.execute(delete(table).where(table.person_id == person_id))


def _empty(person: Person) -> None:
    person.name, person.sort_key = "–", "-"
    person.erased_at = clock.now()


def _forget_in_messages(session: Session, person: Person) -> None:
    """What others were told may name this person too.

    Only as whole words, and a name of one word stays: "An" stands in streets and in other people.
    """
    full_name = person.name if " " in person.name else None
    reached = [
        spelling
        for point in person.contact_points
        if point.kind is not ContactKind.LETTER
        for spelling in (point.value, shown(point.value))
    ]
    for word in filter(None, (full_name, *reached)):
        alone = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
        for row in session.scalars(
            select(OutboxMessage).where(
                OutboxMessage.municipality_id == person.municipality_id,
                or_(
                    OutboxMessage.body.contains(word, autoescape=True),
                    OutboxMessage.subject.contains(word, autoescape=True),
                ),
            )
        ):
            row.body, row.subject = alone.sub("–", row.body), alone.sub("–", row.subject)


def repoint_person(session: Session, old_id: int, new_id: int) -> None:
    """Two rows turn out to be one person: everything of the old one becomes the new one's.

    Never of somebody with an account, see ``merge_people``.
    """
    for table in (SignedLink, WebSession, Consent):
        session.execute(update(table).where(table.person_id == old_id).values(person_id=new_id))
    session.execute(
        update(OutboxMessage).where(OutboxMessage.person_id == old_id).values(person_id=new_id)
    )
    held = {
        (m.organisation_id, m.role, m.neighbourhood_id)
        for m in session.scalars(select(Membership).where(Membership.person_id == new_id))
    }
    for row in session.scalars(select(Membership).where(Membership.person_id == old_id)):
        if (row.organisation_id, row.role, row.neighbourhood_id) in held:
            session.delete(row)
        else:
            row.person_id = new_id
    old = session.get_one(Person, old_id)
    move_contacts(session, old, session.get_one(Person, new_id))
    session.flush()
    _empty(old)
