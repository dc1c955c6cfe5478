"""Who is there, what are they, and whom does this key belong to?"""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from flask_login import UserMixin
from sqlalchemy import ColumnElement, Label, or_, select
from sqlalchemy.orm import Session, joinedload, lazyload

from renogroep.base import clock
from renogroep.base.permissions import May, Role
from renogroep.identity.models import (
    ACCOUNT_LINKS,
    OWN_LINKS,
    Account,
    AccountPerson,
    ContactPoint,
    Membership,
    Organisation,
    Person,
    SignedLink,
    WebSession,
)
from renogroep.identity.queries.accounts import account_by_email as account_by_email
from renogroep.identity.queries.accounts import account_of as account_of
from renogroep.identity.queries.accounts import account_to_write_to as account_to_write_to
from renogroep.identity.queries.accounts import begins_as as begins_as
from renogroep.identity.queries.accounts import firm_of as firm_of
from renogroep.identity.queries.accounts import has_password as has_password
from renogroep.identity.queries.accounts import homes_of as homes_of
from renogroep.identity.queries.accounts import last_home as last_home
from renogroep.identity.queries.accounts import municipality_of_person as municipality_of_person
from renogroep.identity.queries.accounts import own_account as own_account
from renogroep.identity.queries.accounts import people_of as people_of
from renogroep.identity.queries.accounts import person_in as person_in
from renogroep.identity.queries.accounts import works_elsewhere as works_elsewhere
from renogroep.identity.queries.pauses import pauses_not_over as pauses_not_over
from renogroep.identity.rules import scopes, sessions
from renogroep.identity.rules.contacts import ContactKind
from renogroep.identity.rules.homes import Home, to_choose
from renogroep.identity.rules.scopes import Held
from renogroep.infra.scope import Reach, Scope, reaches


class Principal(UserMixin):
    """The person behind a request, with what they are today.

    Somebody who came through the link in a letter is a resident and nothing more, whatever else
    they are: a letter is easier to find than a password.
    """

    def __init__(
        self, person: Person, link: SignedLink | None, web: WebSession, today: date
    ) -> None:
        current = [m for m in person.memberships if _held(m).counts(today)]
        self.id = person.id
        self.name = person.name
        self.language = person.language
        self.municipality_id = person.municipality_id
        self.link_id = link.id if link else None
        self.session_id = web.id
        self.created_at = web.created_at
        self.seen_at = web.seen_at
        self.account_id = web.account_id
        self.homes: tuple[Home, ...] = ()  # every municipality of the account, see principal()
        # With the password or the own mailbox, not with a link that a colleague had sent.
        self.came_alone = link is None or link.purpose in OWN_LINKS
        self.has_second = False  # a second factor that was set up, see principal()
        self.carried = web.carried
        self.proved_at = web.proved_at
        self.second_at = web.second_at
        self.co_sign_order_id = link.subject_id if link and link.purpose == "co_sign" else None
        weak = link is not None and link.purpose not in ACCOUNT_LINKS
        self.organisation_ids = set() if weak else {m.organisation_id for m in current}
        self.firm_id = None if weak else _firm(current)
        self.token = ""  # set when the session begins; afterwards the cookie has it
        self._today = today
        self._held = (
            (Held(Role.RESIDENT, self.municipality_id, None, None),)
            if weak
            else tuple(_held(m) for m in person.memberships)
        )

    def get_id(self) -> str:
        """What the signed cookie keeps."""
        return self.token

    @property
    def choices(self) -> list[Home]:
        """For which municipalities one may choose to work; often one."""
        return to_choose(self.homes)

    @property
    def works_here(self) -> bool:
        """Staff or a firm, with pages of their own; a resident is neither."""
        return self.scope_of(May.STAFF_HOME) is not None

    def scope_of(self, permission: May) -> scopes.Scope | None:
        """Where this person may use a permission today; None: nowhere."""
        return scopes.scope_of(permission, self._held, self._today)


def _held(membership: Membership) -> Held:
    return Held(
        Role(membership.role),
        membership.municipality_id,
        membership.neighbourhood_id,
        membership.valid_until,
        membership.organisation.active,
    )


def _firm(memberships: Sequence[Membership]) -> int | None:
    """The contractor this person quotes for; somebody of two firms needs two accounts."""
    firms = {m.organisation_id for m in memberships if m.organisation.kind == "contractor"}
    return min(firms) if firms else None


