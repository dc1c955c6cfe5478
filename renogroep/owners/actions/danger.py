"""The desk flagged acute danger and nobody confirmed it: who is asked, and when?"""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base.calendar import DAY, next_working_day
from renogroep.base.text import t
from renogroep.identity.queries import people_with_role
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from renogroep.infra.holidays import belgian
from renogroep.infra.i18n import stored_text
from renogroep.owners.actions.intake import leave_task
from renogroep.owners.models import Case, Task
from renogroep.owners.rules.cases import CaseState, TaskState

CONFIRM = t("Acute danger was flagged and nobody confirmed it yet. Call, and confirm or end it.")


def ask_team_lead(session: Session, today: date) -> list[Task]:
    """A task for the team lead, from the working day after the flag; one that is open is enough.

    Source: design of the top of the house, "still unconfirmed next working day: task for the team lead", 2026-11-29.
    """
    rows = session.scalars(
        select(Case)
        .where(
            Case.state == CaseState.OPEN,
            Case.danger,
            Case.danger_confirmed.is_(False),
            Case.danger_on < today,
        )
        .order_by(Case.id)
    ).all()
    asked = []
    for case in rows:
        flagged = case.danger_on or today
        if next_working_day(flagged + DAY, belgian(flagged)) <= today and not _open(session, case):
            task = leave_task(session, case, CONFIRM, due_on=today, by=TICK)
            leads = people_with_role(session, case.municipality_id, Role.TEAM_LEAD)
            task.assignee_id = leads[0].id if leads else case.advisor_id
            asked.append(task)
    return asked


def _open(session: Session, case: Case) -> bool:
    rows = session.scalars(
        select(Task).where(Task.case_id == case.id, Task.state == TaskState.OPEN)
    )
    return any(row.what == stored_text(CONFIRM) for row in rows)
