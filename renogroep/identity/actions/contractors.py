"""How does a firm get in, with its first user?"""

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.identity import queries
from renogroep.identity.actions.keys import create_account
from renogroep.identity.actions.notices import notify
from renogroep.identity.actions.people import (
    create_organisation,
    create_person,
    give_membership,
)
from renogroep.identity.models import Organisation, Person
from renogroep.identity.rules.contacts import Contact
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.i18n import DEFAULT


def add_contractor(
    session: Session,
    municipality_id: int,
    *,
    name: str,
    company_number: str,
    phone: str,
    person: str,
    email: str,
    by: By,
) -> Organisation:
    """A firm with one user, who gets a mail to sign in.

    Raises Refused for a company number that cannot exist or is here already, and for an e-mail
    address that has an account.
    """
    firm = create_organisation(
        session,
        municipality_id=municipality_id,
        kind="contractor",
        name=name,
        company_number=company_number,
        phone=phone,
        email=email,
        by=by,
    )
    user = create_person(
        session,
        municipality_id=municipality_id,
        name=person,
        contact=Contact("email", email),
        language=DEFAULT,
        by=by,
    )
    create_account(session, person=user, email=email, by=by)
    give_membership(session, person=user, organisation=firm, role=Role.CONTRACTOR_OWNER, by=by)
    _send_link(session, firm, user, by=by)
    return firm


def send_firm_links(session: Session, firm: Organisation, *, by: By) -> None:
    """A sign-in link works for hours only; this sends everybody of the firm a new one."""
    for person in queries.members_of(session, firm.id):
        _send_link(session, firm, person, by=by)


def _send_link(session: Session, firm: Organisation, person: Person, *, by: By) -> None:
    notify(
        session,
        person,
        "organisations_sign_in",
        key=f"contractor_sign_in:{firm.id}:{person.id}:{clock.now().isoformat()}",
        link="sign_in",
        by=by,
        firm=firm.name,
    )
