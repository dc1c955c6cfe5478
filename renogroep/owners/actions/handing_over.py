"""A colleague is asked to take a case over: who may be asked, and when does it move?"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.names import cleaned
from renogroep.base.text import t
from renogroep.identity.actions.notices import notify
from renogroep.identity.models import Person
from renogroep.identity.queries import people_with_role
from renogroep.infra.access import GRANTS, May
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.infra.holidays import belgian
from renogroep.owners import queries
from renogroep.owners.actions.cases import give_open_tasks, hold_open, touch
from renogroep.owners.actions.intake import leave_task
from renogroep.owners.models import Case, HandOver, HandOverCase
from renogroep.owners.rules.cases import HAND_OVERS, HandOverState, first_call_due
from renogroep.owners.rules.events import Did

MAX_NOTE = 500


def colleagues(session: Session, case: Case) -> list[Person]:
    """Who can open this case, by name: its neighbourhood, and can and will once they are filled."""
    filled = bool(queries.answers(session, case.id))
    roles = GRANTS[May.CASE_SENSITIVE if filled else May.CASE_WORK]
    here = {None, case.dwelling.address.street.neighbourhood_id}
    today = clock.today()
    return [
        person
        for person in people_with_role(session, case.municipality_id, *roles)
        if any(
            row.role in roles
            and row.neighbourhood_id in here
            and (row.valid_until is None or row.valid_until >= today)
            for row in person.memberships
        )
    ]


def asked_of(session: Session, case_id: int) -> HandOverCase | None:
    """The hand-over of a case that waits for its answer."""
    return session.scalar(
        select(HandOverCase).where(
            HandOverCase.case_id == case_id, HandOverCase.state == HandOverState.ASKED
        )
    )


def ask_hand_over(session: Session, case: Case, *, to_id: int, note: str, by: By) -> HandOverCase:
    """Ask a colleague to take a case over; nothing moves before the answer. Twice is once.

    Raises Refused when the case is closed, the colleague cannot open it or has it already, or when
    somebody else was asked before.
    """
    hold_open(session, case)
    known = asked_of(session, case.id)
    if known is not None and known.hand_over.to_id == to_id:
        return known
    hold_open(session, case, by)
    if known is not None:
        raise Refused(
            "hand_over.asked", "A colleague was asked already. Take that back before you ask again."
        )
    if to_id not in {person.id for person in colleagues(session, case)}:
        raise Refused("case.no_colleague", "Choose a colleague from the list.")
    if to_id == case.advisor_id:
        raise Refused("case.same_advisor", "This colleague already works on the case.")
    asked = HandOver(
        municipality_id=case.municipality_id,
        from_id=by.actor_id,
        to_id=to_id,
        note=cleaned(note)[:MAX_NOTE],
        at=clock.now(),
    )
    session.add(asked)
    session.flush()
    line = HandOverCase(
        municipality_id=case.municipality_id, hand_over_id=asked.id, case_id=case.id
    )
    session.add(line)
    touch(case)
    record(session, Did.HAND_OVER_ASKED, actor_id=by.actor_id, subject=case, to=to_id)
    notify(
        session,
        session.get_one(Person, to_id),
        "owners_handed_over",
        key=f"handed_over:{asked.id}:{to_id}",
        link=None,
        by=by,
        case=case,
        colleague=session.get_one(Person, by.person_id).name,
    )
    return line


def answer_hand_over(session: Session, case: Case, move: str, *, by: By) -> None:
    """Accept or decline what was asked of you, or take back what you asked.

    move   of ``HAND_OVERS``. Accepted, the case and all that is to do go to the colleague.
    Raises Refused when nothing waits for an answer, or it is somebody else's to give.
    """
    locked(session, Case, case.id)
    line = asked_of(session, case.id)
    if line is None:
        raise Refused("hand_over.none", "There is no hand-over to answer here any more.")
    asked = line.hand_over
    if by.actor_id != (asked.from_id if move == "take_back" else asked.to_id):
        raise Refused("hand_over.not_yours", "Only the colleague who was asked can answer this.")
    HAND_OVERS.move(line, move)
    line.answered_at = clock.now()
    if line.state == HandOverState.ACCEPTED:
        before, case.advisor_id = case.advisor_id, by.person_id
        give_open_tasks(session, case, by.person_id)
        facts = {"old": before, "new": by.person_id}
        record(session, Did.CASE_HANDED_OVER, actor_id=by.actor_id, subject=case, **facts)
        return
    record(session, Did.HAND_OVER_ENDED, actor_id=by.actor_id, subject=case, state=str(line.state))
    if line.state == HandOverState.DECLINED:
        today = clock.today()
        due = first_call_due(today, belgian(today))
        name = session.get_one(Person, by.person_id).name
        what = t("%(name)s does not take this case over. Ask somebody else.", name=name)
        leave_task(session, case, what, due_on=due, by=by)
