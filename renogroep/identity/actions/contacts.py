"""How do the ways to reach somebody change, and how do old keys to their page stop?

Nothing else writes a contact point. Who calls these holds the person, and records what was done.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.names import cleaned, sort_key
from renogroep.identity import queries
from renogroep.identity.actions import sessions
from renogroep.identity.actions.keys import revoke_link
from renogroep.identity.actions.notices import notify
from renogroep.identity.models import ContactPoint, Person
from renogroep.identity.rules.contacts import KIND_OF_WAY, Contact, ContactKind, key_of
from renogroep.identity.rules.events import Did
from renogroep.infra.acts import By
from renogroep.infra.audit import record


def add_contact(
    session: Session, person: Person, contact: Contact, *, preferred: bool = False
) -> ContactPoint:
    """One more way to reach somebody; what is there already is there once.

    preferred   from now on the way to use; the first one is that by itself
    """
    kind, value = KIND_OF_WAY[contact.way], cleaned(contact.value)
    key = key_of(kind, value)
    known = (point for point in person.live_points if (point.kind, point.value_key) == (kind, key))
    point = next(known, None)
    if point is None:
        point = ContactPoint(
            municipality_id=person.municipality_id,
            kind=kind,
            value=value.lower() if kind is ContactKind.EMAIL else value,
            value_key=key,
            note=contact.note,
            preferred=False,
        )
        person.contact_points.append(point)
        _changed(person)
    if preferred or not any(one.preferred for one in person.live_points):
        prefer(session, person, point)
    return point


def prefer(session: Session, person: Person, point: ContactPoint) -> None:
    """From now on this one of the live ways is used; the others stay."""
    if point.preferred:
        return
    before = [one for one in person.contact_points if one.preferred]
    for one in before:
        one.preferred = False
    if before:
        session.flush()  # the old one goes first: the database knows one preferred way
    point.preferred = True
    _changed(person)


def end_contact(session: Session, person: Person, point: ContactPoint) -> None:
    """A number or address that is of no use any more; twice is once.

    Raises Refused ``contact.last`` when nothing would be left.
    """
    if point.ended_at is not None:
        return
    left = [one for one in person.live_points if one is not point]
    if not left:
        raise Refused("contact.last", "Keep at least one way to reach this person.")
    if point.preferred:
        prefer(session, person, left[0])
    point.ended_at = clock.now()
    _changed(person)


def forget_contacts(person: Person) -> None:
    """Every way to reach somebody goes, also those that ended."""
    person.contact_points.clear()


def move_contacts(session: Session, old: Person, new: Person) -> None:
    """What leads to the old row leads to the new one; its own preferred way stays."""
    session.flush()
    held = {(point.kind, point.value_key) for point in new.live_points}
    for point in old.contact_points:
        mine = ContactPoint.id == point.id
        if point.ended_at is None and (point.kind, point.value_key) in held:
            session.execute(delete(ContactPoint).where(mine))
        else:
            session.execute(
                update(ContactPoint).where(mine).values(person_id=new.id, preferred=False)
            )
    for person in (old, new):
        session.expire(person, ["contact_points"])
    if new.live_points:
        prefer(session, new, new.live_points[0])


def _changed(person: Person) -> None:
    """A page that showed other contacts is old now."""
    if person.id is not None:
        flag_modified(person, "language")


def change_person(
    session: Session,
    person: Person,
    *,
    name: str,
    contact: Contact,
    others: Sequence[Contact] = (),
    gone: Collection[str] = (),
    language: str,
    by: By,
    stay: int | None = None,
) -> None:
    """Another name, language or way to reach somebody.

    contact  the preferred one; it ends the one of its kind that stood there, and erases no other
    others   more of them, as they stand now
    gone     ways of which the one that stood there does not work any more
    stay     the session of the person who changes it: that one goes on

    When mails, letters or calls would go elsewhere, links that were sent before stop working.
    """
    reached = person.reached_at
    person.name, person.sort_key, person.language = name, sort_key(name), language
    ways = {contact.way, *gone, *(other.way for other in others)}
    stood = [person.point(KIND_OF_WAY[way]) for way in sorted(ways)]
    kept = [add_contact(session, person, contact, preferred=True)]
    kept += [add_contact(session, person, other) for other in others]
    for point in stood:
        if point is not None and point not in kept:
            end_contact(session, person, point)
    record(session, Did.PERSON_CHANGED, actor_id=by.actor_id, subject=person, way=contact.way)
    if reached != person.reached_at:
        renew_link(session, person, by=by, stay=stay)


def revoke_links(session: Session, person: Person, *, by: By) -> None:
    """No key to this person's own page works any more, nor a session that one opened."""
    for link in queries.working_links(session, person.id, "my_home"):
        revoke_link(session, link, by=by)


def shut_out(session: Session, person: Person, *, by: By) -> bool:
    """No key and no session of this person opens anything any more; True when one still did."""
    links = queries.live_links(session, person.id)
    for link in links:
        revoke_link(session, link, by=by)
    sessions.end_everywhere(session, person.id, by=by)
    return bool(links)


def renew_link(session: Session, person: Person, *, by: By, stay: int | None = None) -> None:
    """Old keys stop and one new key goes out, in the way that this person chose.

    stay   a session that goes on, because the person asks it there: it hangs on the new key
    """
    revoke_links(session, person, by=by)
    notify(
        session,
        person,
        "resident_new_link",
        key=f"new_link:{person.id}:{clock.now().isoformat()}",
        by=by,
    )
    if stay is not None:
        sessions.hang_on(session, stay, queries.working_links(session, person.id, "my_home")[0])
