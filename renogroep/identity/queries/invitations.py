"""Which municipalities ask somebody with an account to work for them too?"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.identity.models import Membership, Municipality, Organisation, SignedLink


@dataclass(frozen=True, slots=True)
class Invitation:
    """One that waits for an answer. ``roles``: what for, and of which organisation."""

    link_id: int
    municipality: str
    roles: tuple[tuple[str, str], ...]


def invitations_for(across: Session, account_id: int) -> list[Invitation]:
    """Those that wait for this account, the oldest first.

    across   a session of ``everywhere()``: they come from where nobody works yet
    """
    rows = across.execute(
        select(SignedLink.id, Municipality.name, Membership.role, Organisation.name)
        .join(Municipality, Municipality.id == SignedLink.municipality_id)
        .outerjoin(Membership, Membership.person_id == SignedLink.person_id)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .where(*_of(account_id), *_waits())
        .order_by(SignedLink.id, Membership.id)
    ).all()
    found = {key: name for key, name, *_ in rows}
    return [
        Invitation(key, name, tuple((role, of) for one, _, role, of in rows if one == key and role))
        for key, name in found.items()
    ]


def invitation_of(session: Session, key: int, account_id: int) -> SignedLink | None:
    """An invitation of this account, answered or not; None for another's."""
    return session.scalar(select(SignedLink).where(SignedLink.id == key, *_of(account_id)))


def _of(account_id: int) -> tuple[ColumnElement[bool], ...]:
    return SignedLink.purpose == "join", SignedLink.subject_id == account_id


def _waits() -> tuple[ColumnElement[bool], ...]:
    return (
        SignedLink.opened_at.is_(None),
        SignedLink.revoked_at.is_(None),
        SignedLink.expires_at > clock.now(),
    )
