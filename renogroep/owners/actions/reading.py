"""Who looked at which cases? Whoever reads names and homes leaves a trace."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from renogroep.identity.models import Municipality
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.owners.models import Case
from renogroep.owners.rules.events import Did


def note_read(session: Session, case: Case, *, sensitive: bool, by: By) -> None:
    """One case was opened; can, will and income have a trace of another kind."""
    did = Did.CASE_READ if sensitive else Did.CASE_SEEN
    record(session, did, actor_id=by.actor_id, subject=case)


def note_caseload(
    session: Session, municipality_id: int, case_ids: Collection[int], *, by: By
) -> None:
    """A page of the list of cases was shown; an empty one tells nothing about anybody."""
    if case_ids:
        record(
            session,
            Did.CASELOAD_SEEN,
            actor_id=by.actor_id,
            subject=session.get_one(Municipality, municipality_id),
            cases=list(case_ids),
        )
