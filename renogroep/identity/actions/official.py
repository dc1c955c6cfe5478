"""Who came in with the sign-in of the government, and what are they here today?

An official sign-in opens an account only after its owner pressed a button in a mail: whoever runs
the other side could say any e-mail address. What its claims give, they also take away.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.identity import official_queries, queries
from renogroep.identity.actions.accounts import note
from renogroep.identity.actions.keys import create_account
from renogroep.identity.actions.members import check_role, end_membership
from renogroep.identity.actions.notices import notify
from renogroep.identity.actions.people import create_person, give_membership, read_email
from renogroep.identity.models import (
    Account,
    AccountIdentity,
    ClaimRole,
    Membership,
    Organisation,
    Person,
    SignedLink,
)
from renogroep.identity.queries import municipalities
from renogroep.identity.rules.claims import Official
from renogroep.identity.rules.contacts import Contact
from renogroep.identity.rules.events import Did
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from renogroep.infra.audit import record, record_in
from renogroep.infra.db import locked

PURPOSE = "identity"


def municipality_of(across: Session, official: Official, issuer: str) -> int | None:
    """Where is somebody at home, or would be: the oldest? To ask everywhere, before ``arrive``."""
    identity = official_queries.identity_of(across, issuer, official.subject)
    known = municipalities.of_email(across, official.email or "")
    if identity is not None:
        known = [
            person.municipality_id for person in queries.people_of(across, identity.account_id)
        ]
    given = [row.municipality_id for row in mapped(across, official)]
    return next(iter([*known, *given]), None)


def identify(session: Session, official: Official, issuer: str, *, language: str) -> int | None:
    """Which account does an official sign-in open? None: a mail asks its owner first.

    issuer    whose sign-in it is; the same subject of another one is somebody else
    language  of a mail to somebody who is new here
    raises    Refused for who has no checked e-mail address, or nothing to do here
    """
    identity = official_queries.identity_of(session, issuer, official.subject)
    if identity is None:
        identity = _announce(session, official, issuer, language)
    if not _confirmed(session, identity):
        _mail(session, identity)
        return None
    return identity.account_id


def come_in(session: Session, account_id: int, *, person_id: int) -> None:
    """They are in, as this person, once their claims were followed everywhere.

    raises  Refused for an account without any role
    """
    account = locked(session, Account, account_id)
    if account is None or not account.active:
        raise _nothing_here()
    note(session, Did.SIGNED_IN, account, actor_id=person_id)


def _nothing_here() -> Refused:
    return Refused(
        "official.no_role",
        "You are signed in, but nobody gave you a role here yet. Call us, or ask your administrator.",
    )


def _announce(session: Session, official: Official, issuer: str, language: str) -> AccountIdentity:
    """Somebody came for the first time: their account, or a new one, waits for a click."""
    if official.email is None:
        raise Refused(
            "official.no_email",
            "Your official sign-in gives no e-mail address that was checked. Ask your administrator for a sign-in link.",
        )
    account = queries.account_by_email(session, email := read_email(official.email))
    if account is None:
        rows = mapped(session, official)
        if not rows:
            raise _nothing_here()
        person = create_person(
            session,
            municipality_id=rows[0].municipality_id,
            name=official.name or email,
            contact=Contact("email", email),
            language=language,
            by=TICK,
        )
        session.flush()
        account = create_account(session, person=person, email=email, by=TICK)
        account.active = False  # until the click: it has no role yet
        session.flush()
    row = AccountIdentity(account_id=account.id, issuer=issuer, subject=official.subject)
    session.add(row)
    session.flush()
    _note(session, Did.IDENTITY_ANNOUNCED, row)
    return row


def _note(session: Session, did: Did, identity: AccountIdentity) -> None:
    person = _first_person(session, identity)
    record_in(
        session,
        person.municipality_id,
        did,
        actor_id=person.id,
        subject=identity,
        facts={},
    )


def _first_person(session: Session, identity: AccountIdentity) -> Person:
    """Of the oldest municipality: mails about the account itself are theirs."""
    return queries.people_of(session, identity.account_id)[0]


def _mail(session: Session, identity: AccountIdentity) -> None:
    """At most one in an hour; the link in it works for an hour."""
    notify(
        session,
        _first_person(session, identity),
        "official_link",
        key=f"{PURPOSE}:{identity.id}:{clock.now():%Y-%m-%d %H}",
        link=PURPOSE,
        link_subject_id=identity.id,
    )


def _confirmed(session: Session, identity: AccountIdentity) -> bool:
    """Did the owner of the mailbox press the button? From then on it opens the account."""
    if identity.confirmed_at is None:
        pressed = session.scalar(
            select(SignedLink.opened_at).where(
                SignedLink.purpose == PURPOSE,
                SignedLink.subject_id == identity.id,
                SignedLink.opened_at.is_not(None),
            )
        )
        if pressed is not None:
            identity.confirmed_at = pressed
            _note(session, Did.IDENTITY_CONFIRMED, identity)
    return identity.confirmed_at is not None


def mapped(
    session: Session, official: Official, municipality_id: int | None = None
) -> Sequence[ClaimRole]:
    """What the claims of somebody give, in every municipality or in one, the oldest row first."""
    statement = (
        select(ClaimRole)
        .join(Organisation, Organisation.id == ClaimRole.organisation_id)
        .where(
            ClaimRole.code == official.organisation,
            ClaimRole.claim.in_(official.roles),
            Organisation.active,
        )
        .order_by(ClaimRole.id)
    )
    if municipality_id is not None:
        statement = statement.where(ClaimRole.municipality_id == municipality_id)
    return session.scalars(statement).all()


def follow_claims(session: Session, official: Official, *, account_id: int, person_id: int) -> None:
    """What the claims give in one municipality where they are somebody already.

    Another municipality invites them first.
    """
    account = locked(session, Account, account_id)
    person = session.get(Person, person_id)
    if account is not None and person is not None and _follow_in(session, person, official):
        account.active = True


def _follow_in(session: Session, person: Person, official: Official) -> bool:
    """Roles that claims gave before and give no more end; new ones begin; others stay.

    True when the claims give something here.
    """
    wanted = {
        (row.organisation_id, row.role, row.neighbourhood_id): row
        for row in mapped(session, official, person.municipality_id)
    }
    held = {
        (row.organisation_id, row.role, row.neighbourhood_id): row
        for row in session.scalars(select(Membership).where(Membership.person_id == person.id))
    }
    for key, row in wanted.items():
        if key not in held:
            given = give_membership(
                session,
                person=person,
                organisation=row.organisation,
                role=Role(row.role),
                neighbourhood_id=row.neighbourhood_id,
                by=TICK,
            )
            given.by_claim = True
            session.flush()
    for key, membership in held.items():
        if membership.by_claim and key not in wanted:
            end_membership(session, membership, by=TICK)
    session.flush()
    return bool(wanted)


def map_claim(
    session: Session,
    organisation: Organisation,
    *,
    code: str,
    claim: str,
    role: str,
    neighbourhood_id: int | None,
    by: By,
) -> ClaimRole:
    """From the next sign-in on, whoever comes with this word is that. Raises as ``check_role``."""
    check_role(organisation, role, neighbourhood_id)
    known = session.scalar(
        select(ClaimRole).where(
            ClaimRole.municipality_id == organisation.municipality_id,
            ClaimRole.code == code,
            ClaimRole.claim == claim,
            ClaimRole.organisation_id == organisation.id,
            ClaimRole.role == role,
        )
    )
    if known is not None:
        raise Refused("claim.known", "This row is in the list already.")
    row = ClaimRole(
        municipality_id=organisation.municipality_id,
        code=code,
        claim=claim,
        organisation_id=organisation.id,
        role=role,
        neighbourhood_id=neighbourhood_id,
    )
    session.add(row)
    session.flush()
    record(
        session,
        Did.CLAIM_MAPPED,
        actor_id=by.actor_id,
        subject=row,
        code=code,
        claim=claim,
        role=role,
        organisation_id=organisation.id,
    )
    return row


def unmap_claim(session: Session, key: int, *, by: By) -> None:
    """The row goes; who has a role through it keeps it until the next sign-in. Twice is once."""
    row = locked(session, ClaimRole, key)
    if row is not None:
        record(session, Did.CLAIM_UNMAPPED, actor_id=by.actor_id, subject=row, claim=row.claim)
        session.delete(row)
