"""How does a worked case come in, and when does it count no more?"""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.financing.models import RuleCase
from renogroep.financing.queries.cases import own_cases
from renogroep.financing.rules import cases
from renogroep.financing.rules.events import Did
from renogroep.financing.rules.lifecycle import Origin
from renogroep.infra.acts import By, check_seen
from renogroep.infra.audit import record
from renogroep.infra.db import locked


def add_cases(
    session: Session,
    municipality_id: int,
    found: Iterable[cases.RuleCase],
    *,
    by: By,
    origin: Origin = Origin.OWN,
) -> int:
    """Worked cases with their answers; gives how many are new.

    raises   Refused when there is none

    The same question again replaces the answer; the same answer again changes nothing.
    """
    given = list(found)
    if not given:
        raise Refused(
            "rules.no_case", "Fill in at least one answer, or choose a file with worked cases."
        )
    new = 0
    for case in given:
        same = [
            row
            for row in own_cases(session, municipality_id, case.kind)
            if row.data == dict(case.data)
        ]
        if any(row.expected == dict(case.expected) for row in same):
            continue
        for row in same:
            drop_case(session, row, by=by.inside)
        _add(session, municipality_id, case, origin, by)
        new += 1
    return new


def _add(
    session: Session, municipality_id: int, case: cases.RuleCase, origin: Origin, by: By
) -> None:
    row = RuleCase(
        municipality_id=municipality_id,
        kind=case.kind,
        data=dict(case.data),
        expected=dict(case.expected),
        sum_by_hand=case.sum_by_hand,
        origin=origin,
        author_id=by.actor_id,
        author=case.author[:200],
        added_at=clock.now(),
    )
    session.add(row)
    record(session, Did.CASE_ADDED, actor_id=by.actor_id, subject=row, kind=row.kind)


def drop_case(session: Session, row: RuleCase, *, by: By) -> None:
    """It counts no more; twice is once. Raises StaleDataError for an older version of the row."""
    locked(session, RuleCase, row.id)
    if row.gone_at is not None:
        return
    check_seen(row, by)
    row.gone_at = clock.now()
    record(session, Did.CASE_DROPPED, actor_id=by.actor_id, subject=row, kind=row.kind)
