"""How does the way to reach somebody change, and how do old keys to their page stop?"""

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.names import sort_key
from renogroep.identity import queries
from renogroep.identity.actions.keys import revoke_link
from renogroep.identity.actions.notices import notify
from renogroep.identity.actions.people import Contact
from renogroep.identity.events import Did
from renogroep.identity.models import Person
from renogroep.infra.acts import By
from renogroep.infra.audit import record


def change_person(
    session: Session,
    person: Person,
    *,
    name: str,
    contact: Contact,
    language: str,
    by: By,
) -> None:
    """Another name, language or way to reach somebody; the old address is forgotten.

    When mails, letters or calls would go elsewhere, links that were sent before stop working.
    """
    reached = person.email or person.phone or person.postal_address
    person.name, person.sort_key, person.language = name, sort_key(name), language
    person.contact_way = contact.way
    person.email = contact.value.lower() if contact.way == "email" else None
    person.phone = contact.value if contact.way == "mobile" else None
    person.postal_address = contact.value if contact.way == "letter" else None
    record(session, Did.PERSON_CHANGED, actor_id=by.actor_id, subject=person, way=contact.way)
    if reached != (person.email or person.phone or person.postal_address):
        renew_link(session, person, by=by)


def revoke_links(session: Session, person: Person, *, by: By) -> None:
    """No key to this person's own page works any more, nor a session that one opened."""
    for link in queries.links_to_my_home(session, person.id):
        revoke_link(session, link, by=by)


def renew_link(session: Session, person: Person, *, by: By) -> None:
    """Old keys stop and one new key goes out, in the way that this person chose."""
    revoke_links(session, person, by=by)
    notify(
        session,
        person,
        "resident_new_link",
        key=f"new_link:{person.id}:{clock.now().isoformat()}",
        by=by,
    )