READER = (  # of a reader, in the same question: every page asks it
    lazyload(Person.contact_points),
    joinedload(Person.memberships).joinedload(Membership.organisation),
)


def principal(session: Session, token: str) -> Principal | None:
    """The person of a session's token; None when the session, its link or account is over.

    session   one of ``everywhere()``: it decides whose municipality this request is
    """
    rows = session.execute(
        select(WebSession, Person, SignedLink, Account)
        .join(Person, Person.id == WebSession.person_id)
        .outerjoin(SignedLink, SignedLink.id == WebSession.link_id)
        .outerjoin(Account, Account.id == WebSession.account_id)
        .where(
            WebSession.token_hash == token_hash(token),
            WebSession.revoked_at.is_(None),
            Person.erased_at.is_(None),
        )
        .options(*READER)
    )
    found = rows.unique().one_or_none()
    if found is None:
        return None
    web, person, link, account = found
    now = clock.now()
    if sessions.is_over(web.created_at, web.seen_at, now):
        return None
    if web.link_id is not None and (link is None or not link_is_good(link, now)):
        return None
    if (link is None or link.purpose in ACCOUNT_LINKS) and not _still_good(account, web):
        return None
    reader = Principal(person, link, web, clock.today())
    if account is not None:
        reader.has_second = account.totp_secret is not None
        reader.homes = homes_of(session, account.id)
        if all(home.person_id != person.id for home in reader.homes):
            return None
    return reader


def _still_good(account: Account | None, web: WebSession) -> bool:
    """The account works, and nothing changed since that ends its sessions."""
    return account is not None and account.active and account.generation == web.generation


def live_session(across: Session, key: int) -> WebSession | None:
    """A session of an account that still opens pages; None when it is over."""
    found = across.execute(
        select(WebSession, Account)
        .join(Account, Account.id == WebSession.account_id)
        .where(WebSession.id == key, WebSession.revoked_at.is_(None))
    ).one_or_none()
    if found is None:
        return None
    web, account = found
    over = sessions.is_over(web.created_at, web.seen_at, clock.now())
    return web if not over and _still_good(account, web) else None


def open_sessions(session: Session, person_id: int) -> list[WebSession]:
    """Where somebody is signed in now, the last used first."""
    now = clock.now()
    rows = session.execute(
        select(WebSession, Account)
        .outerjoin(Account, Account.id == WebSession.account_id)
        .where(
            WebSession.person_id == person_id,
            WebSession.revoked_at.is_(None),
            WebSession.created_at > now - sessions.IN_ALL,
        )
        .order_by(WebSession.seen_at.desc(), WebSession.id.desc())
    )
    return [
        web
        for web, account in rows
        if not sessions.is_over(web.created_at, web.seen_at, now)
        and (account is None or _still_good(account, web))
    ]


def link_is_good(link: SignedLink, now: datetime) -> bool:
    """Not revoked and not expired."""
    return link.revoked_at is None and now < link.expires_at


