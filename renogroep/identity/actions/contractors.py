"""How does a firm get in, with its first user?"""

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.identity import queries
from renogroep.identity.actions.invitations import account_asked, invite, person_here
from renogroep.identity.actions.members import welcome
from renogroep.identity.actions.notices import notify
from renogroep.identity.actions.people import create_organisation, give_membership, read_email
from renogroep.identity.models import Account, Organisation, Person
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

    Whoever works for it in another municipality is asked to work here too, with the same account.
    Raises Refused for a company number that cannot exist or is here already, and for an e-mail
    address of somebody who is here already.
    """
    address = read_email(email)
    _check_new(session, municipality_id, address)
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
    account, user = welcome(
        session, municipality_id, name=person, email=address, language=DEFAULT, by=by
    )
    give_membership(session, person=user, organisation=firm, role=Role.CONTRACTOR_OWNER, by=by)
    _send_link(session, firm, account, user, by=by)
    return firm


def _check_new(session: Session, municipality_id: int, address: str) -> None:
    account = queries.account_by_email(session, address)
    if account is not None and person_here(session, account, municipality_id) is not None:
        raise Refused(
            "account.known", "There is already an account for “%(email)s”.", email=address
        )


def send_firm_links(session: Session, firm: Organisation, *, by: By) -> None:
    """A sign-in link works for hours only; this sends everybody of the firm a new one."""
    for person in queries.members_of(session, firm.id):
        account = account_asked(session, person)
        if account is not None:
            _send_link(session, firm, account, person, by=by)


def _send_link(
    session: Session, firm: Organisation, account: Account, person: Person, *, by: By
) -> None:
    if queries.own_account(session, person.id) is None:
        invite(session, account, person, by=by)
        return
    notify(
        session,
        person,
        "organisations_sign_in",
        key=f"contractor_sign_in:{firm.id}:{person.id}:{clock.now().isoformat()}",
        link="sign_in",
        mail_to=account.email,
        by=by,
        firm=firm.name,
    )
