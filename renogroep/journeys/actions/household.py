"""How is a household called and reached from now on?"""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from renogroep.base.names import cleaned
from renogroep.identity.actions.contacts import change_person
from renogroep.identity.models import Person
from renogroep.infra.acts import By, check_seen
from renogroep.infra.db import locked
from renogroep.owners.actions.search_words import refresh_words
from renogroep.owners.models import Case
from renogroep.owners.queries import cases_of
from renogroep.subscriptions.actions.coming_in import read_contact, read_others
from renogroep.subscriptions.rules.coming_in import check_name


def change_household(
    session: Session,
    case: Case,
    *,
    name: str,
    way: str,
    typed: Mapping[str, str],
    language: str,
    by: By,
) -> None:
    """Another name, number or language of the owner of a case.

    way    the preferred one; choosing another one erases nothing
    typed  what stands in the field of each way; one that was emptied does not work any more
    by     saw a version of the person

    Raises Refused as ``check_name`` and ``read_contact``.
    """
    home = case.dwelling.address
    locked(session, Person, case.person_id)
    check_seen(case.person, by)
    change_person(
        session,
        case.person,
        name=check_name(name),
        contact=read_contact(way, typed.get(way, ""), home),
        others=read_others(way, typed, home),
        gone=[other for other, value in typed.items() if other != way and not cleaned(value)],
        language=language,
        by=by.inside,
    )
    refresh_words(session, cases_of(session, case.person_id))
