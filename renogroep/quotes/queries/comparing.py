"""How do the opened quotes of a lot stand beside each other, and what must be asked or decided?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from renogroep.base import clock
from renogroep.base.money import Money
from renogroep.base.units import Quantity
from renogroep.financing.queries import periods_on
from renogroep.groups.models import Request
from renogroep.quotes.models import Correction, PriceQuery, Quote
from renogroep.quotes.queries import opened
from renogroep.quotes.queries.scenarios import announced_quantities
from renogroep.quotes.queries.totals import own_price
from renogroep.quotes.rules.abnormal import (
    CheckContext,
    Outlier,
)
from renogroep.quotes.rules.compared_price import (
    Announced,
    ComparedPrice,
    compared_prices,
    unfillable,
)
from renogroep.quotes.rules.home_price import PricedLine
from renogroep.quotes.rules.lifecycle import QuoteState
from renogroep.quotes.rules.opened_sheet import OpenedSheet
from renogroep.quotes.rules.price_sheet import Line
from renogroep.quotes.rules.price_tables import (
    BandTable,
    TotalCheck,
    band_tables,
    judged_totals,
    outliers_of,
    settled,
)
from renogroep.quotes.rules.regularity import Asked, Finding, cannot_fill, check_regularity
from renogroep.tenders.models import Lot, Package
from renogroep.tenders.queries import criteria_of, scenarios_of
from renogroep.tenders.rules.bands import Band
from renogroep.tenders.rules.criteria import PRICE, Scenario
from renogroep.tenders.rules.lifecycle import Mode


@dataclass(frozen=True, slots=True)
class RequestTable:
    """Everything that was quoted for one request, contractors by name.

    scenarios, compared   procurement only: what counts there, instead of a total per band
    """

    request: Request
    quotes: Mapping[str, Quote]
    sheets: Mapping[str, OpenedSheet]
    bands: tuple[BandTable, ...]
    scenarios: tuple[Scenario, ...] = ()
    compared: Mapping[str, ComparedPrice] = field(default_factory=dict)

    @property
    def raw_totals(self) -> dict[str, Money]:
        """Contractor -> the total that it wrote itself, at the lowest band."""
        return {firm: sheet.raw_total for firm, sheet in self.sheets.items()}


def tables(session: Session, lot: Lot) -> list[RequestTable]:
    """One table per request of the lot; irregular quotes stand in it too, marked by their state."""
    quotes = opened.quotes_of_lot(session, lot.id)
    names = opened.labels(quotes)
    sheets = opened.sheets_of(session, quotes)
    found = []
    for request in opened.requests_of(session, lot.id):
        mine = {names[q.id]: q for q in quotes if q.request_id == request.id}
        values = {name: sheets[q.id] for name, q in mine.items()}
        table = RequestTable(request, mine, values, band_tables(values))
        if lot.package.mode == Mode.PROCUREMENT:
            prices = _on_scenarios(session, lot, mine, values)
            table = replace(table, scenarios=announced(lot.package), compared=prices)
        found.append(table)
    return found


def _on_scenarios(
    session: Session, lot: Lot, quotes: Mapping[str, Quote], sheets: Mapping[str, OpenedSheet]
) -> dict[str, ComparedPrice]:
    """As they are ranked; a quote that was set aside stands there with its own prices alone."""
    regular = compared(session, lot)
    found = {}
    for name, quote in quotes.items():
        price = regular.get(quote.id) or own_price(session, quote.request, sheets[name].prices)
        if price is not None:
            found[name] = price
    return found


# --- procurement: one request, compared on the announced scenarios ------------------------------


def announced(package: Package) -> tuple[Scenario, ...]:
    """The announced numbers of homes with their weights."""
    return scenarios_of(package)


class _Given(NamedTuple):
    """The regular quotes of a lot as ``compared_prices`` takes them; refs are quote ids as text."""

    prices: dict[str, Sequence[PricedLine]]
    lines: Sequence[Line]
    per_home: dict[str, Quantity]
    scenarios: Sequence[Scenario]
    bands: Sequence[Band]


@dataclass(frozen=True, slots=True)
class _Bids:
    """What is compared, what is filled in, and what of that has no price to go by."""

    given: _Given
    filled: Mapping[str, frozenset[str]]
    announced: Announced
    doubtful: Mapping[str, frozenset[str]]
    unfillable: Mapping[str, frozenset[str]]


def _bids(session: Session, lot: Lot) -> _Bids | None:
    quotes = opened.quotes_of_lot(session, lot.id, opened.REGULAR)
    scenarios = announced(lot.package)
    if not quotes or not scenarios:
        return None
    sheets = opened.sheets_of(session, quotes)
    first = sheets[quotes[0].id]
    given = _Given(
        {str(key): sheet.prices for key, sheet in sheets.items()},
        first.lines,
        {line.number: line.per_home for line in quotes[0].request.lines},
        scenarios,
        first.bands,
    )
    filled = {str(key): sheet.filled for key, sheet in sheets.items()}
    announced_now = announced_quantities(session, lot.id)
    doubtful = {str(key): posts for key, posts in in_question(session, lot.id).items()}
    stuck = unfillable(*given, filled, announced_now, doubtful)
    return _Bids(given, filled, announced_now, doubtful, stuck)


def compared(session: Session, lot: Lot) -> dict[int, ComparedPrice]:
    """Regular quote -> its price on every scenario and on their mix; empty without quotes.

    A post that can no longer be filled in counts for nothing; ``findings`` says so, and neither
    the checks nor the decision go on before that is settled.
    """
    bids = _bids(session, lot)
    if bids is None:
        return {}
    fillable = {ref: posts - bids.unfillable[ref] for ref, posts in bids.filled.items()}
    prices = compared_prices(*bids.given, fillable, bids.announced, bids.doubtful)
    return {int(key): price for key, price in prices.items()}


def asked_validity(session: Session, package: Package) -> int:
    """How many days after the deadline a quote must bind at least; 0 in group quotes."""
    if package.mode != Mode.PROCUREMENT:
        return 0
    return periods_on(session, package.municipality_id, clock.today())[0].days("validity")


def check_context(package: Package) -> CheckContext:
    """What decides whether the check of the totals is a duty."""
    criteria = criteria_of(package)
    weight = sum(c.weight for c in criteria if c.code == PRICE)
    return CheckContext(
        contract_type="works",
        procedure=package.legal_form,
        award_basis="price_only" if len(criteria) == 1 else "best_price_quality",
        price_weight_pct=Fraction(weight),
    )


def total_check(session: Session, lot: Lot, prices: Mapping[str, Money]) -> TotalCheck:
    """Which totals are so low that the contractor must be asked. Procurement only."""
    reading = periods_on(session, lot.municipality_id, clock.today())[0].rule("abnormal_reading")
    return judged_totals(prices, check_context(lot.package), reading)


def price_facts(session: Session, quote: Quote, number: str) -> dict[str, str]:
    """How a price was found, exactly; of the total when ``number`` is "". Empty when it was not."""
    lot = quote.request.lot
    found = [table for table in tables(session, lot) if table.quotes]
    firm = next(
        name for table in found for name, other in table.quotes.items() if other.id == quote.id
    )
    if number:
        return next(
            (
                {"price": str(o.price.decimal), "median": str(o.median / 10_000)}
                for table in found
                for o in outliers(table)
                if (o.line, o.contractor) == (number, firm)
            ),
            {},
        )
    check = lot_total_check(session, lot, found)
    if check is None or check.check is None:
        return {}
    return {
        "reading": check.check.reading.value,
        "percentage": str(check.check.percentage),
        "average_cents": str(check.check.average),
        "threshold_cents": str(check.check.threshold),
        "deviation_pct": str(check.check.deviation_pct.get(firm, "")),
    }


def lot_total_check(session: Session, lot: Lot, found: Sequence[RequestTable]) -> TotalCheck | None:
    """``total_check`` on the compared prices; None while no quote is open."""
    if not found:
        return None
    names = {quote.id: name for name, quote in found[0].quotes.items()}
    prices = {names[key]: price.mixed for key, price in compared(session, lot).items()}
    return total_check(session, lot, prices)


def outliers(table: RequestTable) -> list[Outlier]:
    """Unit prices of regular quotes that are far from the middle one, at the lowest band."""
    return outliers_of(
        {n: s for n, s in table.sheets.items() if table.quotes[n].state in opened.REGULAR}
    )


def findings(session: Session, lot: Lot) -> dict[int, list[Finding]]:
    """Opened quote -> what is not in order with it, after what people settled already."""
    quotes = opened.quotes_of_lot(session, lot.id)
    sheets = opened.sheets_of(session, quotes)
    bids = _bids(session, lot) if lot.package.mode == Mode.PROCUREMENT else None
    explained: dict[int, set[str]] = {quote.id: set() for quote in quotes}
    for row in price_queries(session, lot.id):
        if row.verdict == "accepted" and row.quote_id in explained:
            explained[row.quote_id].add(row.number)
    found = {}
    for quote in quotes:
        sheet = sheets[quote.id]
        stuck = bids.unfillable.get(str(quote.id), ()) if bids else ()
        found[quote.id] = [
            *(
                f
                for f in _regularity(session, quote, sheet)
                if not settled(f, sheet, explained[quote.id])
            ),
            *(cannot_fill(post) for post in sorted(stuck)),
        ]
    return found


def _regularity(session: Session, quote: Quote, sheet: OpenedSheet) -> list[Finding]:
    asked = Asked(
        deadline=clock.local(quote.request.deadline).date(),
        min_validity_days=asked_validity(session, quote.request.lot.package),
        revision=quote.request.revision,
        tender=quote.request.lot.package.mode == Mode.PROCUREMENT,
    )
    return check_regularity(sheet.sheet, sheet.lines, asked, quote.request_revision)


def corrections(session: Session, quotes: Sequence[Quote]) -> dict[int, list[Correction]]:
    """Quote -> what was corrected, in order."""
    return opened.corrections_of(session, [quote.id for quote in quotes])


def price_queries(session: Session, lot_id: int) -> Sequence[PriceQuery]:
    """Every price of the lot that was asked about, in the order in which that happened."""
    return session.scalars(
        select(PriceQuery)
        .join(Quote, Quote.id == PriceQuery.quote_id)
        .join(Request, Request.id == Quote.request_id)
        .where(Request.lot_id == lot_id)
        .order_by(PriceQuery.id)
        .options(joinedload(PriceQuery.quote).joinedload(Quote.organisation))
    ).all()


def open_queries(session: Session, lot_id: int) -> list[PriceQuery]:
    """Prices without a verdict, of quotes that still take part."""
    return [
        row
        for row in price_queries(session, lot_id)
        if row.verdict is None and row.quote.state != QuoteState.IRREGULAR
    ]


def in_question(session: Session, lot_id: int) -> dict[int, frozenset[str]]:
    """Quote -> posts that were asked about and wait for a verdict; WHOLE for the total."""
    found: dict[int, set[str]] = {}
    for row in open_queries(session, lot_id):
        found.setdefault(row.quote_id, set()).add(row.number)
    return {key: frozenset(posts) for key, posts in found.items()}


def price_query(session: Session, key: int, lot_id: int) -> PriceQuery | None:
    """One question of this lot."""
    return next((row for row in price_queries(session, lot_id) if row.id == key), None)
