"""Who is an account in which municipality, and in whose trail stands what happens to it?"""

from enum import StrEnum
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from renogroep.identity import queries
from renogroep.identity.models import (
    Account,
    AccountIdentity,
    AccountPerson,
    Person,
    RecoveryCode,
)
from renogroep.infra.audit import record_in
from renogroep.infra.db import everywhere, locked


def hang_on(session: Session, account: Account, person: Person) -> AccountPerson:
    """Whoever signs in to this account is this person, in the municipality of that person."""
    session.flush()
    row = AccountPerson(
        municipality_id=person.municipality_id, account_id=account.id, person_id=person.id
    )
    session.add(row)
    session.flush()
    return row


def note(
    session: Session, did: StrEnum, account: Account, *, actor_id: int | None, **facts: Any
) -> None:
    """Keep what happened to an account, in the trail of the municipality where it happened.

    That of whoever acted; of nobody's act the one that this piece of work is for.
    """
    actor = None if actor_id is None else session.get(Person, actor_id)
    home = actor.municipality_id if actor is not None else _oldest(session, account)
    record_in(session, home, did, actor_id=actor_id, subject=account, facts=facts)


def _oldest(session: Session, account: Account) -> int:
    session.flush()
    found = session.scalar(
        select(func.min(AccountPerson.municipality_id)).where(
            AccountPerson.account_id == account.id
        )
    )
    if found is None:
        raise LookupError(f"account {account.id} is nobody's")
    return found


def forget_account(session: Session, person_id: int) -> None:
    """This person has no account any more; the last person of an account takes it along.

    The account is held meanwhile: of two municipalities that do so together one is the last.
    """
    account = queries.own_account(session, person_id)
    session.execute(delete(AccountPerson).where(AccountPerson.person_id == person_id))
    if account is None:
        return
    locked(session, Account, account.id)
    if _is_somebody_else(session, account.id, person_id):
        return
    for table in (RecoveryCode, AccountIdentity):
        session.execute(delete(table).where(table.account_id == account.id))
    session.execute(delete(Account).where(Account.id == account.id))


def _is_somebody_else(session: Session, account_id: int, person_id: int) -> bool:
    """In any municipality: also one that this piece of work does not see."""
    others = select(AccountPerson.id).where(
        AccountPerson.account_id == account_id, AccountPerson.person_id != person_id
    )
    if session.scalar(others.limit(1)) is not None:
        return True
    with everywhere() as across:
        return across.scalar(others.limit(1)) is not None
