"""How does somebody start working for an organisation here, and how do they stop?"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.text import Text
from renogroep.identity import queries
from renogroep.identity.actions import invitations, sessions
from renogroep.identity.actions.keys import create_account
from renogroep.identity.actions.notices import notify
from renogroep.identity.actions.people import (
    create_person,
    give_membership,
    read_email,
)
from renogroep.identity.models import Account, Membership, Organisation, Person
from renogroep.identity.rules.contacts import Contact
from renogroep.identity.rules.events import Did
from renogroep.identity.rules.roles import KIND_LABELS, ROLE_LABELS, ROLES_OF_KIND, SCOPED_ROLES
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.db import everywhere, locked


def add_member(
    session: Session,
    organisation: Organisation,
    *,
    name: str,
    email: str,
    role: str,
    language: str,
    neighbourhood_id: int | None,
    by: By,
) -> Person:
    """Somebody gets a role, and a mail with a link to sign in.

    An e-mail that has an account already is the same person with one more role; one of another
    municipality is asked whether they want to work here too. Raises Refused for a role that this
    kind of organisation does not have, or that has no neighbourhood.
    """
    check_role(organisation, role, neighbourhood_id)
    account, person = welcome(
        session,
        organisation.municipality_id,
        name=name,
        email=read_email(email),
        language=language,
        by=by,
    )
    give_membership(
        session,
        person=person,
        organisation=organisation,
        role=Role(role),
        neighbourhood_id=neighbourhood_id,
        by=by,
    )
    send_sign_in_link(session, account, person, by=by)
    return person


def welcome(
    session: Session, municipality_id: int, *, name: str, email: str, language: str, by: By
) -> tuple[Account, Person]:
    """The account of an e-mail, new or known, and who that is in this municipality.

    Whoever has an account that is nobody here yet stays without it until they said yes: two who are
    asked for at the same moment are one, because the account is held.
    """
    account = queries.account_by_email(session, email)
    held = None if account is None else locked(session, Account, account.id)
    known = None if held is None else invitations.person_here(session, held, municipality_id)
    person = known or create_person(
        session,
        municipality_id=municipality_id,
        name=name,
        contact=Contact("email", email),
        language=language,
        by=by,
    )
    if held is None:
        held = create_account(session, person=person, email=email, by=by)
    held.active = True
    return held, person


def check_role(organisation: Organisation, role: str, neighbourhood_id: int | None) -> None:
    """Raises Refused for a role that this kind of organisation does not have, or that has no place."""
    if role not in ROLES_OF_KIND[organisation.kind]:
        raise Refused(
            "member.role",
            "Nobody of “%(organisation)s” (%(kind)s) can be: %(role)s. Choose another role or organisation.",
            organisation=organisation.name,
            kind=Text(KIND_LABELS[organisation.kind]),
            role=Text(ROLE_LABELS[role]),
        )
    if neighbourhood_id is not None and role not in SCOPED_ROLES:
        raise Refused(
            "member.scope",
            "Who has this role works for the whole municipality: %(role)s. Choose no neighbourhood.",
            role=Text(ROLE_LABELS[role]),
        )


def send_sign_in_link(session: Session, account: Account, person: Person, *, by: By) -> None:
    """A fresh link by mail, as often as somebody asks for one; to the mailbox of the account.

    Whoever did not say yes yet to work here too is asked once more.
    """
    if queries.own_account(session, person.id) is None:
        invitations.invite(session, account, person, by=by)
        return
    notify(
        session,
        person,
        "members_sign_in",
        key=f"member_sign_in:{person.id}:{clock.now().isoformat()}",
        link="sign_in",
        mail_to=account.email,
        by=by,
    )


def end_membership(session: Session, membership: Membership, *, by: By) -> None:
    """The role ends at once; with the last one anywhere the account is switched off.

    The history keeps who had it. Raises Refused for one's own last administrator's role: then
    nobody could let somebody in any more.
    """
    locked(session, Organisation, membership.organisation_id)
    if locked(session, Membership, membership.id) is None:
        return  # a colleague was first
    if membership.role == Role.ADMIN and not _another_admin(session, membership):
        raise Refused(
            "member.last_admin",
            "This is the last administrator. Make somebody else administrator first.",
        )
    record(
        session,
        Did.MEMBERSHIP_ENDED,
        actor_id=by.actor_id,
        subject=membership,
        person_id=membership.person_id,
        organisation_id=membership.organisation_id,
        role=membership.role,
    )
    person_id, home = membership.person_id, membership.municipality_id
    session.delete(membership)
    session.flush()
    sessions.end_everywhere(session, person_id, by=by)
    left = session.scalar(select(Membership.id).where(Membership.person_id == person_id).limit(1))
    account = queries.own_account(session, person_id)
    if left is None and account is not None and not _works_elsewhere(account.id, home):
        account.active = False


def _works_elsewhere(account_id: int, municipality_id: int) -> bool:
    with everywhere() as across:
        return queries.works_elsewhere(across, account_id, municipality_id)


def _another_admin(session: Session, membership: Membership) -> bool:
    holders = queries.people_with_role(session, membership.municipality_id, Role.ADMIN)
    return any(person.id != membership.person_id for person in holders)
