"""How does somebody correct on the own page what we keep about them?"""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.names import cleaned
from renogroep.base.text import N_, Text
from renogroep.identity.actions.contacts import change_person
from renogroep.identity.actions.people import read_email
from renogroep.identity.models import Person
from renogroep.identity.rules.contacts import Contact, ContactKind, key_of
from renogroep.infra.acts import By, check_seen
from renogroep.infra.db import locked
from renogroep.infra.holidays import belgian
from renogroep.infra.i18n import stored_text
from renogroep.journeys.actions.mailbox_code import came_back, send_code
from renogroep.journeys.queries.own_rows import open_task
from renogroep.neighbourhoods.models import Address
from renogroep.owners import queries
from renogroep.owners.actions.cases import hold_open
from renogroep.owners.actions.intake import leave_task
from renogroep.owners.actions.search_words import refresh_words
from renogroep.owners.models import Case, Task
from renogroep.owners.rules.cases import first_call_due
from renogroep.subscriptions.actions.coming_in import read_contact, read_others
from renogroep.subscriptions.queries import home_of
from renogroep.subscriptions.rules.coming_in import check_name

QUESTION = N_(
    "The household says that something about the home is wrong: “%(words)s” Call, look at it together and change it."
)


def correct_me(
    session: Session,
    person: Person,
    *,
    name: str,
    way: str,
    typed: Mapping[str, str],
    language: str,
    stay: int,
    by: By,
) -> str | None:
    """Name, language, phone number and postal address count at once.

    way     the preferred one
    typed   what stands in the field of each way; one that was emptied does not work any more
    stay    the session in which it is asked: it goes on when old links stop
    returns the new mailbox to which a code went: it counts when the code comes back

    Raises Refused as ``change_household`` and ``send_code``, and ``person.no_contact``.
    """
    locked(session, Person, person.id)
    check_seen(person, by)
    waits = _new_mailbox(person, typed.get("email", ""))
    now = {**typed, "email": person.email or ""} if waits else dict(typed)
    if way == "email" and waits and not now["email"]:
        way = person.contact_way
    home = _home_of(session, person)
    contact = read_contact(way, now.get(way, ""), home)
    if not contact.value:
        raise Refused("person.no_contact", "Enter one way to reach you.")
    change_person(
        session,
        person,
        name=check_name(name),
        contact=contact,
        others=read_others(way, now, home),
        gone=[other for other, value in now.items() if other != way and not cleaned(value)],
        language=language,
        by=by.inside,
        stay=stay,
    )
    refresh_words(session, queries.cases_of(session, person.id))
    if waits:
        send_code(session, person, waits, by=by)
    return waits


def _new_mailbox(person: Person, typed: str) -> str | None:
    if not cleaned(typed):
        return None
    address = read_email(typed)
    point = person.point(ContactKind.EMAIL)
    same = point is not None and point.value_key == key_of(ContactKind.EMAIL, address)
    return None if same else address


def _home_of(session: Session, person: Person) -> Address | None:
    """Where a letter without another address goes; a co-owner may live elsewhere."""
    cases = queries.homes_of(session, [person.id]).get(person.id, [])
    homes = [row.dwelling for row in cases] + [row.dwelling for row in home_of(session, person.id)]
    return homes[0].address if homes else None


def confirm_mailbox(
    session: Session,
    person: Person,
    address: str,
    digits: str,
    *,
    first: bool,
    stay: int,
    by: By,
) -> bool:
    """The digits that went to a new mailbox came back: it counts from now on. Twice is once.

    first    from now on we write there, whatever way was preferred before
    returns  False for digits that are not right, which is counted: keep the transaction
    """
    locked(session, Person, person.id)
    point = person.point(ContactKind.EMAIL)
    same = point is not None and point.value_key == key_of(ContactKind.EMAIL, address)
    if same and (not first or person.contact_way == "email"):
        return True
    if not came_back(session, person, address, digits):
        return False
    mailbox = Contact("email", address)
    keeps = not first and person.contact_way != "email"
    change_person(
        session,
        person,
        name=person.name,
        contact=Contact(person.contact_way, person.reached_at) if keeps else mailbox,
        others=[mailbox] if keeps else [],
        language=person.language,
        by=by.inside,
        stay=stay,
    )
    refresh_words(session, queries.cases_of(session, person.id))
    return True


def ask_correction(session: Session, case: Case, words: str, *, by: By) -> Task:
    """A question to the advisor about the facts of a home; while it is open there is one.

    Raises Refused ``correction.empty`` without words, ``correction.asked`` when another question is
    still open, ``case.closed``.
    """
    hold_open(session, case)
    told = cleaned(words)
    if not told:
        raise Refused("correction.empty", "Write what is wrong, and how it should be.")
    what = Text(QUESTION, {"words": told})
    known = open_task(session, case.id, QUESTION)
    if known is None:
        today = clock.today()
        return leave_task(session, case, what, due_on=first_call_due(today, belgian(today)), by=by)
    if known.what != stored_text(what):
        raise Refused(
            "correction.asked",
            "You asked us something about this home already. An advisor calls you by %(day)s: tell it then.",
            day=known.due_on,
        )
    return known
