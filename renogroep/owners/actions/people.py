"""What do we hold of a person in this room, and how do we forget or join it?"""

from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.identity.models import Person
from renogroep.identity.rules.contacts import ContactKind
from renogroep.identity.rules.phone import shown
from renogroep.infra.acts import TICK, By
from renogroep.infra.i18n import say_stored
from renogroep.owners import queries
from renogroep.owners.actions.home_files import forget_files, move_files
from renogroep.owners.actions.loans import drop_loan
from renogroep.owners.actions.search_words import REFERENCE, forget_words, refresh_words
from renogroep.owners.file_models import HomeFile
from renogroep.owners.file_queries import files_of
from renogroep.owners.loan_queries import loans_of_case, open_loan
from renogroep.owners.models import (
    CallRequest,
    CanWillAnswer,
    Case,
    CaseWord,
    ContactMoment,
    DwellingMeasure,
    HandOver,
    HandOverCase,
    LoanProposal,
    MergeRecord,
    RouteDecision,
    ScreeningFact,
    Task,
)
from renogroep.owners.rules.cases import CASES, HAND_OVERS, CaseState, HandOverState, LossReason

# Where a member of staff or a contractor stands as the one who did something.
DONE_BY = (
    (Case, "advisor_id"),
    (ScreeningFact, "author_id"),
    (CanWillAnswer, "author_id"),
    (RouteDecision, "author_id"),
    (Task, "assignee_id"),
    (Task, "done_by"),
    (DwellingMeasure, "measured_by"),
    (CallRequest, "handled_by"),
    (ContactMoment, "author_id"),
    (HandOver, "from_id"),
    (HandOver, "to_id"),
    (MergeRecord, "author_id"),
    (HomeFile, "author_id"),
    (HomeFile, "released_by"),
    (LoanProposal, "proposed_by"),
)


def export_person(session: Session, person_id: int) -> dict[str, Any]:
    """Everything that this room knows of a person: homes, facts, answers and routes."""
    person = session.get_one(Person, person_id)
    return {
        "cases": [_exported(session, case) for case in _cases_of(session, person_id)],
        "calls": [
            {"phone": shown(call.phone), "about": call.about, "at": call.created_at.isoformat()}
            for call in _calls_of(session, person)
        ],
        "merges": [
            {"at": row.at.isoformat()}
            for row in session.scalars(
                select(MergeRecord).where(MergeRecord.person_id == person_id)
            )
        ],
    }


def _exported(session: Session, case: Case) -> dict[str, Any]:
    return {
        "home": case.dwelling.address.full,
        "build_year": case.dwelling.build_year,
        "use": case.dwelling.use,
        "measures": {m.source: str(m.quantity) for m in case.dwelling.measures},
        "owner_kind": case.owner_kind,
        "letting": case.letting,
        "state": case.state,
        "opened_at": case.opened_at.isoformat(),
        "income_category": case.income_category,
        "other_dwelling": case.other_dwelling,
        "income_told_on": case.income_told_on and case.income_told_on.isoformat(),
        "life_event_on": case.life_event_on and case.life_event_on.isoformat(),
        "facts": [
            {"fact": f.fact, "answer": f.answer, "note": f.note, "at": f.at.isoformat()}
            for f in queries.facts(session, case.id)
        ],
        "answers": [
            {"question": a.question, "answer": a.answer, "note": a.note, "at": a.at.isoformat()}
            for a in queries.answers(session, case.id)
        ],
        "routes": [
            {
                "action": say_stored(r.action),
                "who": say_stored(r.who),
                "reason": say_stored(r.reason),
                "changed_because": r.override_reason or r.danger_over,
                "at": r.at.isoformat(),
            }
            for r in queries.route_decisions(session, case.id)
        ],
        "tasks": [
            {"what": say_stored(task.what), "due_on": task.due_on.isoformat()}
            for task in queries.tasks(session, case.id)
        ],
        "moments": [
            {"kind": row.kind, "outcome": row.outcome, "words": row.words, "at": row.at.isoformat()}
            for row in queries.contact_moments(session, case.id)
        ],
        "hand_overs": [
            {"state": row.state, "at": row.hand_over.at.isoformat()}
            for row in queries.hand_over_lines(session, case.id)
        ],
        "files": [_exported_file(row) for row in files_of(session, [case.id])],
        "loans": _loans(session, case),
    }


def _exported_file(row: HomeFile) -> dict[str, Any]:
    return {
        "purpose": row.purpose,
        "caption": row.caption,
        "taken_on": row.taken_on and row.taken_on.isoformat(),
        "sent_at": row.at.isoformat(),
        "goes_on": row.delete_on and row.delete_on.isoformat(),
    }


def _loans(session: Session, case: Case) -> list[dict[str, Any]]:
    return [
        {
            "instrument": row.instrument,
            "amount": str(row.amount),
            "spread_years": row.spread_years,
            "why": row.reason,
            "checks": row.checks,
            "loan_state": row.state,
            "proposed_on": row.proposed_on.isoformat(),
        }
        for row in loans_of_case(session, case.id)
    ]


