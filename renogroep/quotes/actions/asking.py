"""How is a contractor asked to explain a price, and what do people decide about the answer?"""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.financing.queries import periods_on
from renogroep.infra.acts import By, check_seen
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.quotes.actions.checking import check_open, check_reason, lock_quote, set_aside
from renogroep.quotes.actions.telling import tell_firm
from renogroep.quotes.models import PriceQuery, Quote
from renogroep.quotes.queries import comparing
from renogroep.quotes.rules.events import Did

VERDICTS = ("accepted", "rejected")


def ask_price(session: Session, quote: Quote, number: str, *, by: By) -> PriceQuery:
    """Ask a contractor in writing to explain a price; ``number`` "" is the total. Procurement only.

    How the price was found is kept with the question. Asked twice is asked once; raises Refused
    when there is a verdict on the same price already.
    """
    lock_quote(session, quote)
    lot = check_open(quote)
    for known in comparing.price_queries(session, lot.id):
        if (known.quote_id, known.number) == (quote.id, number):
            if known.verdict is None:
                return known
            raise Refused("price_query.known", "This price was asked about already.")
    facts = comparing.price_facts(session, quote, number)
    today = clock.today()
    periods, _ = periods_on(session, quote.municipality_id, today)
    row = PriceQuery(
        municipality_id=quote.municipality_id,
        quote_id=quote.id,
        number=number,
        facts=facts,
        asked_at=clock.now(),
        answer_by=today + timedelta(days=periods.days("price_answer")),
    )
    session.add(row)
    record(
        session,
        Did.PRICE_QUERY_ASKED,
        actor_id=by.actor_id,
        subject=row,
        quote_id=quote.id,
        post=number,
        **facts,
    )
    session.flush()
    tell_firm(
        session,
        quote.organisation,
        "quotes_price_query",
        key=f"quotes_price_query:{row.id}",
        by=by,
        lot=lot,
        package=lot.package,
        number=number,
        answer_by=row.answer_by,
    )
    return row


def keep_answer(session: Session, row: PriceQuery, *, answer: str, by: By) -> None:
    """What the contractor answered. Raises Refused for an empty answer or after the verdict."""
    _lock_query(session, row)
    if answer and row.answer == answer:
        return
    check_seen(row, by)
    check_open(row.quote)
    _check_unjudged(row)
    if not answer:
        raise Refused("price_query.no_answer", "Write what the contractor answered.")
    row.answer = answer
    record(session, Did.PRICE_QUERY_ANSWERED, actor_id=by.actor_id, subject=row)


def judge_price(session: Session, row: PriceQuery, *, verdict: str, reason: str, by: By) -> None:
    """Accept or reject one explanation, with its own reason; there is no verdict for many at once.

    Without an answer the verdict waits until the last day to answer is over. A rejected price sets
    the quote aside.
    """
    _lock_query(session, row)
    if (row.verdict, row.reason) == (verdict, reason):
        return
    check_seen(row, by)
    check_open(row.quote)
    _check_unjudged(row)
    if verdict not in VERDICTS:
        raise Refused("price_query.no_verdict", "Choose: accepted or rejected.")
    check_reason(reason)
    if not row.answer and not _over(row.answer_by):
        raise Refused(
            "price_query.wait",
            "The contractor has until %(day)s to answer. Write the answer down first, or wait.",
            day=row.answer_by,
        )
    row.verdict, row.reason = verdict, reason
    row.judged_by, row.judged_at = by.actor_id, clock.now()
    record(session, Did.PRICE_QUERY_JUDGED, actor_id=by.actor_id, subject=row, verdict=verdict)
    if verdict == "rejected":
        set_aside(session, row.quote, reason, by)


def _lock_query(session: Session, row: PriceQuery) -> None:
    lock_quote(session, row.quote)
    locked(session, PriceQuery, row.id)


def _over(day: date) -> bool:
    return clock.today() > day


def _check_unjudged(row: PriceQuery) -> None:
    if row.verdict is not None:
        raise Refused("price_query.judged", "There is a verdict on this price already.")
