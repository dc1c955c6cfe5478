"""Is everything about the quotes of a lot settled, so that it can be decided?"""

from sqlalchemy.orm import Session

from renogroep.base.errors import Refused
from renogroep.base.text import Text
from renogroep.infra.acts import By, check_seen
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.quotes.actions.spoiling import refuse_unreadable
from renogroep.quotes.models import Quote
from renogroep.quotes.queries import comparing, opened
from renogroep.quotes.rules.compared_price import WHOLE
from renogroep.quotes.rules.events import Did
from renogroep.quotes.rules.regularity import TO_SETTLE, Finding
from renogroep.tenders.actions import move_lot
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import LotState


def finish_checks(session: Session, lot: Lot, *, by: By) -> None:
    """All quotes are checked. Raises Refused with the first thing that still waits. Procurement only."""
    locked(session, Lot, lot.id)
    if lot.state == LotState.CHECKED:
        return
    check_seen(lot, by)
    check_nothing_waits(session, lot)
    move_lot(session, lot, "check", by=by)
    record(session, Did.LOT_CHECKED, actor_id=by.actor_id, subject=lot)


def check_nothing_waits(session: Session, lot: Lot) -> None:
    """Raises Refused with the first thing to settle: what was settled once may wait again."""
    refuse_unreadable(session, lot)
    if waiting := comparing.open_queries(session, lot.id):
        raise Refused(
            "check.price_open",
            "%(firm)s was asked about a price and there is no verdict yet. Judge it first.",
            firm=waiting[0].quote.organisation.name,
        )
    quotes = opened.quotes_of_lot(session, lot.id, opened.REGULAR)
    if not quotes:
        raise Refused(
            "check.no_quotes",
            "There is no quote left that is in order. Stop this lot, or bring a quote in again.",
        )
    found = comparing.findings(session, lot)
    for quote in quotes:
        for finding in found[quote.id]:
            if finding.code in TO_SETTLE:
                _refuse_open(quote, finding)
    _check_totals_asked(session, lot, quotes)


def what_waits(session: Session, lot: Lot) -> Text | None:
    """The same for a page: the sentence, or None when the lot can be decided."""
    try:
        check_nothing_waits(session, lot)
    except Refused as refused:
        return refused.text
    return None


def _refuse_open(quote: Quote, finding: Finding) -> None:
    if finding.line is None:
        raise Refused(
            "check.quote_open",
            "%(firm)s: %(finding)s Judge this first: accept it with a reason, or set the quote aside.",
            firm=quote.organisation.name,
            finding=finding.text,
        )
    raise Refused(
        "check.finding_open",
        "%(firm)s, post %(post)s: there is something to decide first. Correct it, fill it in, ask about the price or set the quote aside.",
        firm=quote.organisation.name,
        post=finding.line,
    )


def _check_totals_asked(session: Session, lot: Lot, quotes: list[Quote]) -> None:
    names = opened.labels(quotes)
    prices = {names[key]: price.mixed for key, price in comparing.compared(session, lot).items()}
    found = comparing.total_check(session, lot, prices)
    if found.check is None or not found.mandatory:
        return
    asked = {
        row.quote_id for row in comparing.price_queries(session, lot.id) if row.number == WHOLE
    }
    for quote in quotes:
        if names[quote.id] in found.check.flagged and quote.id not in asked:
            raise Refused(
                "check.total_not_asked",
                "The total of %(firm)s is so low that an explanation must be asked. Ask for it first.",
                firm=names[quote.id],
            )
