"""What do people decide about an opened quote: corrected, asked about, set aside, in order?"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.money import UnitPrice
from renogroep.financing.queries import periods_on
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.quotes.actions.telling import tell_firm
from renogroep.quotes.events import Did
from renogroep.quotes.models import Correction, PriceQuery, Quote
from renogroep.quotes.queries import comparing, opened
from renogroep.quotes.rules.compared_price import WHOLE
from renogroep.quotes.rules.lifecycle import QuoteState, next_state
from renogroep.quotes.rules.price_sheet import AnswerKind
from renogroep.quotes.rules.regularity import ACCEPTABLE
from renogroep.tenders.actions import lock
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import LotState, Mode

# At least this many calendar days to explain a price (PROCUREMENT 1.5, two sources, 2026-11-23).
VERDICTS = ("accepted", "rejected")


@dataclass(frozen=True, slots=True)
class Change:
    """One corrected field of one post: as it was and as it is read from now on."""

    number: str
    field: str
    old: str
    new: str


def correct_total(
    session: Session, quote: Quote, number: str, *, reason: str, legal_ground: str, by: By
) -> Correction:
    """The stated total of a post was wrong: the unit price prevails. Raises Refused if it was right."""
    _check_open(session, quote)
    sheet = opened.sheet_of(session, quote)
    answer = sheet.sheet.answer(number)
    quantity = {line.number: line.quantity for line in sheet.lines}
    stated = answer.stated_total if answer is not None and answer.prices else None
    if (
        answer is None
        or stated is None
        or stated == answer.prices[0].for_quantity(quantity[number])
    ):
        raise Refused(
            "correction.nothing_wrong",
            "The total of post “%(post)s” adds up, so there is nothing to correct.",
            post=number,
        )
    amount = answer.prices[0].for_quantity(quantity[number])
    change = Change(number, opened.STATED, str(stated.decimal), str(amount.decimal))
    return _correct(session, quote, change, reason, legal_ground, by)


def correct_price(
    session: Session,
    quote: Quote,
    number: str,
    band: int,
    price: UnitPrice,
    *,
    reason: str,
    legal_ground: str,
    by: By,
) -> Correction:
    """An apparent error in a unit price (band from 1); never a unit or a quantity.

    Raises Refused for a post without a price, the same price, or when a higher band would cost more.
    """
    _check_open(session, quote)
    answer = opened.sheet_of(session, quote).sheet.answer(number)
    if answer is None or not 1 <= band <= len(answer.prices):
        raise Refused(
            "correction.no_price",
            "Post “%(post)s” has no price to correct. Fill the post in, or set the quote aside.",
            post=number,
        )
    prices = list(answer.prices)
    old, prices[band - 1] = prices[band - 1], price
    if price == old:
        raise Refused(
            "correction.same",
            "The price of post “%(post)s” is %(price)s already, so there is nothing to correct.",
            post=number,
            price=price,
        )
    if any(later > earlier for earlier, later in zip(prices, prices[1:], strict=False)):
        raise Refused(
            "correction.dearer",
            "With %(price)s more homes would cost more per unit. Correct the other price too, the lower number of homes first.",
            price=price,
        )
    change = Change(number, f"price_{band}", str(old.decimal), str(price.decimal))
    return _correct(session, quote, change, reason, legal_ground, by)


def fill_post(
    session: Session, quote: Quote, number: str, *, reason: str, legal_ground: str, by: By
) -> Correction:
    """Compare the quote as if the forgotten post had the price that the others ask (art. 86 §2).

    Procurement only. The contractor never gave that price, so nobody can order at it.
    Only a blank is filled: "not included" and "option" are reservations. Raises Refused when the
    post has an answer, or nobody else gives a price for it that is not in question.
    """
    lot = _check_open(session, quote)
    if lot.package.mode != Mode.PROCUREMENT:
        raise Refused(
            "correction.private",
            "Households compare what each contractor really offers, so a post is never filled in. Ask the contractor.",
        )
    sheet = opened.sheet_of(session, quote)
    answer = sheet.sheet.answer(number)
    if answer is None or answer.kind != AnswerKind.MISSING or number in sheet.filled:
        raise Refused(
            "correction.not_missing",
            "Post “%(post)s” is not missing in this quote, or it was filled in already.",
            post=number,
        )
    if not _somebody_prices(session, quote, number):
        raise Refused(
            "correction.nobody_priced",
            "No other contractor gives a price for post “%(post)s” that is not in question, so it cannot be filled in. Judge the prices that were asked about first, or set the quote aside.",
            post=number,
        )
    change = Change(number, opened.FILLED, str(answer.kind), "art. 86 §2")
    return _correct(session, quote, change, reason, legal_ground, by)


def accept_finding(
    session: Session, quote: Quote, code: str, *, reason: str, legal_ground: str, by: By
) -> Correction:
    """A finding about the whole quote is no reason to set it aside, and why. Procurement only.

    Raises Refused for a finding that is not there, or that asks for a correction or a price.
    """
    lot = _check_open(session, quote)
    here = {finding.code for finding in comparing.findings(session, lot).get(quote.id, [])}
    if lot.package.mode != Mode.PROCUREMENT or code not in here & ACCEPTABLE:
        raise Refused(
            "finding.not_there",
            "There is nothing like that to judge in this quote. Reload the page to see what is.",
        )
    return _correct(
        session,
        quote,
        Change("", opened.ACCEPTED, code, "accepted"),
        reason,
        legal_ground,
        by,
    )


def _somebody_prices(session: Session, quote: Quote, number: str) -> bool:
    """Does another quote that takes part price the post, and is that price not in question?"""
    rows = opened.quotes_of_lot(session, quote.request.lot_id, opened.REGULAR)
    doubtful = comparing.in_question(session, quote.request.lot_id)
    return any(
        number not in doubtful.get(key, ()) and WHOLE not in doubtful.get(key, ())
        for key, sheet in opened.sheets_of(session, [r for r in rows if r.id != quote.id]).items()
        if (answer := sheet.sheet.answer(number)) and answer.kind == AnswerKind.PRICE
    )


def _correct(
    session: Session,
    quote: Quote,
    change: Change,
    reason: str,
    legal_ground: str,
    by: By,
) -> Correction:
    _check_reason(reason)
    if not legal_ground:
        raise Refused("correction.no_ground", "Say on which rule this correction rests.")
    row = Correction(
        municipality_id=quote.municipality_id,
        quote_id=quote.id,
        number=change.number,
        field=change.field,
        old=change.old,
        new=change.new,
        reason=reason,
        legal_ground=legal_ground,
        author_id=by.actor_id,
        at=clock.now(),
    )
    session.add(row)
    flag_modified(quote, "state")  # a correction is another row: whoever looked must look again
    record(
        session,
        Did.QUOTE_CORRECTED,
        actor_id=by.actor_id,
        subject=quote,
        post=change.number,
        field=change.field,
        old=change.old,
        new=change.new,
    )
    return row


def _check_reason(reason: str) -> None:
    if not reason:
        raise Refused("quote.no_reason", "Write the reason; whoever reads this later needs it.")


def _check_open(session: Session, quote: Quote) -> Lot:
    """Checks are possible from the opening until the decision, or until the choice starts."""
    lot = quote.request.lot
    lock(session, lot.id)
    if lot.state not in (LotState.OPENED, LotState.CHECKED):
        raise Refused(
            "quote.checks_closed",
            "The quotes of “%(lot)s” can no longer be corrected or judged: the next step has started.",
            lot=lot.title,
        )
    return lot


def judge_irregular(session: Session, quote: Quote, *, reason: str, by: By) -> None:
    """Set a quote aside, with the reason that its firm will read. Procurement only."""
    lot = _check_open(session, quote)
    _check_reason(reason)
    if lot.package.mode != Mode.PROCUREMENT:
        raise Refused(
            "quote.private",
            "Households choose themselves, so no quote is set aside here. Ask the contractor about it.",
        )
    quote.state = next_state(QuoteState(quote.state), "set_aside")
    quote.irregular_reason = reason
    record(session, Did.QUOTE_JUDGED_IRREGULAR, actor_id=by.actor_id, subject=quote)


def reconsider(session: Session, quote: Quote, *, by: By) -> None:
    """A quote that was set aside takes part again; the verdict was wrong.

    A price of it that was rejected waits for a new verdict: a rejected price cannot win.
    """
    lot = _check_open(session, quote)
    quote.state = next_state(QuoteState(quote.state), "reconsider")
    quote.irregular_reason = None
    record(session, Did.QUOTE_RECONSIDERED, actor_id=by.actor_id, subject=quote)
    for row in comparing.price_queries(session, lot.id):
        if row.quote_id == quote.id and row.verdict == "rejected":
            record(
                session,
                Did.PRICE_QUERY_REOPENED,
                actor_id=by.actor_id,
                subject=row,
                verdict=row.verdict,
                judged_by=row.judged_by,
            )
            row.verdict, row.reason, row.judged_by, row.judged_at = None, "", None, None


def ask_price(
    session: Session, quote: Quote, number: str, *, facts: dict[str, Any], by: By
) -> PriceQuery:
    """Ask a contractor in writing to explain a price; ``number`` "" is the total. Procurement only.

    Raises Refused when the same price was asked about before.
    """
    lot = _check_open(session, quote)
    known = comparing.price_queries(session, lot.id)
    if any(row.quote_id == quote.id and row.number == number for row in known):
        raise Refused("price_query.known", "This price was asked about already.")
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
    _check_open(session, row.quote)
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
    _check_open(session, row.quote)
    _check_unjudged(row)
    if verdict not in VERDICTS:
        raise Refused("price_query.no_verdict", "Choose: accepted or rejected.")
    _check_reason(reason)
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
        judge_irregular(session, row.quote, reason=reason, by=by)


def _over(day: date) -> bool:
    return clock.today() > day


def _check_unjudged(row: PriceQuery) -> None:
    if row.verdict is not None:
        raise Refused("price_query.judged", "There is a verdict on this price already.")
