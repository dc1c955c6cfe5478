"""How does the second factor of somebody stand, and who lost it?"""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from renogroep.identity.actions.second_factor import is_asked
from renogroep.identity.models import Account, Person, RecoveryCode


def state_page(session: Session, account: Account) -> dict[str, Any]:
    """Is it set up, and how many recovery codes were not used yet?"""
    left = select(func.count()).where(
        RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None)
    )
    return {"is_set": account.totp_secret is not None, "left": session.scalar(left)}


def lost_page(session: Session, municipality_id: int) -> dict[str, Any]:
    """Accounts of which somebody asked to take it away, the oldest request first, and who asked."""
    asked = session.scalars(
        select(Account)
        .where(Account.municipality_id == municipality_id, Account.lost_asked_at.is_not(None))
        .options(joinedload(Account.person))
        .order_by(Account.lost_asked_at, Account.id)
    ).all()
    people = select(Person).where(Person.id.in_([row.lost_asked_by for row in asked]))
    return {
        "rows": [row for row in asked if is_asked(row)],
        "names": {person.id: person.name for person in session.scalars(people)},
    }
