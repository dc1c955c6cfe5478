"""Somebody does not agree any more."""

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.identity.models import Consent, Person
from renogroep.identity.queries.consents import consents_of
from renogroep.identity.rules.events import Did
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.db import locked


def revoke_consent(session: Session, consent: Consent, *, by: By) -> None:
    """From now on it holds no longer, however often the same was agreed to. Twice is once."""
    locked(session, Person, consent.person_id)
    session.refresh(consent)
    if consent.revoked_at is not None:
        return
    for row in consents_of(session, consent.person_id):
        if row.purpose == consent.purpose and row.revoked_at is None:
            row.revoked_at = clock.now()
    record(
        session,
        Did.CONSENT_REVOKED,
        actor_id=by.actor_id,
        subject=consent,
        purpose=consent.purpose,
        channel=by.channel,
    )
