"""How is a household called and reached from now on?"""

from sqlalchemy.orm import Session

from renogroep.identity.actions.contacts import change_person
from renogroep.identity.models import Person
from renogroep.infra.acts import By, check_seen
from renogroep.infra.db import locked
from renogroep.owners.actions.search_words import refresh_words
from renogroep.owners.models import Case
from renogroep.owners.queries import cases_of
from renogroep.subscriptions.actions.coming_in import check_name, read_contact


def change_household(
    session: Session, case: Case, *, name: str, way: str, value: str, language: str, by: By
) -> None:
    """Another name, number or language of the owner of a case.

    by   saw a version of the person. Raises Refused as ``check_name`` and ``read_contact``.
    """
    locked(session, Person, case.person_id)
    check_seen(case.person, by)
    change_person(
        session,
        case.person,
        name=check_name(name),
        contact=read_contact(way, value, case.dwelling.address),
        language=language,
        by=by.inside,
    )
    refresh_words(session, cases_of(session, case.person_id))