def token_hash(token: str) -> str:
    """What we keep of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_by_token(session: Session, token: str) -> SignedLink | None:
    """The link that a token opens, good or not."""
    return session.scalar(
        select(SignedLink)
        .where(SignedLink.token_hash == token_hash(token), SignedLink.purpose != "hand_over")
        .options(joinedload(SignedLink.person))
    )


def working_links(session: Session, person_id: int, purpose: str) -> Sequence[SignedLink]:
    """The keys with which somebody may still come in, the newest first.

    purpose   "my_home" or "sign_in"
    """
    return session.scalars(
        select(SignedLink)
        .where(
            SignedLink.person_id == person_id,
            SignedLink.purpose == purpose,
            SignedLink.revoked_at.is_(None),
            SignedLink.expires_at > clock.now(),
        )
        .order_by(SignedLink.id.desc())
    ).all()


def live_links(session: Session, person_id: int) -> Sequence[SignedLink]:
    """Every key of this person that still opens something, whatever it is for."""
    return session.scalars(
        select(SignedLink)
        .where(
            SignedLink.person_id == person_id,
            SignedLink.revoked_at.is_(None),
            SignedLink.expires_at > clock.now(),
        )
        .order_by(SignedLink.id)
    ).all()


def maybe_the_same(session: Session, person: Person) -> Sequence[Person]:
    """Others with the same name, e-mail or phone number who have no account, by name."""
    same: list[ColumnElement[bool]] = [Person.sort_key == person.sort_key]
    reached = [point for point in person.live_points if point.kind is not ContactKind.LETTER]
    same += [has_contact(point.kind, point.value_key) for point in reached]
    return session.scalars(
        select(Person)
        .where(
            Person.municipality_id == person.municipality_id,
            Person.id != person.id,
            Person.erased_at.is_(None),
            or_(*same),
            ~select(AccountPerson.id).where(AccountPerson.person_id == Person.id).exists(),
        )
        .order_by(Person.sort_key, Person.id)
        .limit(20)
    ).all()


def has_contact(kind: ContactKind, key: str) -> ColumnElement[bool]:
    """Of a Person: is this one of the ways to reach them now? The key is ``key_of`` a value."""
    return (
        select(ContactPoint.id)
        .where(
            ContactPoint.person_id == Person.id,
            ContactPoint.kind == kind,
            ContactPoint.value_key == key,
            ContactPoint.ended_at.is_(None),
        )
        .exists()
    )


def phone_of_person() -> Label[str | None]:
    """Of a Person, as a column: the number to call, whatever way is preferred."""
    return (
        select(ContactPoint.value)
        .where(
            ContactPoint.person_id == Person.id,
            ContactPoint.kind == ContactKind.PHONE,
            ContactPoint.ended_at.is_(None),
        )
        .order_by(ContactPoint.preferred.desc(), ContactPoint.id)
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
        .label("phone")
    )


def attempt_subject(value: str) -> str:
    """Failed sign-ins are counted without keeping the address itself."""
    return hashlib.sha256(value.strip().lower().encode()).hexdigest()


@reaches(Organisation, Reach.STAFF)
def _organisations_of_staff(scope: Scope) -> Sequence[ColumnElement[bool]]:
    return (Organisation.municipality_id == scope.municipality_id,)


@reaches(WebSession, Reach.STAFF)
def _own_sessions(scope: Scope) -> Sequence[ColumnElement[bool]]:
    return (WebSession.person_id == scope.person_id,)


@reaches(Membership, Reach.STAFF)
def _memberships_of_staff(scope: Scope) -> Sequence[ColumnElement[bool]]:
    return (Membership.municipality_id == scope.municipality_id,)


def organisations(session: Session, municipality_id: int, kind: str) -> Sequence[Organisation]:
    """Organisations of one kind, by name."""
    return session.scalars(
        select(Organisation)
        .where(Organisation.municipality_id == municipality_id, Organisation.kind == kind)
        .order_by(Organisation.sort_key)
    ).all()


def organisation(session: Session, key: int, municipality_id: int) -> Organisation | None:
    """The organisation, unless it belongs to another municipality."""
    return session.scalar(
        select(Organisation).where(
            Organisation.id == key, Organisation.municipality_id == municipality_id
        )
    )


def people_with_role(session: Session, municipality_id: int, *roles: Role) -> Sequence[Person]:
    """People who hold one of the roles today, by name."""
    return session.scalars(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            Membership.municipality_id == municipality_id,
            Membership.role.in_([str(role) for role in roles]),
            or_(Membership.valid_until.is_(None), Membership.valid_until >= clock.today()),
            Person.erased_at.is_(None),
            Organisation.active,
        )
        .order_by(Person.sort_key)
        .distinct()
    ).all()


def memberships(session: Session, municipality_id: int) -> dict[int, list[Membership]]:
    """Every role that somebody has today, by name: {organisation id: rows}."""
    rows = session.scalars(
        select(Membership)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.municipality_id == municipality_id,
            or_(Membership.valid_until.is_(None), Membership.valid_until >= clock.today()),
            Person.erased_at.is_(None),
        )
        .options(joinedload(Membership.person))
        .order_by(Person.sort_key, Membership.id)
    )
    found: dict[int, list[Membership]] = {}
    for row in rows:
        found.setdefault(row.organisation_id, []).append(row)
    return found


def membership(session: Session, key: int, municipality_id: int) -> Membership | None:
    """The membership, unless it belongs to another municipality."""
    return session.scalar(
        select(Membership).where(
            Membership.id == key, Membership.municipality_id == municipality_id
        )
    )


def members_of(session: Session, organisation_id: int) -> Sequence[Person]:
    """Everybody who belongs to an organisation today."""
    return session.scalars(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.organisation_id == organisation_id,
            or_(Membership.valid_until.is_(None), Membership.valid_until >= clock.today()),
            Person.erased_at.is_(None),
        )
        .order_by(Person.sort_key)
        .distinct()
    ).all()
