"""Who works on a case, what is to do, and when does it end?"""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.names import cleaned
from renogroep.base.text import Text
from renogroep.identity.models import Person
from renogroep.infra.acts import By, check_seen
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.infra.i18n import stored_text
from renogroep.owners.actions.loans import drop_loan
from renogroep.owners.models import CallRequest, Case, Task
from renogroep.owners.rules.cases import (
    CASES,
    TASKS,
    CaseState,
    TaskState,
    read_loss_reason,
)
from renogroep.owners.rules.events import Did

MAX_OUTCOME = 300


def take_case(session: Session, case: Case, *, by: By) -> None:
    """Make a case mine. Raises Refused when it is closed or a colleague was first."""
    hold_open(session, case)
    if case.advisor_id is not None and case.advisor_id != by.person_id:
        raise Refused(
            "case.taken",
            "%(name)s has already taken this case. Ask for a hand-over when it should be yours.",
            name=session.get_one(Person, case.advisor_id).name,
        )
    case.advisor_id = by.person_id
    give_open_tasks(session, case, by.person_id)
    record(session, Did.CASE_TAKEN, actor_id=by.person_id, subject=case)


def close_case(session: Session, case: Case, *, reason: str, by: By) -> None:
    """End a case with a reason of the list; what was still to do goes with it. Twice is once."""
    locked(session, Case, case.id)
    if closed_so(case, reason):
        return
    check_seen(case, by)
    CASES.after(case.state, "close")
    why = read_loss_reason(reason)
    if case.danger:
        raise Refused(
            "case.danger",
            "Acute danger is noted in this case. Say first why it is over, then close the case.",
        )
    for task in _open_tasks(session, case):
        TASKS.move(task, "supersede")
    CASES.move(case, "close")
    case.close_reason = why
    drop_loan(session, case, by=by)
    record(session, Did.CASE_CLOSED, actor_id=by.actor_id, subject=case, reason=str(why))


def closed_so(case: Case, reason: str) -> bool:
    """Was the case closed for this very reason already?"""
    return (case.state, case.close_reason) == (CaseState.CLOSED, reason)


def reopen_case(session: Session, case: Case, *, by: By) -> None:
    """Take a closed case up again. Refused when there is another open one for this owner."""
    locked(session, Case, case.id)
    CASES.after(case.state, "reopen")
    other = session.scalar(
        select(Case.id).where(
            Case.dwelling_id == case.dwelling_id,
            Case.person_id == case.person_id,
            Case.state == CaseState.OPEN,
        )
    )
    if other is not None:
        raise Refused(
            "case.open_already",
            "There is already an open case for this owner and this home. Work in that one.",
        )
    CASES.move(case, "reopen")
    case.close_reason = None
    record(session, Did.CASE_REOPENED, actor_id=by.actor_id, subject=case)


def handle_call(session: Session, call: CallRequest, *, outcome: str, by: By) -> None:
    """Somebody was called back. Raises Refused without an outcome, or when a colleague was first."""
    locked(session, CallRequest, call.id)
    words = cleaned(outcome)[:MAX_OUTCOME]
    if (call.handled_by, call.outcome) == (by.actor_id, words) and call.handled_at is not None:
        return
    if call.handled_at is not None:
        handler = session.get(Person, call.handled_by) if call.handled_by else None
        raise Refused(
            "call_request.done",
            "%(name)s has already made this call. What came of it: “%(outcome)s”",
            name=handler.name if handler else "–",
            outcome=call.outcome,
        )
    if not words:
        raise Refused("call_request.no_outcome", "Write in a few words what came of the call.")
    call.handled_at, call.handled_by, call.outcome = clock.now(), by.actor_id, words
    record(session, Did.CALL_HANDLED, actor_id=by.actor_id, subject=call)


def add_task(
    session: Session,
    case: Case,
    *,
    what: str,
    due_on: date,
    assignee_id: int | None,
    by: By,
) -> Task:
    """Something to do before a day; the same that is still open is the same task, not a second one.

    Raises Refused without words, or for a day that is past.
    """
    hold_open(session, case)
    words = cleaned(what)
    if not words:
        raise Refused("task.empty", "Write what must be done.")
    if due_on < clock.today():
        raise Refused("task.past_day", "%(day)s is over. Choose today or a later day.", day=due_on)
    own_words = Text("%(what)s", {"what": words})  # written by a person, so never translated
    for known in _open_tasks(session, case):  # the button was pressed twice
        if (known.what, known.due_on) == (stored_text(own_words), due_on):
            return known
    task = _new_task(session, case, own_words, due_on=due_on, assignee_id=assignee_id)
    record(session, Did.TASK_ADDED, actor_id=by.actor_id, subject=task, case_id=case.id)
    return task


def done_task(session: Session, task: Task, *, by: By) -> None:
    """A task is done. Raises Refused when a colleague was first."""
    locked(session, Task, task.id)
    if (task.state, task.done_by) == (TaskState.DONE, by.actor_id):
        return
    TASKS.move(task, "do")
    task.done_at, task.done_by = clock.now(), by.actor_id
    record(session, Did.TASK_DONE, actor_id=by.actor_id, subject=task, case_id=task.case_id)


def hold_open(session: Session, case: Case, by: By | None = None) -> None:
    """Hold the case until the end of the transaction, as ``by`` saw it; Refused when it is closed."""
    locked(session, Case, case.id)
    if by is not None:
        check_seen(case, by)
    if case.state != CaseState.OPEN:
        raise Refused("case.closed", "This case is closed. Open it again first.")


def touch(case: Case) -> None:
    """Something of the case changed that is not in its own row: a form made before is stale."""
    flag_modified(case, "owner_kind")


def _open_tasks(session: Session, case: Case) -> list[Task]:
    return list(
        session.scalars(select(Task).where(Task.case_id == case.id, Task.state == TaskState.OPEN))
    )


def give_open_tasks(session: Session, case: Case, person_id: int) -> None:
    """What is to do goes along with the case."""
    for task in _open_tasks(session, case):
        task.assignee_id = person_id


def _new_task(
    session: Session, case: Case, what: Text, *, due_on: date, assignee_id: int | None
) -> Task:
    task = Task(
        municipality_id=case.municipality_id,
        case_id=case.id,
        what=stored_text(what),
        due_on=due_on,
        assignee_id=assignee_id,
    )
    session.add(task)
    session.flush()
    return task
