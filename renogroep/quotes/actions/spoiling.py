"""What happens to a quote that cannot be read at the opening, while the others open?"""

from typing import Any

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.calendar import add_working_days
from renogroep.base.errors import Refused
from renogroep.financing.queries import periods_on
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.holidays import belgian
from renogroep.infra.pages import external_url
from renogroep.quotes.actions.telling import tell_firm
from renogroep.quotes.models import Quote, UnreadableQuote
from renogroep.quotes.queries import opened
from renogroep.quotes.rules.events import Did
from renogroep.quotes.rules.lifecycle import QUOTES, QuoteState
from renogroep.quotes.rules.receipts import Spoiled, in_words
from renogroep.tenders.models import Lot

PERIOD = "recover_quote"


def spoil(session: Session, quote: Quote, reason: Spoiled, *, by: By) -> dict[str, Any]:
    """This quote alone is unreadable; its firm hears it now. Gives its line of the minutes."""
    QUOTES.move(quote, "spoil")
    today = clock.today()
    periods, version_id = periods_on(session, quote.municipality_id, today)
    row = UnreadableQuote(
        municipality_id=quote.municipality_id,
        quote_id=quote.id,
        reason=reason,
        spoiled_at=clock.now(),
        until=add_working_days(today, periods.days(PERIOD), belgian(today)),
        periods_version_id=version_id,
        given_up_reason="",
    )
    session.add(row)
    session.flush()
    record(
        session,
        Did.QUOTE_SPOILED,
        actor_id=by.actor_id,
        subject=quote,
        request_id=quote.request_id,
        receipt_hash=quote.receipt_hash,
        reason=str(reason),
    )
    tell_firm(
        session,
        quote.organisation,
        "quotes_unreadable",
        key=f"quotes_unreadable:{quote.id}",
        by=by,
        lot=quote.request.lot,
        package=quote.request.lot.package,
        quote=quote,
        reason=in_words(reason),
        until=row.until,
        page=external_url("quotes.own_file", request_id=quote.request_id),
    )
    return {**line_of(quote), "intact": False, "totals": [], "reason": str(reason)}


def line_of(quote: Quote) -> dict[str, Any]:
    """What the minutes say of every quote, read or not."""
    return {
        "quote_id": quote.id,
        "request": quote.request.reference,
        "firm": quote.organisation.name,
        "company_number": quote.organisation.company_number,
        "receipt": quote.receipt,
        "hash": quote.receipt_hash,
        "submitted_at": quote.submitted_at.isoformat() if quote.submitted_at else None,
    }


def refuse_unreadable(session: Session, lot: Lot) -> None:
    """Raises Refused while a quote is unreadable: ranking, award and choice wait for it."""
    waiting = opened.quotes_of_lot(session, lot.id, [QuoteState.UNREADABLE])
    if waiting:
        raise Refused(
            "quotes.unreadable",
            "The quote of %(firm)s could not be read at the opening. First let the firm prove its own price file, or give that quote up after its last day.",
            firm=waiting[0].organisation.name,
        )
