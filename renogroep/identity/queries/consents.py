"""To what does somebody agree today?

Nothing else reads a consent: a withdrawn one counts for nothing from the moment that it is.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from renogroep.identity.models import Consent
from renogroep.infra.scope import Reach, Scope, reaches


@reaches(Consent, Reach.OWN)
def _own(scope: Scope) -> Sequence[ColumnElement[bool]]:
    return (Consent.person_id == scope.person_id,)


def consents_of(session: Session, person_id: int) -> Sequence[Consent]:
    """Everything that somebody ever agreed to, the newest first; also what was withdrawn."""
    return session.scalars(
        select(Consent)
        .where(Consent.person_id == person_id)
        .order_by(Consent.given_at.desc(), Consent.id.desc())
    ).all()


def withdrew(session: Session, person_id: int, purpose: str) -> bool:
    """Did somebody withdraw this, and agree to nothing of the kind since?

    False for who was never asked, such as a firm or a co-owner.
    """
    given, withdrawn = session.execute(
        select(func.count(), func.count(Consent.revoked_at)).where(
            Consent.person_id == person_id, Consent.purpose == purpose
        )
    ).one()
    return 0 < given == withdrawn
