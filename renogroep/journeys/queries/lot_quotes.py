"""How far are the quotes of many lots: invited, opened, asked about, scored, decided?"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from renogroep.base import clock
from renogroep.groups.models import Request
from renogroep.journeys.queries.asked import Asked, Facts
from renogroep.journeys.rules.lot_work import FirmQuote, Opener
from renogroep.quotes.models import (
    Decision,
    Invitation,
    Opening,
    PriceQuery,
    Quote,
    Score,
    UnreadableQuote,
)
from renogroep.quotes.queries.jobs import DRAFT, SUBMITTED
from renogroep.quotes.queries.opened import REGULAR
from renogroep.quotes.queries.waiting import to_settle
from renogroep.quotes.rules.deadline import in_time
from renogroep.quotes.rules.lifecycle import QuoteState
from renogroep.tenders.models import Criterion, Lot
from renogroep.tenders.rules.criteria import PRICE
from renogroep.tenders.rules.lifecycle import LotState, Mode

_IN_PLAY = (QuoteState.DRAFT, QuoteState.SUBMITTED)
_LOST = (QuoteState.NOT_AWARDED, QuoteState.IRREGULAR)


def quoting(session: Session, asked: Asked) -> Facts:
    """Until when quotes come in, who was invited, and who opened."""
    lots = asked.among(LotState.QUOTING)
    if not lots:
        return {}
    found: Facts = {key: _deadline(lot.quote_deadline) for key, lot in lots.items()}
    if asked.firm_id is not None:
        for key, quote in _own_quotes(session, asked.firm_id, lots).items():
            found[key]["quote"] = quote
        return found
    invited = session.execute(
        select(Invitation.lot_id, func.count())
        .where(Invitation.lot_id.in_(lots))
        .group_by(Invitation.lot_id)
    )
    for lot_id, number in invited:
        found[lot_id]["invited"] = number
    for row in session.scalars(
        select(Opening).where(Opening.lot_id.in_(lots)).order_by(Opening.attempt)
    ):
        found[row.lot_id] |= _opening(row, lots[row.lot_id].quote_deadline, asked.person_id)
    return found


def _deadline(moment: datetime | None) -> dict[str, Any]:
    if moment is None:
        return {"deadline_over": False}
    return {
        "quote_deadline": clock.local(moment).date(),
        "deadline_over": not in_time(clock.now(), moment),
    }


def _opening(row: Opening, deadline: datetime | None, person_id: int | None) -> dict[str, Any]:
    """An opening after the deadline; the one of before a new deadline says nothing any more."""
    if deadline is None or (row.second_at is not None and row.second_at < deadline):
        return {"opener": Opener.NOBODY, "opened_empty": False}
    if row.second_at is not None:
        return {"opener": Opener.NOBODY, "opened_empty": True}
    first = Opener.ME if row.first_id == person_id else Opener.OTHER
    return {"opener": first, "opened_empty": False}


def _own_quotes(session: Session, firm_id: int, request_ids: Iterable[int]) -> dict[int, FirmQuote]:
    slots = defaultdict(set)
    for request_id, slot in session.execute(
        select(Quote.request_id, Quote.slot).where(
            Quote.organisation_id == firm_id,
            Quote.request_id.in_(request_ids),
            Quote.state.in_(_IN_PLAY),
        )
    ):
        slots[request_id].add(slot)
    words = ((SUBMITTED, FirmQuote.SENT), (DRAFT, FirmQuote.DRAFT))
    return {
        key: next(word for slot, word in words if slot in known) for key, known in slots.items()
    }


def checking(session: Session, asked: Asked) -> Facts:
    """What must be settled before the checks are closed; for a firm its own open questions."""
    lots = asked.among(LotState.OPENED)
    if not lots:
        return {}
    rows = defaultdict(list)
    for key, query in _queries(session, asked, lots):
        rows[key].append(query)
    found: Facts = {key: _questions(rows[key]) for key in lots}
    for key, facts in _unreadable(session, asked, lots).items():
        found[key] |= facts
    if asked.firm_id is None:
        tenders = [lot for lot in lots.values() if lot.package.mode == Mode.PROCUREMENT]
        for lot_id, number in to_settle(session, tenders).items():
            found[lot_id]["findings"] = number
    return found


def _unreadable(session: Session, asked: Asked, lots: dict[int, Lot]) -> Facts:
    statement = (
        select(asked.key, func.count(), func.max(UnreadableQuote.until))
        .join(Quote, Quote.id == UnreadableQuote.quote_id)
        .join(Request, Request.id == Quote.request_id)
        .where(asked.key.in_(lots), Quote.state == QuoteState.UNREADABLE)
        .group_by(asked.key)
    )
    if asked.firm_id is not None:
        statement = statement.where(Quote.organisation_id == asked.firm_id)
    return {
        key: {"unreadable": number, "unreadable_until": until}
        for key, number, until in session.execute(statement)
    }


def _queries(
    session: Session, asked: Asked, lots: dict[int, Lot]
) -> Iterable[tuple[int, PriceQuery]]:
    statement = (
        select(asked.key, PriceQuery)
        .join(Quote, Quote.id == PriceQuery.quote_id)
        .join(Request, Request.id == Quote.request_id)
        .where(
            asked.key.in_(lots),
            PriceQuery.verdict.is_(None),
            Quote.state != QuoteState.IRREGULAR,
        )
        .order_by(PriceQuery.id)
    )
    if asked.firm_id is not None:
        statement = statement.where(Quote.organisation_id == asked.firm_id)
    return [(key, query) for key, query in session.execute(statement)]


def _questions(queries: Sequence[PriceQuery]) -> dict[str, Any]:
    """Answers to judge, and questions that wait: first those whose day is over, else all."""
    waiting = [row.answer_by for row in queries if not row.answer]
    over = [day for day in waiting if day < clock.today()]
    shown: list[date] = over or waiting
    return {
        "answers": len(queries) - len(waiting),
        "questions": len(shown),
        "answer_by": min(shown, default=None),
    }


def scoring(session: Session, asked: Asked) -> Facts:
    """Quotes with a score on every criterion that people judge, and all quotes."""
    lots = asked.among(LotState.CHECKED)
    if not lots or asked.firm_id is not None:
        return {}
    criteria: dict[int, int] = defaultdict(int)
    for package_id, number in session.execute(
        select(Criterion.package_id, func.count())
        .where(
            Criterion.package_id.in_({lot.package_id for lot in lots.values()}),
            Criterion.code != PRICE,
        )
        .group_by(Criterion.package_id)
    ):
        criteria[package_id] = number
    found: Facts = {key: {"scored": 0, "to_score": 0} for key in lots}
    for lot_id, _quote_id, given in session.execute(
        select(Request.lot_id, Quote.id, func.count(Score.id))
        .join(Quote, Quote.request_id == Request.id)
        .outerjoin(Score, Score.quote_id == Quote.id)
        .where(Request.lot_id.in_(lots), Quote.state.in_(REGULAR))
        .group_by(Request.lot_id, Quote.id)
    ):
        found[lot_id]["to_score"] += 1
        found[lot_id]["scored"] += given >= criteria[lots[lot_id].package_id]
    return found


def decided(session: Session, asked: Asked) -> Facts:
    """Until when everybody waits, and what the decision means for the firm that looks."""
    lots = asked.among(LotState.DECIDED, LotState.STANDSTILL)
    if not lots:
        return {}
    rows = {
        row.lot_id: row
        for row in session.scalars(
            select(Decision)
            .where(Decision.lot_id.in_({lot.id for lot in lots.values()}))
            .options(joinedload(Decision.quote))
        )
    }
    found: Facts = {
        key: {"standstill_until": rows[lot.id].standstill_until}
        for key, lot in lots.items()
        if lot.id in rows
    }
    if asked.firm_id is not None:
        lost = _lost(session, asked.firm_id, lots)
        for key, facts in found.items():
            won = rows[lots[key].id].quote.organisation_id == asked.firm_id
            facts["won"] = True if won else False if key in lost else None
    return found


def _lost(session: Session, firm_id: int, request_ids: Iterable[int]) -> set[int]:
    """Requests for which the firm handed in a quote that was not chosen."""
    return set(
        session.scalars(
            select(Quote.request_id).where(
                Quote.organisation_id == firm_id,
                Quote.request_id.in_(request_ids),
                Quote.state.in_(_LOST),
            )
        )
    )
