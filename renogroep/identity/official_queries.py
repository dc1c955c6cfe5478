"""Which account does an official sign-in open, and what do its claims give here?"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from renogroep.identity.models import AccountIdentity, ClaimRole
from renogroep.infra.scope import Reach, Scope, reaches


def identity_of(session: Session, issuer: str, subject: str) -> AccountIdentity | None:
    """Which account an official sign-in opens, or will open after a click in a mail."""
    return session.scalar(
        select(AccountIdentity)
        .where(AccountIdentity.issuer == issuer, AccountIdentity.subject == subject)
        .options(joinedload(AccountIdentity.account))
    )


def claim_roles(session: Session, municipality_id: int) -> Sequence[ClaimRole]:
    """What official sign-ins give here, by code and word."""
    return session.scalars(
        select(ClaimRole)
        .where(ClaimRole.municipality_id == municipality_id)
        .options(joinedload(ClaimRole.organisation))
        .order_by(ClaimRole.code, ClaimRole.claim, ClaimRole.id)
    ).all()


@reaches(ClaimRole, Reach.STAFF)
def _claim_roles_of_staff(scope: Scope) -> Sequence[ColumnElement[bool]]:
    return (ClaimRole.municipality_id == scope.municipality_id,)
