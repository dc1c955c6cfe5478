"""At which step is each case now? Written after every change that may move it, and each night."""

from collections.abc import Sequence

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.infra.holidays import belgian
from renogroep.journeys.models import CaseStage
from renogroep.journeys.queries.case_facts import case_facts
from renogroep.journeys.queries.touched_cases import cases_of
from renogroep.journeys.rules import case_stage as rules
from renogroep.owners.models import Case
from renogroep.owners.rules.cases import CaseState

AT_ONCE = 500


def restage(session: Session, case_ids: Sequence[int]) -> int:
    """Write the stage of these cases; a closed one loses its row. Gives how many changed.

    Set-based, ids in order, the cases held so that two writers follow each other. Never called under another lock: after the commit, in a transaction of
    its own, for the cases that were ``touched``; the night goes over all and heals a crash.
    A call keeps the day on which it was due first: nobody gets five new days each night.
    """
    today = clock.today()
    ids = sorted(set(case_ids))
    held = select(Case.id).where(Case.id.in_(ids)).order_by(Case.id)
    session.execute(held.with_for_update(key_share=True, of=Case)).all()
    facts = case_facts(session, ids, today)
    rows = {
        row.case_id: row
        for row in session.scalars(
            select(CaseStage).where(CaseStage.case_id.in_(ids)).order_by(CaseStage.case_id)
        )
    }
    homes = dict(
        session.execute(select(Case.id, Case.municipality_id).where(Case.id.in_(facts))).all()
    )
    changed = 0
    for case_id, known in facts.items():
        now = rules.stage_of(known, belgian(today))
        row = rows.get(case_id)
        if row is None:
            row = CaseStage(case_id=case_id, municipality_id=homes[case_id])
            session.add(row)
        changed += _write(row, now)
    gone = [key for key in ids if key not in facts]
    session.execute(delete(CaseStage).where(CaseStage.case_id.in_(gone)))
    session.flush()
    return changed


def _write(row: CaseStage, now: rules.CaseStage) -> bool:
    due = now.due_on
    if row.stage == now.stage == rules.Stage.CALL and row.due_on is not None:
        due = row.due_on
    values = (now.stage, due, now.waits_for)
    if (row.stage, row.due_on, row.waits_for) == values:
        return False
    row.stage, row.due_on, row.waits_for = values
    return True


def follow(session: Session, rows: Sequence[tuple[str, int]]) -> None:
    """Rows of these tables changed: the cases that they are about, at once, five hundred at a time."""
    ids = cases_of(session, rows)
    for start in range(0, len(ids), AT_ONCE):
        restage(session, ids[start : start + AT_ONCE])


def restage_new(session: Session) -> int:
    """Open cases without a stage, from before there were any or after a crash; gives how many."""
    missing = ~exists().where(CaseStage.case_id == Case.id)
    ids = session.scalars(
        select(Case.id)
        .where(Case.state == CaseState.OPEN, missing)
        .order_by(Case.id)
        .limit(AT_ONCE)
    ).all()
    if ids:
        restage(session, ids)
    return len(ids)


def restage_all(session: Session, after: int = 0) -> int:
    """The next five hundred open cases with an id above ``after``; gives the last id, 0 at the end."""
    ids = session.scalars(
        select(Case.id)
        .where(Case.id > after, Case.state == CaseState.OPEN)
        .order_by(Case.id)
        .limit(AT_ONCE)
    ).all()
    restage(session, ids)
    return ids[-1] if ids else 0


def forget_stages(session: Session, person_id: int) -> None:
    """Of an erased person no step is left; a case that goes on gets a new one."""
    cases = select(Case.id).where(Case.person_id == person_id)
    session.execute(delete(CaseStage).where(CaseStage.case_id.in_(cases)))
