"""What stands still now, or will?"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from renogroep.identity.models import Pause
from renogroep.infra.scope import Reach, Scope, reaches


@reaches(Pause, Reach.STAFF)
def _pauses_of_staff(scope: Scope) -> Sequence[ColumnElement[bool]]:
    return (Pause.municipality_id == scope.municipality_id,)


def pauses_not_over(session: Session, now: datetime) -> Sequence[Pause]:
    """Of every municipality, because one for the installation holds for all; the first end first."""
    return session.scalars(
        select(Pause).where(Pause.ends_at > now).order_by(Pause.ends_at, Pause.id)
    ).all()
