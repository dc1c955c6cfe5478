"""Who comes in, how do we reach them, and to what did they agree?"""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.names import cleaned
from renogroep.identity.actions.people import create_person, read_email
from renogroep.identity.models import Consent, Person
from renogroep.identity.rules import phone
from renogroep.identity.rules.contacts import Contact
from renogroep.infra.acts import By
from renogroep.infra.i18n import in_language, say
from renogroep.neighbourhoods.models import Address
from renogroep.owners.actions.intake import dwelling_at, open_case
from renogroep.owners.models import Case
from renogroep.subscriptions.rules.coming_in import (
    CONSENT_PURPOSE,
    CONSENT_TEXT,
    CONSENT_VERSION,
    Sender,
)
from renogroep.subscriptions.rules.questions import OWNER_KINDS, Answers, chosen
from renogroep.tenders.models import Package


def read_contact(way: str, value: str, address: Address | None) -> Contact:
    """One way to reach somebody. A letter without an address goes to the home itself, if any.

    Raises Refused ``contact.way``, ``contact.email`` or ``phone.unreadable``.
    """
    typed = cleaned(value)
    if way == "email":
        return Contact(way, read_email(typed))
    if way == "mobile":
        return Contact(way, phone.read(typed))
    if way == "letter":
        return Contact(way, (typed or (address.full if address else ""))[:300])
    raise Refused("contact.way", "Choose how we may reach you.")


def read_others(way: str, typed: Mapping[str, str], address: Address | None) -> tuple[Contact, ...]:
    """What was filled in beside the chosen way: nothing that somebody types is thrown away.

    typed   what stands in the field of each way. Raises Refused as ``read_contact``.
    """
    return tuple(
        read_contact(other, value, address)
        for other, value in typed.items()
        if other != way and cleaned(value)
    )


def come_in(
    session: Session,
    package: Package,
    address: Address,
    answers: Answers,
    sender: Sender,
    name: str,
    *,
    by: By,
) -> tuple[Case, Person]:
    """Person, consent, home and case."""
    person = new_person(session, package, sender, name, by=by)
    kinds = [OWNER_KINDS[code] for code in chosen(answers, "owner_kind")]
    case = open_case(
        session,
        dwelling=dwelling_at(session, address, by=by),
        person=person,
        owner_kind=kinds[0],
        by=by,
    )
    return case, person


def new_person(session: Session, package: Package, sender: Sender, name: str, *, by: By) -> Person:
    """Who somebody says to be, and the consent. A visitor is always a new person: a name that
    somebody typed never opens what another one left; staff bring two rows of one person together."""
    person = create_person(
        session,
        municipality_id=package.municipality_id,
        name=name,
        contact=sender.contact,
        others=sender.others,
        language=sender.language,
        by=by,
    )
    session.flush()
    with in_language(sender.language):
        words = say(CONSENT_TEXT)
    session.add(
        Consent(
            municipality_id=package.municipality_id,
            person_id=person.id,
            purpose=CONSENT_PURPOSE,
            text_version=CONSENT_VERSION,
            text=words,
            language=sender.language,
            channel=by.channel,
            given_at=clock.now(),
        )
    )
    return person
