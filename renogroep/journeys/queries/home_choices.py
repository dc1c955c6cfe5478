"""What was asked, chosen and decided for households before they order, each in one question?"""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from renogroep.groups.models import Request, RequestHome
from renogroep.quotes.models import Assignment, ChoiceRun, Decision, Preference, Quote
from renogroep.quotes.queries.opened import REGULAR

Key = tuple[int, int]  # subscription, lot


def asked(session: Session, ids: Sequence[int]) -> dict[Key, int]:
    """Interest, lot -> the newest request in which the home stands."""
    if not ids:
        return {}
    rows = session.execute(
        select(RequestHome.subscription_id, Request.lot_id, Request.id)
        .join(Request, Request.id == RequestHome.request_id)
        .where(RequestHome.subscription_id.in_(ids))
        .order_by(Request.id)
    )
    return {(row[0], row[1]): row[2] for row in rows}


def regular(session: Session, request_ids: Iterable[int]) -> dict[int, dict[int, Quote]]:
    """Request -> its regular quotes."""
    rows = session.scalars(
        select(Quote)
        .where(Quote.request_id.in_(request_ids), Quote.state.in_(REGULAR))
        .options(joinedload(Quote.organisation))
    )
    found: dict[int, dict[int, Quote]] = {}
    for row in rows:
        found.setdefault(row.request_id, {})[row.id] = row
    return found


def preferred(session: Session, ids: Sequence[int]) -> dict[tuple[int, int], int]:
    """Request, interest -> its first choice."""
    rows = session.execute(
        select(Preference.request_id, Preference.subscription_id, Preference.quote_ids).where(
            Preference.subscription_id.in_(ids)
        )
    )
    return {(row[0], row[1]): int(row[2][0]) for row in rows if row[2]}


def runs(session: Session, request_ids: Iterable[int]) -> dict[int, ChoiceRun]:
    """Request -> the newest time that the choice was worked out."""
    newest = (
        select(func.max(ChoiceRun.id))
        .where(ChoiceRun.request_id.in_(request_ids))
        .group_by(ChoiceRun.request_id)
    )
    rows = session.scalars(select(ChoiceRun).where(ChoiceRun.id.in_(newest)))
    return {row.request_id: row for row in rows}


def assigned(
    session: Session, runs: Iterable[ChoiceRun], ids: Sequence[int]
) -> dict[tuple[int, int], Assignment]:
    """Run, interest -> where it ended."""
    rows = session.scalars(
        select(Assignment)
        .where(Assignment.run_id.in_([run.id for run in runs]), Assignment.subscription_id.in_(ids))
        .options(joinedload(Assignment.quote).joinedload(Quote.organisation))
    )
    return {(row.run_id, row.subscription_id): row for row in rows}


def decisions(session: Session, lot_ids: Iterable[int]) -> dict[int, Decision]:
    """Lot -> its reasoned decision."""
    rows = session.scalars(
        select(Decision)
        .where(Decision.lot_id.in_(lot_ids))
        .options(joinedload(Decision.quote).joinedload(Quote.organisation))
    )
    return {row.lot_id: row for row in rows}
