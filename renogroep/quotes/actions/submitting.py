"""How does a draft become the one quote of a firm, and how is it taken back?

A lock on the row of the request puts everybody who quotes on it in line; the unique index on
(request, firm, slot) is the last judge.
"""

import hashlib
import secrets
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.groups.models import Request
from renogroep.identity import queries as identity
from renogroep.identity.actions.notices import notify
from renogroep.identity.queries.municipalities import host_of_municipality
from renogroep.infra.acts import By, check_seen
from renogroep.infra.audit import record
from renogroep.infra.pages import external_url
from renogroep.quotes.actions.drafting import checked, locked_request, refuse_other_revision
from renogroep.quotes.actions.sealed import new_nonce, seal_payload, typed_of
from renogroep.quotes.models import Quote
from renogroep.quotes.queries.frozen import lines_of
from renogroep.quotes.queries.jobs import DRAFT, SUBMITTED, last_withdrawn, own_quote
from renogroep.quotes.queries.totals import over_maximum
from renogroep.quotes.rules.events import Did
from renogroep.quotes.rules.home_price import counted
from renogroep.quotes.rules.lifecycle import QUOTES
from renogroep.quotes.rules.price_sheet import PriceSheet, canonical, receipt_hash
from renogroep.quotes.rules.typed import Typed
from renogroep.subscriptions.rules.reference import ALPHABET


def submit(
    session: Session,
    request_id: int,
    firm_id: int,
    *,
    submission_key: str,
    knows_over: bool = False,
    by: By,
) -> Quote:
    """Hand in the draft. The quote that was there before is replaced; the last one counts.

    submission_key   made with the form: the same form sent twice gives the same quote
    knows_over       the firm ticked that its price is above the announced highest value
    raises           Refused: too late, nothing to hand in, not complete, another revision, or above
                     the highest value without that tick;
                     StaleDataError when the draft was changed after the page was made.
    """
    key = _key(submission_key, request_id, firm_id)
    again = session.scalar(select(Quote).where(Quote.submission_key == key))
    if again is None:
        request = locked_request(session, request_id, firm_id)
        again = session.scalar(select(Quote).where(Quote.submission_key == key))
    if again is not None:
        return again
    draft, sheet, typed = _complete(session, request, firm_id, by)
    _check_maximum(session, request, sheet, knows_over)
    former = own_quote(session, request_id, firm_id, SUBMITTED)
    if former is not None:
        _replace(session, former, by)
    quote = _handed_in(session, request, draft, sheet, typed, by)
    quote.submission_key = key
    session.add(quote)
    session.execute(delete(Quote).where(Quote.id == draft.id))
    replaces = former.id if former else None
    _record(
        session, Did.QUOTE_SUBMITTED, quote, by, receipt_hash=quote.receipt_hash, replaces=replaces
    )
    _tell(session, quote, request, "quotes_submitted")
    return quote


def _check_maximum(session: Session, request: Request, sheet: PriceSheet, knows: bool) -> None:
    """Raises Refused for a price above the announced value that the firm did not tick.

    Nothing of it is recorded: until the opening that would say something about a sealed price.
    """
    over = over_maximum(session, request, counted(sheet, lines_of(request)))
    if over is not None and not knows:
        raise over


def _complete(
    session: Session, request: Request, firm_id: int, by: By
) -> tuple[Quote, PriceSheet, Typed]:
    """The draft as a whole quote. Refused when there is none, it is stale or not complete."""
    draft = own_quote(session, request.id, firm_id, DRAFT)
    if draft is None:
        raise Refused(
            "quote.no_draft",
            "There is no draft to hand in. Fill in your prices first, or look at your receipt.",
        )
    check_seen(draft, by)
    refuse_other_revision(request, draft.request_revision)
    typed = typed_of(draft)
    sheet, problems = checked(request, typed)
    if sheet is None:
        raise Refused(
            "quote.incomplete",
            "Your quote is not complete: %(count)s things must be filled in or repaired first.",
            count=len(problems),
        )
    return draft, sheet, typed


def _handed_in(
    session: Session, request: Request, draft: Quote, sheet: PriceSheet, typed: Typed, by: By
) -> Quote:
    """A sealed quote with its receipt, made from a complete draft."""
    nonce = new_nonce()
    quote = Quote(
        municipality_id=request.municipality_id,
        request_id=request.id,
        organisation_id=draft.organisation_id,
        slot=SUBMITTED,
        state=QUOTES.after(draft.state, "submit"),
        request_revision=draft.request_revision,
        saved_at=clock.now(),
        saved_by=by.actor_id,
        source=draft.source,
        receipt=_receipt_code(),
        receipt_hash=receipt_hash(canonical(sheet), nonce),
        submitted_at=clock.now(),
        submitted_by=by.actor_id,
    )
    seal_payload(session, quote, sheet, nonce=nonce, typed=typed)
    return quote


def withdraw(session: Session, request_id: int, firm_id: int, *, by: By) -> Quote:
    """Take the submitted quote back, until the deadline. It stays sealed and is never opened.

    raises   Refused: too late, nothing handed in; StaleDataError for an older page.
    """
    request = locked_request(session, request_id, firm_id)
    quote = own_quote(session, request_id, firm_id, SUBMITTED)
    if quote is None and (gone := last_withdrawn(session, request_id, firm_id)) is not None:
        return gone
    if quote is None:
        raise Refused("quote.none_submitted", "No quote of your firm is handed in for this job.")
    check_seen(quote, by)
    QUOTES.move(quote, "withdraw")
    quote.saved_at, quote.saved_by = clock.now(), by.person_id
    _record(session, Did.QUOTE_WITHDRAWN, quote, by)
    _tell(session, quote, request, "quotes_withdrawn")
    return quote


def _replace(session: Session, former: Quote, by: By) -> None:
    QUOTES.move(former, "replace")
    former.saved_at, former.saved_by = clock.now(), by.person_id
    _record(session, Did.QUOTE_REPLACED, former, by)


def _record(session: Session, did: Did, quote: Quote, by: By, **facts: Any) -> None:
    record(
        session,
        did,
        actor_id=by.actor_id,
        subject=quote,
        organisation_id=quote.organisation_id,
        request_id=quote.request_id,
        receipt=quote.receipt,
        **facts,
    )


def _key(submission_key: str, request_id: int, firm_id: int) -> str:
    """The form's key, bound to this firm and request: nobody meets another firm's quote by it."""
    return hashlib.sha256(f"{request_id}:{firm_id}:{submission_key}".encode()).hexdigest()


def _receipt_code() -> str:
    """A code to read aloud, like "O-7K4M-2PRX"."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"O-{signs[:4]}-{signs[4:]}"


def _tell(session: Session, quote: Quote, request: Request, notice: str) -> None:
    """To everybody of the firm; the mail knows the receipt and its hash, and no price."""
    for person in identity.members_of(session, quote.organisation_id):
        notify(
            session,
            person,
            notice,
            key=f"{notice.replace('_', '.')}:{quote.id}:{person.id}",
            link=None,
            reference=request.reference,
            lot=request.lot,
            receipt=quote.receipt,
            receipt_hash=quote.receipt_hash,
            submitted_at=quote.submitted_at,
            changed_at=quote.saved_at,
            deadline=request.deadline,
            page=external_url(
                "quotes.receipt",
                host=host_of_municipality(session, person.municipality_id),
                request_id=request.id,
            ),
        )
