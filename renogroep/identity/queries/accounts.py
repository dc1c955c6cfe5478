"""Which account is it, who is it in which municipality, and where was it used last?"""

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.permissions import Role
from renogroep.identity.models import (
    Account,
    AccountPerson,
    Membership,
    Municipality,
    Organisation,
    Person,
    SignedLink,
    WebSession,
)
from renogroep.identity.rules.homes import Home, first_home
from renogroep.identity.rules.scopes import Held
from renogroep.infra.db import everywhere


def account_by_email(session: Session, email: str) -> Account | None:
    """The account with this e-mail, whatever its capitals."""
    return session.scalar(select(Account).where(Account.email == email.strip().lower()))


def own_account(session: Session, person_id: int) -> Account | None:
    """The account of somebody who is here now; None for who came with a link."""
    return session.scalar(
        select(Account)
        .join(AccountPerson, AccountPerson.account_id == Account.id)
        .where(AccountPerson.person_id == person_id)
    )


def account_of(session: Session, person_id: int, municipality_id: int) -> Account | None:
    """The account of a person of this municipality that is switched on."""
    return session.scalar(
        select(Account)
        .join(AccountPerson, AccountPerson.account_id == Account.id)
        .where(
            AccountPerson.person_id == person_id,
            AccountPerson.municipality_id == municipality_id,
            Account.active,
        )
    )


def account_to_write_to(session: Session, person_id: int, municipality_id: int) -> Account | None:
    """The same, or the account that was asked to be this person too."""
    asked = (
        select(Account)
        .join(SignedLink, SignedLink.subject_id == Account.id)
        .where(
            SignedLink.purpose == "join",
            SignedLink.person_id == person_id,
            SignedLink.municipality_id == municipality_id,
        )
        .limit(1)
    )
    return account_of(session, person_id, municipality_id) or session.scalar(asked)


def has_password(session: Session, person_id: int) -> bool:
    """False until somebody chose one: they only have links."""
    account = own_account(session, person_id)
    return account is not None and account.password_hash is not None


def people_of(session: Session, account_id: int) -> Sequence[Person]:
    """Who somebody with this account is, the oldest municipality first."""
    return session.scalars(
        select(Person)
        .join(AccountPerson, AccountPerson.person_id == Person.id)
        .where(AccountPerson.account_id == account_id)
        .order_by(AccountPerson.municipality_id)
    ).all()


def person_in(session: Session, account_id: int, municipality_id: int) -> Person | None:
    """Who somebody with this account is in one municipality; None: nobody yet."""
    return session.scalar(
        select(Person)
        .join(AccountPerson, AccountPerson.person_id == Person.id)
        .where(
            AccountPerson.account_id == account_id,
            AccountPerson.municipality_id == municipality_id,
        )
    )


def municipality_of_person(across: Session, person_id: int) -> int:
    """Where somebody is at home. Raises NoResultFound for nobody.

    across   a session of ``everywhere()``
    """
    return across.scalars(select(Person.municipality_id).where(Person.id == person_id)).one()


def homes_of(across: Session, account_id: int) -> tuple[Home, ...]:
    """Every municipality that somebody with this account is somebody in, the oldest first.

    across   a session of ``everywhere()``, when those of other municipalities count
    """
    rows = across.execute(
        select(AccountPerson.person_id, Municipality, Membership, Organisation.active)
        .join(Municipality, Municipality.id == AccountPerson.municipality_id)
        .join(Person, Person.id == AccountPerson.person_id)
        .outerjoin(Membership, Membership.person_id == AccountPerson.person_id)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .where(AccountPerson.account_id == account_id, Person.erased_at.is_(None))
        .order_by(AccountPerson.municipality_id, Membership.id)
    ).all()
    places = {municipality.id: (municipality, person_id) for person_id, municipality, *_ in rows}
    roles: dict[int, set[str]] = {}
    for _, municipality, membership, active in rows:
        if membership is not None and _counts(membership, active):
            roles.setdefault(municipality.id, set()).add(membership.role)
    return tuple(
        Home(key, row.name, row.host, person_id, frozenset(roles.get(key, ())))
        for key, (row, person_id) in places.items()
    )


def _counts(membership: Membership, organisation_active: bool) -> bool:
    held = Held(
        Role(membership.role),
        membership.municipality_id,
        membership.neighbourhood_id,
        membership.valid_until,
        organisation_active,
    )
    return held.counts(clock.today())


def firm_of(session: Session, person_id: int) -> int | None:
    """The contractor that somebody quotes for today; None: none."""
    return session.scalar(
        select(func.min(Organisation.id))
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(
            Membership.person_id == person_id,
            or_(Membership.valid_until.is_(None), Membership.valid_until >= clock.today()),
            Organisation.kind == "contractor",
            Organisation.active,
        )
    )


def last_home(across: Session, account_id: int) -> int | None:
    """The municipality in which this account was used last."""
    return across.scalar(
        select(WebSession.municipality_id)
        .where(WebSession.account_id == account_id)
        .order_by(WebSession.seen_at.desc(), WebSession.id.desc())
        .limit(1)
    )


def begins_as(account_id: int, front: int | None) -> Home:
    """As whom somebody comes in with this account; of all municipalities, see ``first_home``.

    front   the municipality whose own front door it is; None at a shared one
    """
    with everywhere() as across:
        homes = homes_of(across, account_id)
        return first_home(homes, here=front, last=last_home(across, account_id))


def works_elsewhere(across: Session, account_id: int, municipality_id: int) -> bool:
    """Does somebody with this account hold a role in another municipality today?"""
    return any(
        home.roles
        for home in homes_of(across, account_id)
        if home.municipality_id != municipality_id
    )
