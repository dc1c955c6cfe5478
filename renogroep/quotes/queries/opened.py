"""What stands in the quotes that were opened, and whose quote does a home order at?"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from renogroep.base.names import sort_key
from renogroep.base.units import Quantity
from renogroep.groups.models import Request, RequestHome
from renogroep.quotes.models import (
    Assignment,
    ChoiceRun,
    Correction,
    Decision,
    Opening,
    Quote,
    QuoteLine,
)
from renogroep.quotes.queries.frozen import bands_of, lines_of
from renogroep.quotes.rules.lifecycle import QuoteState
from renogroep.quotes.rules.opened_sheet import Change, OpenedSheet, opened_sheet
from renogroep.quotes.rules.price_sheet import Answer, AnswerKind, PriceSheet, Terms
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.lifecycle import SCREENED
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import Mode

REGULAR = (
    QuoteState.OPENED,
    QuoteState.RANKED,
    QuoteState.AWARDED,
    QuoteState.NOT_AWARDED,
)
READABLE = (*REGULAR, QuoteState.IRREGULAR)
SEALED = (QuoteState.SUBMITTED, QuoteState.UNREADABLE)


def requests_of(session: Session, lot_id: int) -> Sequence[Request]:
    """What was asked for a lot, with its bill and homes."""
    return session.scalars(
        select(Request)
        .where(Request.lot_id == lot_id)
        .order_by(Request.id)
        .options(
            selectinload(Request.lines),
            selectinload(Request.home_rows).joinedload(RequestHome.subscription),
            joinedload(Request.group),
            joinedload(Request.lot),
        )
    ).all()


def latest_opening(session: Session, lot_id: int) -> Opening | None:
    """The last time that people opened, or started to open, the quotes of a lot."""
    return session.scalar(
        select(Opening).where(Opening.lot_id == lot_id).order_by(Opening.attempt.desc()).limit(1)
    )


def quotes_of_lot(session: Session, lot_id: int, states: Collection[str] = READABLE) -> list[Quote]:
    """The quotes of a lot in some states, per request and then by name of the firm."""
    rows = session.scalars(
        select(Quote)
        .join(Request, Request.id == Quote.request_id)
        .where(Request.lot_id == lot_id, Quote.state.in_([str(state) for state in states]))
        .options(
            joinedload(Quote.organisation),
            joinedload(Quote.request),
            selectinload(Quote.lines).selectinload(QuoteLine.prices),
        )
    ).all()
    return sorted(rows, key=lambda q: (q.request_id, sort_key(q.organisation.name), q.id))


def set_aside(session: Session, lot_id: int) -> list[Quote]:
    """The quotes of a lot that do not take part, by name of the firm."""
    return quotes_of_lot(session, lot_id, [QuoteState.IRREGULAR])


def labels(quotes: Iterable[Quote]) -> dict[int, str]:
    """Quote -> the name of its firm, with the company number where two firms share a name."""
    rows = list(quotes)
    firms = {(q.organisation_id, q.organisation.name) for q in rows}
    times = Counter(name for _, name in firms)
    return {
        q.id: q.organisation.name
        if times[q.organisation.name] == 1
        else f"{q.organisation.name} ({q.organisation.company_number})"
        for q in rows
    }


def corrections_of(session: Session, quote_ids: Iterable[int]) -> dict[int, list[Correction]]:
    """Quote -> its corrections in the order in which they were made."""
    found: dict[int, list[Correction]] = {key: [] for key in quote_ids}
    rows = session.scalars(
        select(Correction).where(Correction.quote_id.in_(found)).order_by(Correction.id)
    )
    for row in rows:
        found[row.quote_id].append(row)
    return found


def sheets_of(session: Session, quotes: Iterable[Quote]) -> dict[int, OpenedSheet]:
    """Quote -> its prices, for opened quotes."""
    rows = list(quotes)
    corrections = corrections_of(session, [quote.id for quote in rows])
    return {quote.id: _opened(quote, corrections[quote.id]) for quote in rows}


def sheet_of(session: Session, quote: Quote) -> OpenedSheet:
    """The corrected prices, the bill and the bands of one opened quote.

    raises   ValueError for a quote that was never opened: its prices are sealed.
    """
    return sheets_of(session, [quote])[quote.id]


def _opened(quote: Quote, corrections: Sequence[Correction]) -> OpenedSheet:
    if quote.opened_at is None:
        raise ValueError(f"quote {quote.id} was not opened")
    return opened_sheet(
        PriceSheet(tuple(_answer(line) for line in quote.lines), terms_of(quote)),
        lines_of(quote.request),
        bands_of(quote.request),
        [Change(row.number, row.field, row.old, row.new) for row in corrections],
    )


def _answer(line: QuoteLine) -> Answer:
    return Answer(
        line=line.number,
        kind=AnswerKind(line.kind),
        prices=tuple(price.price for price in line.prices),
        stated_total=line.stated_total,
        remark=line.remark,
    )


def terms_of(quote: Quote) -> Terms:
    """The conditions of an opened quote."""
    return Terms(
        own_min=quote.own_minimum,
        capacity=quote.capacity,
        start_from=quote.start_from,
        start_until=quote.start_until,
        warranty_years=quote.warranty_years,
        disruption_days=quote.disruption_days,
        valid_until=quote.valid_until,
    )


def minimum_of(quote: Quote) -> int:
    """The number of homes from which this contractor comes; never more than it can take."""
    least = quote.own_minimum or quote.request.lot.min_to_execute
    return least if quote.capacity is None else min(least, quote.capacity)


def homes_of(request: Request) -> list[RequestHome]:
    """The measured homes of a group request whose households still take part, by reference."""
    rows = [row for row in request.home_rows if row.subscription.state in SCREENED]
    return sorted(rows, key=lambda row: row.subscription.reference)


def home_quantities(row: RequestHome) -> dict[str, Quantity]:
    """Post -> how much of it this home has."""
    return {number: Quantity(scaled) for number, scaled in row.quantities.items()}


def run_size(row: RequestHome, homes: Sequence[RequestHome]) -> int:
    """How many homes share the scaffold of this one, itself included."""
    if not row.run_code:
        return 1
    return max(1, sum(1 for other in homes if other.run_code == row.run_code))


def decision_of(session: Session, lot_id: int) -> Decision | None:
    """The reasoned decision on a lot, once there is one."""
    return session.scalar(
        select(Decision)
        .where(Decision.lot_id == lot_id)
        .options(joinedload(Decision.quote).joinedload(Quote.organisation))
    )


def latest_runs(session: Session, lot_id: int) -> Mapping[int, ChoiceRun]:
    """Request -> the last time that the choice of its households was worked out."""
    rows = session.scalars(
        select(ChoiceRun)
        .join(Request, Request.id == ChoiceRun.request_id)
        .where(Request.lot_id == lot_id)
        .order_by(ChoiceRun.id)
        .options(selectinload(ChoiceRun.assignments).joinedload(Assignment.quote))
    )
    return {row.request_id: row for row in rows}


def assignment_of(session: Session, subscription: Subscription, lot: Lot) -> Assignment | None:
    """Where this household ended in the last run of this lot."""
    rows = [row for run in latest_runs(session, lot.id).values() for row in run.assignments]
    return next((row for row in rows if row.subscription_id == subscription.id), None)


def assigned_quote(session: Session, subscription: Subscription, lot: Lot) -> Quote | None:
    """The quote at which this household may order; None while there is none.

    Group mode: its first choice, or another choice to which it said yes. Procurement: the awarded
    quote, for everybody.
    """
    if lot.package.mode == Mode.PROCUREMENT:
        decision = decision_of(session, lot.id)
        return decision.quote if decision else None
    row = assignment_of(session, subscription, lot)
    if row is None or row.quote is None or row.declined_at is not None:
        return None
    return row.quote if row.place == 1 or row.yes_at is not None else None
