"""At which step is each case of a list, and what is its first task?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from renogroep.journeys.models import CaseStage
from renogroep.owners.models import Case, Task
from renogroep.owners.rules.cases import CaseState, TaskState

COLUMNS = (CaseStage.stage, CaseStage.due_on, CaseStage.waits_for)


@dataclass(frozen=True, slots=True)
class FirstTask:
    """The open task with the earliest day."""

    what: dict[str, Any]
    route_decision_id: int | None


def is_ours(today: date) -> ColumnElement[bool]:
    """The next step is ours, and its day is there or over; or nobody looked at it yet."""
    known = and_(CaseStage.waits_for.is_(None), CaseStage.due_on <= today)
    return known | CaseStage.stage.is_(None)


def is_late(today: date) -> ColumnElement[bool]:
    """Our own day is over: the one meaning of "too late"."""
    return and_(CaseStage.waits_for.is_(None), CaseStage.due_on < today)


def first_to_do() -> tuple[Any, ...]:
    """Danger on top, then what is ours by its day, then what waits for somebody else."""
    return (
        Case.danger.desc(),
        CaseStage.waits_for.is_not(None),
        CaseStage.due_on.asc().nulls_last(),
        Case.id,
    )


def first_tasks(session: Session, case_ids: Collection[int]) -> dict[int, FirstTask]:
    """Case -> its first open task, in one question to the database."""
    rows = session.execute(
        select(Task.case_id, Task.what, Task.route_decision_id)
        .where(Task.case_id.in_(case_ids), Task.state == TaskState.OPEN)
        .order_by(Task.due_on.desc(), Task.id.desc())
    )
    return {row.case_id: FirstTask(row.what, row.route_decision_id) for row in rows}


def stage_of_case(session: Session, case_id: int) -> CaseStage | None:
    """The step of one case; None when nobody worked it out yet or the case is closed."""
    return session.scalar(
        select(CaseStage)
        .join(Case, Case.id == CaseStage.case_id)
        .where(CaseStage.case_id == case_id, Case.state == CaseState.OPEN)
    )
