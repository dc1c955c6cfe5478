"""Who was erased, by what the audit trail says?"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.identity.rules.events import Did
from renogroep.infra.audit import AuditEvent


def erased_people(session: Session) -> set[tuple[int, int, datetime]]:
    """Municipality, person and moment of every erasure; two rows put together are none."""
    rows = session.execute(
        select(AuditEvent.municipality_id, AuditEvent.subject_id, AuditEvent.at).where(
            AuditEvent.did == Did.PERSON_ERASED, AuditEvent.subject_kind == "person"
        )
    )
    return {(row[0], row[1], row[2]) for row in rows}
