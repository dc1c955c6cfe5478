"""We spoke with an owner, or tried to: what came of it, and when do we call again?"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.calendar import next_working_day
from renogroep.base.errors import Refused
from renogroep.base.names import cleaned
from renogroep.base.text import N_, Text, t
from renogroep.identity.actions.notices import mark_called
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.infra.holidays import belgian
from renogroep.infra.outbox import OutboxMessage, Way
from renogroep.owners.actions.cases import done_task, hold_open
from renogroep.owners.actions.intake import leave_task
from renogroep.owners.models import Case, ContactMoment, Task
from renogroep.owners.rules.cases import TaskState
from renogroep.owners.rules.contact import MAX_WORDS, Outcome, Said, checked
from renogroep.owners.rules.events import Did

CALL_AGAIN = t("Call again")
PROMISED = t("Call again: the owner was promised this day")
AT_HOUR = N_("Call again at %(time)s")
PROMISED_AT = N_("Call again at %(time)s: the owner was promised this hour")
_PLANNED = frozenset({CALL_AGAIN.msgid, PROMISED.msgid, AT_HOUR, PROMISED_AT})


def note_contact(session: Session, case: Case, said: Said, *, by: By) -> ContactMoment:
    """Keep a moment; a day to call again is a task, which ends when somebody is reached.

    What was told leaves the list of calls to make. Raises Refused when the case is closed, for a call
    without an outcome, for a day that is past, for an hour or a promise without a day, or when nobody
    was reached who could be told something.
    """
    hold_open(session, case)
    known = _known(session, case, said.key)
    if known is not None:
        return known
    kind, direction, outcome = checked(said, clock.today())
    next_on = said.next_on and next_working_day(said.next_on, belgian(said.next_on))
    calls = _calls_to_make(session, case, said)
    row = ContactMoment(
        municipality_id=case.municipality_id,
        case_id=case.id,
        person_id=case.person_id,
        author_id=by.actor_id,
        kind=kind,
        direction=direction,
        outcome=outcome,
        words=cleaned(said.words)[:MAX_WORDS],
        next_on=next_on,
        next_time=f"{said.next_time:%H:%M}" if said.next_time else None,
        promised=said.promised,
        at=clock.now(),
        submission_key=said.key,
    )
    session.add(row)
    record(session, Did.CONTACT_NOTED, actor_id=by.actor_id, subject=case, outcome=str(outcome))
    for message in calls:
        mark_called(session, message, by=by)
    if outcome == Outcome.REACHED or next_on is not None:
        _end_calls(session, case, by)
    if next_on is not None:
        task = leave_task(session, case, _again(row), due_on=next_on, by=by)
        task.assignee_id = case.advisor_id or by.actor_id
    return row


def _again(row: ContactMoment) -> Text:
    if row.next_time:
        return Text(PROMISED_AT if row.promised else AT_HOUR, {"time": row.next_time})
    return PROMISED if row.promised else CALL_AGAIN


def _calls_to_make(session: Session, case: Case, said: Said) -> list[OutboxMessage]:
    """What this owner was told just now, held; what a colleague told before is no second time."""
    if said.told and said.outcome != Outcome.REACHED:
        raise Refused("contact.told", "Only somebody whom you reached was told something.")
    rows = [locked(session, OutboxMessage, key) for key in sorted(set(said.told))]
    return [
        row
        for row in rows
        if row is not None
        and (row.person_id, row.way) == (case.person_id, Way.CALL)
        and row.done_at is None
    ]


def _known(session: Session, case: Case, key: str | None) -> ContactMoment | None:
    if key is None:
        return None
    return session.scalar(
        select(ContactMoment).where(
            ContactMoment.submission_key == key, ContactMoment.case_id == case.id
        )
    )


def _end_calls(session: Session, case: Case, by: By) -> None:
    """A call that was planned was made."""
    rows = session.scalars(
        select(Task).where(Task.case_id == case.id, Task.state == TaskState.OPEN)
    )
    for task in [row for row in rows if row.what["msgid"] in _PLANNED]:
        done_task(session, task, by=by)
