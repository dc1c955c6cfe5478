"""We spoke with an owner, or tried to: what came of it, and when do we call again?"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.calendar import next_working_day
from renogroep.base.errors import Refused
from renogroep.base.names import cleaned
from renogroep.base.text import t
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.holidays import belgian
from renogroep.infra.i18n import stored_text
from renogroep.owners.actions.cases import done_task, hold_open
from renogroep.owners.actions.intake import leave_task
from renogroep.owners.events import Did
from renogroep.owners.models import Case, ContactMoment, Task
from renogroep.owners.rules.cases import TaskState
from renogroep.owners.rules.contact import Direction, MomentKind, Outcome

MAX_WORDS = 2000
CALL_AGAIN = t("Call again")
PROMISED = t("Call again: the owner was promised this day")


@dataclass(frozen=True, slots=True)
class Said:
    """What is noted of one moment.

    next_on    when we call again; None: not
    promised   the person was told that day
    key        made for one form: sending it twice is one moment
    """

    kind: str
    outcome: str
    words: str = ""
    direction: str = Direction.OUT
    next_on: date | None = None
    promised: bool = False
    key: str | None = None


def note_contact(session: Session, case: Case, said: Said, *, by: By) -> ContactMoment:
    """Keep a moment; a day to call again is a task, which ends when somebody is reached.

    What was told on the phone leaves no task of its own. Raises Refused when the case is closed, for
    a call without an outcome, or for a day that is past.
    """
    hold_open(session, case)
    known = _known(session, case, said.key)
    if known is not None:
        return known
    kind, outcome = _checked(said)
    next_on = said.next_on and next_working_day(said.next_on, belgian(said.next_on))
    row = ContactMoment(
        municipality_id=case.municipality_id,
        case_id=case.id,
        person_id=case.person_id,
        author_id=by.actor_id,
        kind=kind,
        direction=Direction(said.direction),
        outcome=outcome,
        words=cleaned(said.words)[:MAX_WORDS],
        next_on=next_on,
        promised=said.promised and next_on is not None,
        at=clock.now(),
        submission_key=said.key,
    )
    session.add(row)
    record(session, Did.CONTACT_NOTED, actor_id=by.actor_id, subject=case, outcome=str(outcome))
    if outcome == Outcome.REACHED or next_on is not None:
        _end_calls(session, case, by)
    if next_on is not None:
        what = PROMISED if row.promised else CALL_AGAIN
        task = leave_task(session, case, what, due_on=next_on, by=by)
        task.assignee_id = case.advisor_id or by.actor_id
    return row


def _known(session: Session, case: Case, key: str | None) -> ContactMoment | None:
    if key is None:
        return None
    return session.scalar(
        select(ContactMoment).where(
            ContactMoment.submission_key == key, ContactMoment.case_id == case.id
        )
    )


def _checked(said: Said) -> tuple[MomentKind, Outcome]:
    if said.kind not in set(MomentKind):
        raise Refused("contact.kind", "Choose from the list how you spoke.")
    if said.outcome not in set(Outcome) or (
        said.kind == MomentKind.CALL and said.outcome == Outcome.NONE
    ):
        raise Refused("contact.outcome", "Choose from the list what came of it.")
    if said.next_on is not None and said.next_on < clock.today():
        raise Refused(
            "contact.past_day", "%(day)s is over. Choose today or a later day.", day=said.next_on
        )
    return MomentKind(said.kind), Outcome(said.outcome)


def _end_calls(session: Session, case: Case, by: By) -> None:
    """A call that was planned was made."""
    planned = [stored_text(what) for what in (CALL_AGAIN, PROMISED)]
    rows = session.scalars(
        select(Task).where(Task.case_id == case.id, Task.state == TaskState.OPEN)
    )
    for task in [row for row in rows if row.what in planned]:
        done_task(session, task, by=by)
