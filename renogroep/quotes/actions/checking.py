"""What do people decide about an opened quote: corrected, asked about, set aside, in order?"""

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.money import UnitPrice
from renogroep.infra.acts import By, check_seen
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.quotes.actions.seen import from_before
from renogroep.quotes.models import Correction, Quote
from renogroep.quotes.queries import comparing, opened
from renogroep.quotes.rules.compared_price import WHOLE
from renogroep.quotes.rules.events import Did
from renogroep.quotes.rules.lifecycle import QUOTES, QuoteState
from renogroep.quotes.rules.opened_sheet import ACCEPTED, FILLED, STATED, Change
from renogroep.quotes.rules.price_sheet import AnswerKind
from renogroep.quotes.rules.regularity import ACCEPTABLE
from renogroep.quotes.rules.sheet_cells import Unreadable, read_price
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import LotState, Mode


def correct(
    session: Session,
    quote: Quote,
    number: str,
    kind: str,
    typed_price: str,
    *,
    reason: str,
    legal_ground: str,
    by: By,
) -> Correction:
    """What somebody chose on the page: "total", "fill", or "price_1" with the price that they typed.

    Raises Refused as the acts below, and for a price that is none.
    """
    if kind == "total":
        return correct_total(
            session, quote, number, reason=reason, legal_ground=legal_ground, by=by
        )
    if kind == "fill":
        return fill_post(session, quote, number, reason=reason, legal_ground=legal_ground, by=by)
    band = kind.removeprefix("price_")
    try:
        price = read_price(typed_price)
    except Unreadable as problem:
        raise Refused("correction.price", problem.text.msgid, **problem.text.params) from None
    if price is None or not band.isdecimal():
        raise Refused("correction.price", "Type the right unit price, like 58,00.")
    return correct_price(
        session,
        quote,
        number,
        int(band),
        price,
        reason=reason,
        legal_ground=legal_ground,
        by=by,
    )


def correct_total(
    session: Session, quote: Quote, number: str, *, reason: str, legal_ground: str, by: By
) -> Correction:
    """The stated total of a post was wrong: the unit price prevails. Raises Refused if it was right."""
    lock_quote(session, quote)
    if (done := _last(session, quote, number, STATED, reason, legal_ground, by)) is not None:
        return done
    check_seen(quote, by)
    check_open(quote)
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
    change = Change(number, STATED, str(stated.decimal), str(amount.decimal))
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
    lock_quote(session, quote)
    field = f"price_{band}"
    done = _last(session, quote, number, field, reason, legal_ground, by)
    if done is not None and done.new == str(price.decimal):
        return done
    check_seen(quote, by)
    check_open(quote)
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
    change = Change(number, field, str(old.decimal), str(price.decimal))
    return _correct(session, quote, change, reason, legal_ground, by)


def fill_post(
    session: Session, quote: Quote, number: str, *, reason: str, legal_ground: str, by: By
) -> Correction:
    """Compare the quote as if the forgotten post had the price that the others ask (art. 86 §2).

    Procurement only. The contractor never gave that price, so nobody can order at it.
    Only a blank is filled: "not included" and "option" are reservations. Raises Refused when the
    post has an answer, or nobody else gives a price for it that is not in question.
    """
    lock_quote(session, quote)
    if (done := _last(session, quote, number, FILLED, reason, legal_ground, by)) is not None:
        return done
    check_seen(quote, by)
    lot = check_open(quote)
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
    change = Change(number, FILLED, str(answer.kind), "art. 86 §2")
    return _correct(session, quote, change, reason, legal_ground, by)


def accept_finding(
    session: Session, quote: Quote, code: str, *, reason: str, legal_ground: str, by: By
) -> Correction:
    """A finding about the whole quote is no reason to set it aside, and why. Procurement only.

    Raises Refused for a finding that is not there, or that asks for a correction or a price.
    """
    lock_quote(session, quote)
    done = _last(session, quote, "", ACCEPTED, reason, legal_ground, by)
    if done is not None and done.old == code:
        return done
    check_seen(quote, by)
    lot = check_open(quote)
    here = {finding.code for finding in comparing.findings(session, lot).get(quote.id, [])}
    if lot.package.mode != Mode.PROCUREMENT or code not in here & ACCEPTABLE:
        raise Refused(
            "finding.not_there",
            "There is nothing like that to judge in this quote. Reload the page to see what is.",
        )
    return _correct(
        session,
        quote,
        Change("", ACCEPTED, code, "accepted"),
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
    check_reason(reason)
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


def check_reason(reason: str) -> None:
    """Raises Refused without one."""
    if not reason:
        raise Refused("quote.no_reason", "Write the reason; whoever reads this later needs it.")


def lock_quote(session: Session, quote: Quote) -> None:
    """The lot and then the quote, with fresh values."""
    locked(session, Lot, quote.request.lot_id)
    locked(session, Quote, quote.id)


def _last(
    session: Session,
    quote: Quote,
    number: str,
    field: str,
    reason: str,
    legal_ground: str,
    by: By,
) -> Correction | None:
    """The newest correction of the quote, when this page gave it already: twice is once."""
    if not from_before(quote, by):
        return None
    row = next(reversed(opened.corrections_of(session, [quote.id])[quote.id]), None)
    asked = (number, field, reason, legal_ground)
    same = row is not None and (row.number, row.field, row.reason, row.legal_ground) == asked
    return row if same else None


def check_open(quote: Quote) -> Lot:
    """Checks are possible from the opening until the decision, or until the choice starts."""
    lot = quote.request.lot
    if lot.state not in (LotState.OPENED, LotState.CHECKED):
        raise Refused(
            "quote.checks_closed",
            "The quotes of “%(lot)s” can no longer be corrected or judged: the next step has started.",
            lot=lot.title,
        )
    return lot


def judge_irregular(session: Session, quote: Quote, *, reason: str, by: By) -> None:
    """Set a quote aside, with the reason that its firm will read. Procurement only."""
    lock_quote(session, quote)
    if quote.state == QuoteState.IRREGULAR and quote.irregular_reason == reason:
        return
    check_seen(quote, by)
    set_aside(session, quote, reason, by)


def set_aside(session: Session, quote: Quote, reason: str, by: By) -> None:
    """The same, within a step that has checked what was seen."""
    lot = check_open(quote)
    check_reason(reason)
    if lot.package.mode != Mode.PROCUREMENT:
        raise Refused(
            "quote.private",
            "Households choose themselves, so no quote is set aside here. Ask the contractor about it.",
        )
    QUOTES.move(quote, "set_aside")
    quote.irregular_reason = reason
    record(session, Did.QUOTE_JUDGED_IRREGULAR, actor_id=by.actor_id, subject=quote)


def reconsider(session: Session, quote: Quote, *, by: By) -> None:
    """A quote that was set aside takes part again; the verdict was wrong.

    A price of it that was rejected waits for a new verdict: a rejected price cannot win.
    """
    lock_quote(session, quote)
    if quote.state == QuoteState.OPENED:
        return
    check_seen(quote, by)
    lot = check_open(quote)
    QUOTES.move(quote, "reconsider")
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
