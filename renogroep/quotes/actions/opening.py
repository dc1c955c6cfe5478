"""How are sealed quotes opened, each on its own, and what happens when there are none?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.groups.models import Request
from renogroep.identity.models import Person
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.infra.sealing import Unreadable
from renogroep.quotes.actions.sealed import open_payload
from renogroep.quotes.actions.spoiling import line_of, spoil
from renogroep.quotes.actions.telling import tell_firm
from renogroep.quotes.models import Opening, Quote, QuoteLine, QuotePrice
from renogroep.quotes.queries import opened
from renogroep.quotes.queries.receipts import logged_hashes
from renogroep.quotes.queries.totals import kept_totals, scenario_totals
from renogroep.quotes.rules.deadline import in_time
from renogroep.quotes.rules.events import Did
from renogroep.quotes.rules.lifecycle import QUOTES, QuoteState
from renogroep.quotes.rules.price_sheet import PriceSheet, receipt_hash
from renogroep.quotes.rules.receipts import Spoiled, why_spoiled
from renogroep.quotes.rules.regularity import last_bound_day
from renogroep.subscriptions.models import Subscription, SubscriptionLot
from renogroep.subscriptions.rules.lifecycle import SCREENED
from renogroep.tenders.actions import move_lot
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import LotState

# Orders bind households and firms: they end first, on their own page, each with its reason.
FAILS_ELSEWHERE = (LotState.ORDERING, LotState.EXECUTING)


def open_lot(session: Session, lot: Lot, *, by: By, expects: int | None = None) -> Opening:
    """One person confirms the opening; the second one, somebody else, opens all quotes of the lot.

    expects   how many people had confirmed on the page that was used (0 or 1); None: any.
    raises    Refused before the deadline, for the same person twice, when a colleague was first,
              or when the quotes of this lot are not sealed here.

    Without a single quote the minutes say so and the lot stays where it is: the lead stops it or
    sets a new deadline.
    """
    locked(session, Lot, lot.id)
    requests = hold(session, lot)
    before = opened.latest_opening(session, lot.id)
    _check_may_open(lot, requests, before)
    started = before if before is not None and before.second_at is None else None
    _check_person(session, started, by, expects)
    now = clock.now()
    if started is None:
        return _started(session, lot, before, now, by)
    quotes = opened.quotes_of_lot(session, lot.id, [QuoteState.SUBMITTED])
    logged = logged_hashes(session, quotes)
    started.second_id, started.second_at = by.actor_id, now
    started.minutes = [
        _open_quote(session, quote, logged[quote.id], now, by=by) for quote in quotes
    ]
    if quotes:
        for request in requests:
            request.opened_at = now
        leave_drafts(session, lot, by=by)
        move_lot(session, lot, "open", by=by, opening_id=started.id)
    record(
        session,
        Did.OPENING_COMPLETED,
        actor_id=by.actor_id,
        subject=started,
        lot_id=lot.id,
        first_id=started.first_id,
        quotes=len(quotes),
        unreadable=sum(quote.state == QuoteState.UNREADABLE for quote in quotes),
    )
    _tell_firms(session, lot, quotes, by)
    return started


def _started(session: Session, lot: Lot, before: Opening | None, now: datetime, by: By) -> Opening:
    """The first person confirmed; nothing is open yet."""
    started = Opening(
        municipality_id=lot.municipality_id,
        lot_id=lot.id,
        attempt=before.attempt + 1 if before else 1,
        first_id=by.actor_id,
        first_at=now,
        minutes=[],
    )
    session.add(started)
    record(session, Did.OPENING_STARTED, actor_id=by.actor_id, subject=started, lot_id=lot.id)
    return started


def hold(session: Session, lot: Lot) -> Sequence[Request]:
    """The requests of the lot, held in the line in which firms hand in.

    Who was handing in at the last second is through when this returns, so that quote is seen.
    """
    session.scalars(
        select(Request)
        .where(Request.lot_id == lot.id)
        .order_by(Request.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    return opened.requests_of(session, lot.id)


def _check_may_open(lot: Lot, requests: Sequence[Request], before: Opening | None) -> None:
    if lot.state != LotState.QUOTING:
        raise Refused(
            "opening.not_now",
            "There is nothing to open: the quotes of “%(lot)s” were opened already, or nobody was asked for quotes yet. Reload the page to see what is.",
            lot=lot.title,
        )
    if not lot.package.own_submission:
        raise Refused(
            "opening.elsewhere",
            "The quotes for “%(lot)s” are opened on the federal platform. Import the opened bills here.",
            lot=lot.title,
        )
    deadline = lot.quote_deadline if requests else None
    if deadline is None or in_time(clock.now(), deadline):
        raise Refused(
            "opening.too_early",
            "The quotes stay sealed until %(deadline)s. Come back after that moment.",
            deadline=deadline or "–",
        )
    if before is not None and before.second_at is not None and before.second_at >= deadline:
        raise Refused(
            "opening.no_quotes",
            "This lot was opened on %(at)s and there were no quotes. Set a new deadline, or stop the lot.",
            at=before.second_at,
        )


def _check_person(session: Session, started: Opening | None, by: By, expects: int | None) -> None:
    confirmed = 0 if started is None else 1
    if started is not None and started.first_id == by.actor_id:
        raise Refused(
            "opening.same_person",
            "You confirmed already. Somebody else must confirm as the second person.",
        )
    if expects is not None and expects != confirmed:
        name = session.get_one(Person, started.first_id).name if started else "–"
        raise Refused(
            "opening.somebody_was_first",
            "%(name)s confirmed a moment ago. You can now confirm as the second person.",
            name=name,
        )


def _open_quote(
    session: Session, quote: Quote, logged: str | None, now: datetime, *, by: By
) -> dict[str, Any]:
    """Unseal one quote and write its rows, or spoil that one alone; gives its line of the minutes."""
    try:
        sheet, nonce, content = open_payload(quote)
    except Unreadable as unreadable:
        return spoil(session, quote, Spoiled(unreadable.reason), by=by)
    reason = why_spoiled(receipt_hash(content, nonce), quote.receipt_hash, logged)
    if reason is not None:
        return spoil(session, quote, reason, by=by)
    QUOTES.move(quote, "open")
    return opened_now(session, quote, sheet, now, Did.QUOTE_OPENED, by=by)


def opened_now(
    session: Session, quote: Quote, sheet: PriceSheet, now: datetime, did: Did, *, by: By
) -> dict[str, Any]:
    """Write the rows of a quote that is open from now on; gives its line of the minutes."""
    deadline = clock.local(quote.request.deadline).date()
    write_sheet(session, quote, sheet, opened_at=now)
    quote.valid_until = last_bound_day(sheet.terms, deadline)
    session.flush()
    record(
        session,
        did,
        actor_id=by.actor_id,
        subject=quote,
        request_id=quote.request_id,
        receipt_hash=quote.receipt_hash,
    )
    return {**line_of(quote), "intact": True, "totals": _totals(session, quote)}


def _totals(session: Session, quote: Quote) -> list[dict[str, Any]]:
    """What is read out: the announced scenarios and their mix, else a total per band."""
    values = opened.sheet_of(session, quote)
    compared = scenario_totals(session, quote.request, values.prices)
    if compared is not None:
        return [*kept_totals(compared)]
    return [
        {"band": str(band), "cents": values.total(place).cents}
        for place, band in enumerate(values.bands)
    ]


def write_sheet(session: Session, quote: Quote, sheet: PriceSheet, *, opened_at: datetime) -> None:
    """The rows and terms of a quote that is open from now on."""
    terms = sheet.terms
    quote.opened_at = opened_at
    quote.own_minimum, quote.capacity = terms.own_min, terms.capacity
    quote.start_from, quote.start_until = terms.start_from, terms.start_until
    quote.warranty_years, quote.disruption_days = terms.warranty_years, terms.disruption_days
    quote.valid_until = terms.valid_until
    for position, answer in enumerate(sheet.answers):
        line = QuoteLine(
            municipality_id=quote.municipality_id,
            position=position,
            number=answer.line,
            kind=answer.kind,
            stated_total=answer.stated_total,
            remark=answer.remark,
        )
        line.prices = [
            QuotePrice(municipality_id=quote.municipality_id, band=band, price=price)
            for band, price in enumerate(answer.prices, start=1)
        ]
        quote.lines.append(line)
    session.flush()


def leave_drafts(session: Session, lot: Lot, *, by: By) -> None:
    """Drafts that nobody handed in in time are not part of it."""
    for quote in opened.quotes_of_lot(session, lot.id, [QuoteState.DRAFT]):
        QUOTES.move(quote, "leave")
        record(session, Did.QUOTE_NOT_SUBMITTED, actor_id=by.actor_id, subject=quote)


def note_stop(session: Session, lot: Lot, reason: str) -> None:
    """Why the lot stops stands in the minutes, behind what they said about a new deadline."""
    before = opened.latest_opening(session, lot.id)
    if before is not None:
        before.note = f"{before.note}\n\n{reason}" if before.note else reason


def wanting(session: Session, lot: Lot) -> Sequence[Subscription]:
    """Households that want these works and passed the screening."""
    return session.scalars(
        select(Subscription)
        .join(SubscriptionLot, SubscriptionLot.subscription_id == Subscription.id)
        .where(SubscriptionLot.lot_id == lot.id, Subscription.state.in_(SCREENED))
        .order_by(Subscription.id)
    ).all()


def _tell_firms(session: Session, lot: Lot, quotes: Sequence[Quote], by: By) -> None:
    for quote in quotes:
        if quote.state == QuoteState.OPENED:
            tell_opened(session, lot, quote, by=by)


def tell_opened(session: Session, lot: Lot, quote: Quote, *, by: By) -> None:
    """The firm hears that its quote was opened and takes part."""
    tell_firm(
        session,
        quote.organisation,
        "quotes_opened",
        key=f"quotes_opened:{quote.id}",
        by=by,
        lot=lot,
        package=lot.package,
        quote=quote,
    )
