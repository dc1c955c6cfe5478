"""How does work stand still for a while, and go on again?"""

from datetime import datetime

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.identity.models import Pause
from renogroep.identity.rules.events import Did
from renogroep.identity.rules.pauses import PauseKind, why_not
from renogroep.infra.acts import By, check_seen
from renogroep.infra.audit import record
from renogroep.infra.db import locked


def set_pause(
    session: Session,
    *,
    municipality_id: int,
    kind: PauseKind,
    subject_id: int | None,
    starts_at: datetime,
    ends_at: datetime,
    words: tuple[str, str, str],
    by: By,
) -> Pause:
    """From then until then nothing changes there.

    words    Dutch, French and English: what people read who send something
    raises   Refused: the end before the start, over already, or longer than 31 days
    """
    refused = why_not(starts_at, ends_at, clock.now())
    if refused:
        raise refused
    row = Pause(
        municipality_id=municipality_id,
        kind=kind,
        subject_id=subject_id,
        starts_at=starts_at,
        ends_at=ends_at,
        words=words[0],
        words_fr=words[1],
        words_en=words[2],
    )
    session.add(row)
    session.flush()
    record(
        session,
        Did.PAUSE_SET,
        actor_id=by.actor_id,
        subject=row,
        kind=str(kind),
        subject_id=subject_id,
        starts_at=starts_at.isoformat(),
        ends_at=ends_at.isoformat(),
    )
    return row


def end_pause(session: Session, row: Pause, *, by: By) -> None:
    """Work goes on from now; twice is once.

    raises   StaleDataError for an older version of the row
    """
    locked(session, Pause, row.id)
    now = clock.now()
    if row.ends_at <= now:
        return
    check_seen(row, by)
    row.starts_at, row.ends_at = min(row.starts_at, now), now
    record(session, Did.PAUSE_ENDED, actor_id=by.actor_id, subject=row)
