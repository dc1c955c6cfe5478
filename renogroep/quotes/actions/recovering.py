"""How does a quote that could not be read still take part, or is it given up?

The firm proves with its own price file that it is the same quote: SHA-256 of nonce and file is the
hash that the log has. Then two people open it, as all others; the minutes get an addendum.
"""

from typing import Any

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.names import cleaned
from renogroep.infra.acts import By, check_seen
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.infra.sealing import Unreadable, ring
from renogroep.quotes.actions.opening import opened_now, tell_opened
from renogroep.quotes.actions.sealed import bound_to, new_seal_id, parsed, seal_for, written
from renogroep.quotes.actions.spoiling import line_of
from renogroep.quotes.actions.telling import tell_firm
from renogroep.quotes.models import UnreadableQuote
from renogroep.quotes.queries import opened
from renogroep.quotes.queries.receipts import proved_hash
from renogroep.quotes.rules.events import Did
from renogroep.quotes.rules.lifecycle import QUOTES, QuoteState
from renogroep.quotes.rules.price_sheet import PriceSheet, receipt_hash
from renogroep.quotes.rules.receipts import check_proof, read_price_file
from renogroep.quotes.rules.typed import Typed
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import LotState

Content = tuple[PriceSheet, bytes, bytes]


def prove(session: Session, row: UnreadableQuote, content: bytes, *, by: By) -> UnreadableQuote:
    """Keep the firm's own price file, sealed, once it is proved. The same file twice is once.

    raises   Refused for another file, to the byte, or when this quote is settled already
    """
    _hold(session, row)
    nonce, file = read_price_file(content)
    check_proof(nonce, file, proved_hash(session, row.quote))
    if row.file is not None:
        return row
    _check_waits(row)
    row.file_seal_id = new_seal_id()
    row.file = seal_for(session, row.quote, row.file_seal_id, written(file, nonce, Typed()))
    row.sent_at, row.sent_by = clock.now(), by.actor_id
    record(
        session,
        Did.QUOTE_FILE_PROVED,
        actor_id=by.actor_id,
        subject=row.quote,
        request_id=row.quote.request_id,
        receipt_hash=receipt_hash(file, nonce),
    )
    return row


def recover(
    session: Session, row: UnreadableQuote, *, by: By, expects: int | None = None
) -> UnreadableQuote:
    """One person confirms; the second one, somebody else, opens the quote. Twice is once.

    expects   how many people had confirmed on the page that was used (0 or 1); None: any
    raises    Refused without a proved file, for the same person, when a colleague was first
    """
    _hold(session, row)
    if row.second_id == by.actor_id and row.second_id is not None:
        return row
    _check_waits(row)
    _check_person(row, by, expects)
    sheet, seal_id, sealed = readable(session, row)
    now = clock.now()
    if row.first_id is None:
        row.first_id, row.first_at = by.actor_id, now
        record(session, Did.QUOTE_RECOVERY_CONFIRMED, actor_id=by.actor_id, subject=row.quote)
        return row
    row.second_id, row.second_at = by.actor_id, now
    quote = row.quote
    if sealed is not quote.sealed:  # what did not open is kept with the row
        row.file, row.file_seal_id = quote.sealed, quote.seal_id
        quote.sealed, quote.seal_id = sealed, seal_id
    QUOTES.move(quote, "recover")
    line = opened_now(session, quote, sheet, now, Did.QUOTE_RECOVERED, by=by)
    _addendum(session, quote.request.lot, {**line, "kind": "recovered", "at": now.isoformat()})
    tell_opened(session, quote.request.lot, quote, by=by)
    return row


def give_up(session: Session, row: UnreadableQuote, *, reason: str, by: By) -> UnreadableQuote:
    """The quote is not opened any more. Twice is once.

    raises   Refused without a reason, up to and on the firm's last day, or once its file is proved
    """
    _hold(session, row)
    if row.given_up_at is not None:
        return row
    check_seen(row, by)
    _check_waits(row)
    reason = cleaned(reason)
    if not reason:
        raise Refused("recover.no_reason", "Write why this quote is given up; the firm reads it.")
    if row.file is not None:
        raise Refused(
            "recover.proved",
            "The firm proved its price file, so this quote can be opened. Two people do that on this page.",
        )
    if clock.today() <= row.until:
        raise Refused(
            "recover.too_early",
            "The firm has until %(day)s to prove its price file. After that day this quote can be given up.",
            day=row.until,
        )
    row.given_up_by, row.given_up_at, row.given_up_reason = by.actor_id, clock.now(), reason
    quote = row.quote
    QUOTES.move(quote, "give_up")
    record(session, Did.QUOTE_GIVEN_UP, actor_id=by.actor_id, subject=quote, reason=reason)
    at = row.given_up_at.isoformat()
    line = {**line_of(quote), "intact": False, "totals": [], "reason": row.reason}
    _addendum(session, quote.request.lot, {**line, "kind": "given_up", "at": at})
    tell_firm(
        session,
        quote.organisation,
        "quotes_given_up",
        key=f"quotes_given_up:{quote.id}",
        by=by,
        lot=quote.request.lot,
        package=quote.request.lot.package,
        quote=quote,
        reason=reason,
    )
    return row


def readable(session: Session, row: UnreadableQuote) -> tuple[PriceSheet, str | None, bytes | None]:
    """The sheet that can be opened now, and its payload: the file that was proved, else the quote's
    own once its key is back. Refused when neither is what the log says."""
    quote, logged = row.quote, proved_hash(session, row.quote)
    for seal_id, sealed in ((row.file_seal_id, row.file), (quote.seal_id, quote.sealed)):
        if sealed is None:
            continue
        try:
            sheet, nonce, content = parsed(ring().unseal(sealed, bound_to(quote, seal_id)))
        except Unreadable:
            continue
        if logged is not None and receipt_hash(content, nonce) == logged:
            return sheet, seal_id, sealed
    raise Refused(
        "recover.no_file",
        "There is nothing to open yet: the price file of the firm is not here. The firm sends it on its own page, or mails it to you.",
    )


def _hold(session: Session, row: UnreadableQuote) -> None:
    """The lot, as whoever opens or decides; then fresh values."""
    locked(session, Lot, row.quote.request.lot_id)
    session.refresh(row, with_for_update=True)
    session.refresh(row.quote)


def _check_waits(row: UnreadableQuote) -> None:
    """Raises Refused once the quote is settled or its lot has ended."""
    waits = row.quote.state == QuoteState.UNREADABLE
    if not waits or row.quote.request.lot.state != LotState.OPENED:
        raise Refused(
            "recover.not_now",
            "This quote is settled already, or its lot has ended. Reload the page to see what is.",
        )


def _check_person(row: UnreadableQuote, by: By, expects: int | None) -> None:
    if row.first_id is not None and row.first_id == by.actor_id:
        raise Refused(
            "opening.same_person",
            "You confirmed already. Somebody else must confirm as the second person.",
        )
    if expects is not None and expects != int(row.first_id is not None):
        raise Refused(
            "recover.somebody_was_first",
            "A colleague confirmed a moment ago. You can now confirm as the second person.",
        )


def _addendum(session: Session, lot: Lot, line: dict[str, Any]) -> None:
    """Behind the minutes, which stay as they were."""
    before = opened.latest_opening(session, lot.id)
    if before is not None:
        before.addenda = [*before.addenda, line]
