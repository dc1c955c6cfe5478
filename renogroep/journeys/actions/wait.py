"""The owner asked us to wait: until when is the next step theirs?"""

from datetime import date

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.calendar import next_working_day
from renogroep.base.errors import Refused
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.holidays import belgian
from renogroep.journeys.models import CaseStage
from renogroep.journeys.rules.case_stage import Stage, WaitsFor
from renogroep.owners.actions.cases import hold_open, touch
from renogroep.owners.models import Case
from renogroep.owners.rules.events import Did


def wait_for_owner(session: Session, case: Case, *, until: date, by: By) -> None:
    """The next step is the owner's; on ``until`` we look again, or on the working day after it.

    Only danger passes it. Today gives the next step back to us.
    Raises Refused when the case is closed, or for a day that is past.
    """
    hold_open(session, case, by)
    if until < clock.today():
        raise Refused("case.past_day", "%(day)s is over. Choose today or a later day.", day=until)
    until = next_working_day(until, belgian(until))  # nobody calls on a holiday
    row = session.get(CaseStage, case.id)
    if row is None:  # what follows the commit works out the step
        row = CaseStage(
            case_id=case.id,
            municipality_id=case.municipality_id,
            stage=Stage.FIRST_CALL,
            due_on=until,
            waits_for=WaitsFor.OWNER,
        )
        session.add(row)
    row.wait_until = until
    touch(case)
    record(session, Did.CASE_WAITING, actor_id=by.actor_id, subject=case, until=until.isoformat())
