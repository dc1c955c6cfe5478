"""What do the pages about a quote that could not be read show, and what is possible now?"""

from typing import Any

from flask_login import current_user
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.groups.models import Request
from renogroep.identity.models import Person
from renogroep.infra.access import May, may_in
from renogroep.quotes.actions.recovering import readable
from renogroep.quotes.models import UnreadableQuote
from renogroep.quotes.rules.lifecycle import QUOTES, QuoteState
from renogroep.quotes.rules.receipts import in_words


def own_file_page(asked: Request, row: UnreadableQuote) -> dict[str, Any]:
    """For the firm: why, until when, and whether its file is here."""
    return {
        "row": asked,
        "lot": asked.lot,
        "quote": row.quote,
        "reason": in_words(row.reason),
        "until": row.until,
        "proved": row.sent_at,
        "waits": row.quote.state == QuoteState.UNREADABLE,
        "state": QUOTES.label(row.quote.state),
    }


def unreadable_page(session: Session, row: UnreadableQuote) -> dict[str, Any]:
    """For the two people, and for the lead who may give it up."""
    lot = row.quote.request.lot
    waits = row.quote.state == QuoteState.UNREADABLE
    first = session.get(Person, row.first_id) if row.first_id else None
    return {
        "lot": lot,
        "package": lot.package,
        "row": row,
        "firm": row.quote.organisation.name,
        "reason": in_words(row.reason),
        "waits": waits,
        "state": QUOTES.label(row.quote.state),
        "can_open": waits and _can_open(session, row),
        "first": first,
        "confirmed_myself": row.first_id == current_user.id,
        "may_give_up": waits
        and may_in(May.QUOTES_AWARD, lot.package.neighbourhood_id)
        and row.file is None
        and clock.today() > row.until,
    }


def _can_open(session: Session, row: UnreadableQuote) -> bool:
    try:
        readable(session, row)
    except Refused:
        return False
    return True
