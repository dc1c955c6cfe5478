"""Who was erased, by what the audit trail says?"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.identity.rules.events import Did
from renogroep.infra.audit import AuditEvent


def erased_people(session: Session) -> set[tuple[int, int, datetime, bool]]:
    """Municipality, person and moment of every erasure, and whether a contract stayed.

    Two rows put together are none.
    """
    rows = session.execute(
        select(
            AuditEvent.municipality_id, AuditEvent.subject_id, AuditEvent.at, AuditEvent.did
        ).where(
            AuditEvent.did.in_((Did.PERSON_ERASED, Did.PERSON_TOLD_ERASED)),
            AuditEvent.subject_kind == "person",
        )
    )
    return {(row[0], row[1], row[2], row[3] == Did.PERSON_TOLD_ERASED) for row in rows}
