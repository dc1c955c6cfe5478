"""Which cases stand on one page of a pile that is too big to sort?

Read from indexes that hold the order already, so a page costs the same beside 500 cases and 50,000.
A case without a step is not in it: the step is written a minute later at the latest.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, Subquery, literal, select, union_all

from renogroep.journeys.models import CaseStage
from renogroep.journeys.queries.piles import Cut, cases_in, steps_in
from renogroep.journeys.rules.case_stage import Stage
from renogroep.journeys.rules.piles import Looker
from renogroep.owners.models import Case
from renogroep.owners.rules.cases import CaseState

DANGER, OURS, THEIRS, CLOSED = range(4)  # from the top of the list down
_DANGER = CaseStage.stage == Stage.DANGER


def page_of(looker: Looker, cut: Cut, *, skip: int, size: int) -> Subquery:
    """The numbers of the cases of one page (``id``) and what orders them (``place``, ``due_on``)."""
    parts = [part.limit(skip + size).subquery() for part in _parts(looker, cut)]
    whole = union_all(*(select(part) for part in parts)).subquery()
    return (
        select(whole)
        .order_by(whole.c.place, whole.c.due_on.asc().nulls_last(), whole.c.id)
        .limit(size)
        .offset(skip)
        .subquery()
    )


def _parts(looker: Looker, cut: Cut) -> Iterator[Select[*tuple[Any, ...]]]:
    """Each in the order of one index; together they are the pile."""
    yield _steps(looker, cut, DANGER, _DANGER).order_by(
        CaseStage.stage, CaseStage.due_on, CaseStage.case_id
    )
    for waits_for in cut.waits:
        place = OURS if waits_for is None else THEIRS
        days = [CaseStage.due_on.is_not(None)]
        if cut.undated:
            days.append(CaseStage.due_on.is_(None))
        for day in days:
            which = (CaseStage.waits_for == waits_for, day, ~_DANGER)
            yield _steps(looker, cut, place, *which).order_by(
                CaseStage.waits_for, CaseStage.due_on, CaseStage.case_id
            )
    if cut.closed:
        yield _closed(looker)


def _steps(
    looker: Looker, cut: Cut, place: int, *which: ColumnElement[bool]
) -> Select[*tuple[Any, ...]]:
    columns = (
        CaseStage.case_id.label("id"),
        literal(place, Integer).label("place"),
        CaseStage.due_on.label("due_on"),
    )
    return select(*columns).where(*which, *steps_in(looker, cut))


def _closed(looker: Looker) -> Select[*tuple[Any, ...]]:
    columns = (
        Case.id.label("id"),
        literal(CLOSED, Integer).label("place"),
        literal(None, CaseStage.due_on.type).label("due_on"),
    )
    closed = cases_in(looker, Case.state == CaseState.CLOSED)
    return select(*columns).where(*closed).order_by(Case.id)