def erase_person(session: Session, person_id: int) -> None:
    """Forget what somebody told; the home, its measures and the facts of the building stay."""
    forget_files(session, files_of(session, [one.id for one in _cases_of(session, person_id)]))
    for case in _cases_of(session, person_id):
        session.execute(delete(Task).where(Task.case_id == case.id))
        session.execute(delete(LoanProposal).where(LoanProposal.case_id == case.id))
        session.execute(delete(ContactMoment).where(ContactMoment.case_id == case.id))
        session.execute(delete(HandOverCase).where(HandOverCase.case_id == case.id))
        session.execute(delete(RouteDecision).where(RouteDecision.case_id == case.id))
        session.execute(delete(CanWillAnswer).where(CanWillAnswer.case_id == case.id))
        session.execute(
            update(ScreeningFact).where(ScreeningFact.case_id == case.id).values(note="")
        )
        case.income_category = case.other_dwelling = case.life_event_on = None
        case.income_told_on = case.letting = None
        case.danger, case.submission_key = False, None
        case.danger_on, case.danger_confirmed = None, False
        if case.state == CaseState.OPEN:
            CASES.move(case, "close")
            case.close_reason = LossReason.OTHER
    for table in (ContactMoment, MergeRecord):
        session.execute(delete(table).where(table.person_id == person_id))
    for call in _calls_of(session, session.get_one(Person, person_id)):
        session.delete(call)
    forget_words(session, [case.id for case in _cases_of(session, person_id)])


def repoint_person(session: Session, old_id: int, new_id: int) -> None:
    """Two rows turn out to be one person. Of two open cases for one home the older one goes on."""
    for table, column in DONE_BY:
        session.execute(
            update(table).where(getattr(table, column) == old_id).values({column: new_id})
        )
    for table in (ContactMoment, MergeRecord):
        session.execute(
            update(table).where(table.person_id == old_id).values({"person_id": new_id})
        )
    mine = {case.dwelling_id: case for case in _cases_of(session, new_id) if _is_open(case)}
    for case in _cases_of(session, old_id):
        other = mine.get(case.dwelling_id)
        if other is not None and _is_open(case):
            kept, gone = sorted((case, other), key=lambda c: (c.opened_at, c.id))
            _join(session, gone, kept)
        case.person_id = new_id
        session.flush()
    refresh_words(session, [case.id for case in _cases_of(session, new_id)])


def note_merge(session: Session, old_id: int, new: Person, case_ids: list[int], *, by: By) -> None:
    """Which cases came along when two rows became one, and who said so."""
    session.add(
        MergeRecord(
            municipality_id=new.municipality_id,
            old_id=old_id,
            person_id=new.id,
            case_ids=case_ids,
            author_id=by.actor_id,
            at=clock.now(),
        )
    )


def _join(session: Session, gone: Case, kept: Case) -> None:
    """Everything of one case moves to the other; the empty one is closed and keeps its number."""
    session.execute(
        update(CaseWord)
        .where(CaseWord.case_id == gone.id, CaseWord.kind == REFERENCE)
        .values(case_id=kept.id)
    )
    for line in session.scalars(
        select(HandOverCase).where(
            HandOverCase.case_id == gone.id, HandOverCase.state == HandOverState.ASKED
        )
    ):
        HAND_OVERS.move(line, "take_back")
    if open_loan(session, kept.id) is not None:
        drop_loan(session, gone, by=TICK)
    for table in (ScreeningFact, CanWillAnswer, RouteDecision, Task, ContactMoment, LoanProposal):
        session.execute(update(table).where(table.case_id == gone.id).values(case_id=kept.id))
    move_files(session, gone, kept)
    kept.advisor_id = kept.advisor_id or gone.advisor_id
    kept.letting = kept.letting or gone.letting
    if kept.income_category is None:
        kept.income_category, kept.income_told_on = gone.income_category, gone.income_told_on
    if gone.danger:
        kept.danger_confirmed = gone.danger_confirmed or kept.danger_confirmed
        kept.danger_on = kept.danger_on or gone.danger_on
    kept.danger, gone.danger = kept.danger or gone.danger, False
    CASES.move(gone, "close")
    gone.close_reason = LossReason.OTHER
    gone.income_category = gone.income_told_on = None
    session.flush()


def _is_open(case: Case) -> bool:
    return case.state == CaseState.OPEN


def _cases_of(session: Session, person_id: int) -> list[Case]:
    return list(session.scalars(select(Case).where(Case.person_id == person_id).order_by(Case.id)))


def _calls_of(session: Session, person: Person) -> list[CallRequest]:
    """A call-back knows only a phone number, so the number says whose it is."""
    numbers = [point.value for point in person.contact_points if point.kind is ContactKind.PHONE]
    return list(
        session.scalars(
            select(CallRequest).where(
                CallRequest.municipality_id == person.municipality_id,
                CallRequest.phone.in_(numbers),
            )
        )
    )
