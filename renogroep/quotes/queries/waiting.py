"""How many points in the opened quotes of many lots must somebody still settle?"""

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from renogroep.base import clock
from renogroep.financing.queries import periods_on
from renogroep.groups.models import Request
from renogroep.quotes.models import PriceQuery, Quote, QuoteLine
from renogroep.quotes.queries.opened import REGULAR, sheets_of
from renogroep.quotes.rules.price_tables import settled
from renogroep.quotes.rules.regularity import TO_SETTLE, Asked, check_regularity
from renogroep.tenders.models import Lot

JUDGED = "accepted"


def to_settle(session: Session, lots: Collection[Lot]) -> dict[int, int]:
    """Lot -> points that its checks cannot be closed with, of quotes that take part. Procurement.

    What compares quotes with each other (a total that is so low that it must be asked about, a post
    that can no longer be filled in) is not among them: the page of the checks names it.
    """
    if not lots:
        return {}
    quotes = _quotes(session, [lot.id for lot in lots])
    sheets = sheets_of(session, quotes)
    explained = _explained(session, [quote.id for quote in quotes])
    days = _validity(session, {lot.municipality_id for lot in lots})
    found: dict[int, int] = defaultdict(int)
    for quote in quotes:
        asked = Asked(
            deadline=clock.local(quote.request.deadline).date(),
            min_validity_days=days[quote.municipality_id],
            revision=quote.request.revision,
        )
        sheet = sheets[quote.id]
        for finding in check_regularity(sheet.sheet, sheet.lines, asked, quote.request_revision):
            waits = finding.code in TO_SETTLE and not settled(finding, sheet, explained[quote.id])
            found[quote.request.lot_id] += waits
    return dict(found)


def _quotes(session: Session, lot_ids: Collection[int]) -> Sequence[Quote]:
    return session.scalars(
        select(Quote)
        .join(Request, Request.id == Quote.request_id)
        .where(Request.lot_id.in_(lot_ids), Quote.state.in_(REGULAR))
        .options(
            joinedload(Quote.request).selectinload(Request.lines),
            joinedload(Quote.request).joinedload(Request.lot).selectinload(Lot.bands),
            selectinload(Quote.lines).selectinload(QuoteLine.prices),
        )
        .order_by(Quote.id)
    ).all()


def _explained(session: Session, quote_ids: Collection[int]) -> dict[int, set[str]]:
    """Quote -> posts of which the explanation was accepted."""
    rows = session.execute(
        select(PriceQuery.quote_id, PriceQuery.number).where(
            PriceQuery.quote_id.in_(quote_ids), PriceQuery.verdict == JUDGED
        )
    )
    found: dict[int, set[str]] = defaultdict(set)
    for quote_id, number in rows:
        found[quote_id].add(number)
    return found


def _validity(session: Session, municipality_ids: Collection[int]) -> dict[int, int]:
    today = clock.today()
    return {key: periods_on(session, key, today)[0].days("validity") for key in municipality_ids}
