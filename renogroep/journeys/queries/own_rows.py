"""Which rows are a resident's own, and what did they ask that nobody answered yet?"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from renogroep.identity.models import Person
from renogroep.infra.scope import Reach, Scope, reaches
from renogroep.owners.models import Task
from renogroep.owners.rules.cases import TaskState


@reaches(Person, Reach.OWN)
def _oneself(scope: Scope) -> Sequence[ColumnElement[bool]]:
    return (Person.id == scope.person_id,)


def open_task(session: Session, case_id: int, msgid: str) -> Task | None:
    """What is still to do and says just this, as the house itself says it."""
    rows = session.scalars(
        select(Task).where(Task.case_id == case_id, Task.state == TaskState.OPEN).order_by(Task.id)
    )
    return next((row for row in rows if row.what["msgid"] == msgid), None)
