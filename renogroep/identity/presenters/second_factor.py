"""How does the second factor of somebody stand, and who lost it?"""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from renogroep.identity.actions.second_factor import is_asked
from renogroep.identity.models import Account, AccountPerson, Person, RecoveryCode


def state_page(session: Session, account: Account) -> dict[str, Any]:
    """Is it set up, and how many recovery codes were not used yet?"""
    left = select(func.count()).where(
        RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None)
    )
    return {"is_set": account.totp_secret is not None, "left": session.scalar(left)}


def lost_page(session: Session, municipality_id: int) -> dict[str, Any]:
    """Whose it is that somebody here asked to take away, the oldest request first, and who asked.

    rows   (account, person here)
    """
    asked = session.execute(
        select(Account, Person)
        .join(AccountPerson, AccountPerson.account_id == Account.id)
        .join(Person, Person.id == AccountPerson.person_id)
        .where(AccountPerson.municipality_id == municipality_id, Account.lost_asked_at.is_not(None))
        .order_by(Account.lost_asked_at, Account.id)
    ).all()
    askers = select(Person).where(
        Person.municipality_id == municipality_id,
        Person.id.in_([account.lost_asked_by for account, _ in asked]),
    )
    names = {person.id: person.name for person in session.scalars(askers)}
    return {
        "rows": [
            (account, person)
            for account, person in asked
            if is_asked(account) and account.lost_asked_by in names
        ],
        "names": names,
    }
