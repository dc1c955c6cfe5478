"""How does somebody who has an account elsewhere come to work for this municipality too?

Never silently: a mail asks, and whoever signs in to that account says yes or no. Until then the new
person of this municipality has roles and no way in.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.identity import queries
from renogroep.identity.actions import sessions
from renogroep.identity.actions.accounts import hang_on
from renogroep.identity.actions.keys import revoke_link
from renogroep.identity.actions.notices import notify
from renogroep.identity.models import Account, Person, SignedLink
from renogroep.identity.rules.events import Did
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.db import locked

PURPOSE = "join"


def person_here(session: Session, account: Account, municipality_id: int) -> Person | None:
    """Who this account is in a municipality, or was asked to be."""
    known = queries.person_in(session, account.id, municipality_id)
    return known or session.scalar(
        select(Person)
        .join(SignedLink, SignedLink.person_id == Person.id)
        .where(
            SignedLink.purpose == PURPOSE,
            SignedLink.subject_id == account.id,
            SignedLink.municipality_id == municipality_id,
            Person.erased_at.is_(None),
        )
        .order_by(SignedLink.id.desc())
        .limit(1)
    )


def account_asked(session: Session, person: Person) -> Account | None:
    """The account of somebody here, or the one that was asked last to be them."""
    own = queries.own_account(session, person.id)
    if own is not None:
        return own
    asked = session.scalar(
        select(SignedLink.subject_id)
        .where(SignedLink.purpose == PURPOSE, SignedLink.person_id == person.id)
        .order_by(SignedLink.id.desc())
        .limit(1)
    )
    return None if asked is None else session.get(Account, asked)


def invite(session: Session, account: Account, person: Person, *, by: By) -> None:
    """A mail to the mailbox of the account; an invitation of before is over."""
    before = queries.working_links(session, person.id, PURPOSE)
    for link in before:
        revoke_link(session, link, by=by)
    last = before[0].id if before else 0
    notify(
        session,
        person,
        "members_join",
        key=f"member_join:{person.id}:{clock.now().isoformat()}:{last}",
        link=PURPOSE,
        link_subject_id=account.id,
        mail_to=account.email,
        by=by,
    )


def accept(session: Session, link: SignedLink, account_id: int) -> Person:
    """Whoever signed in to the account says yes: from now on it is this person too.

    Every session of the account is over, because it is more than it was. Twice is once. Raises
    Refused for an invitation that is over.
    """
    link = _held(session, link)
    if link.opened_at is not None:
        return link.person
    account = locked(session, Account, account_id)
    if account is None or not queries.link_is_good(link, clock.now()):
        raise Refused(
            "invitation.over",
            "This invitation does not work any more. Ask the municipality for a new one.",
        )
    hang_on(session, account, link.person)
    link.opened_at = clock.now()
    record(session, Did.INVITATION_ACCEPTED, actor_id=link.person_id, subject=link)
    sessions.renew(session, account, by=By(link.person_id))
    return link.person


def decline(session: Session, link: SignedLink) -> None:
    """They say no: the municipality sees in its log that they did. Twice is once."""
    link = _held(session, link)
    if link.revoked_at is None and link.opened_at is None:
        link.revoked_at = clock.now()
        record(session, Did.INVITATION_DECLINED, actor_id=link.person_id, subject=link)


def _held(session: Session, link: SignedLink) -> SignedLink:
    held = locked(session, SignedLink, link.id)
    if held is None:
        raise LookupError(f"invitation {link.id}")
    return held
