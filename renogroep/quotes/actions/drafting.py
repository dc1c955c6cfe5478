"""What does a firm keep while it is still working on its prices?"""

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.groups.models import Request
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.quotes.actions.sealed import seal_draft, typed_of
from renogroep.quotes.actions.seen import check_seen_or_new
from renogroep.quotes.models import Quote
from renogroep.quotes.queries.frozen import bands_of, lines_of, sheet_rules
from renogroep.quotes.queries.jobs import DRAFT, is_invited, own_quote
from renogroep.quotes.rules.deadline import in_time
from renogroep.quotes.rules.events import Did
from renogroep.quotes.rules.lifecycle import QuoteState
from renogroep.quotes.rules.price_sheet import PriceSheet
from renogroep.quotes.rules.sheet_reading import SheetProblem
from renogroep.quotes.rules.typed import Typed, sheet_from_typed
from renogroep.tenders.rules.lifecycle import LotState


def checked(request: Request, typed: Typed) -> tuple[PriceSheet | None, list[SheetProblem]]:
    """The price sheet that stands in these fields today, or what must still be repaired."""
    return sheet_from_typed(
        typed,
        lines_of(request),
        bands_of(request),
        today=clock.today(),
        rules=sheet_rules(request),
    )


def locked_request(session: Session, request_id: int, firm_id: int) -> Request:
    """The request, locked until the transaction ends: whoever quotes on it waits in line.

    The clock is read after the lock, so nobody gets in by waiting at the door.
    raises   Refused when the firm may not quote, or not any more.
    """
    request = locked(session, Request, request_id)
    if request is None or not is_invited(session, request, firm_id):
        raise Refused("job.not_yours", "This job is not open for your firm. Call us.")
    refuse_late(request)
    if request.opened_at is not None or request.lot.state != LotState.QUOTING:
        raise Refused("job.closed", "This lot takes no quotes any more.")
    if not request.lot.package.own_submission:
        raise Refused(
            "job.elsewhere",
            "Quotes for this package are handed in on the e-Procurement platform, not here.",
        )
    return request


def refuse_late(request: Request) -> None:
    """Raises Refused from one second after the deadline on."""
    now = clock.now()
    if not in_time(now, request.deadline):
        raise Refused(
            "quote.late",
            "The deadline was %(deadline)s, and it is %(now)s now. A quote can no longer be changed, handed in or withdrawn. Your draft stays readable here as “not submitted”.",
            deadline=request.deadline,
            now=now,
        )


def refuse_other_revision(request: Request, revision: int) -> None:
    """Raises Refused when the bill was changed after these prices were made."""
    if request.revision != revision:
        raise Refused(
            "quote.other_revision",
            "The bill was changed: this is version %(new)s, and your prices belong to version %(old)s. Look at each post again and save your prices.",
            old=revision,
            new=request.revision,
        )


def save_draft(
    session: Session,
    request_id: int,
    firm_id: int,
    typed: Typed,
    *,
    revision: int,
    source: str = "typed",
    by: By,
) -> Quote:
    """Keep what was typed, complete or not, sealed; there is one draft per firm and request.

    revision   of the bill that the form or the spreadsheet showed
    raises     Refused: too late, another revision; StaleDataError when a colleague was first.
    """
    request = locked_request(session, request_id, firm_id)
    refuse_other_revision(request, revision)
    draft = own_quote(session, request_id, firm_id, DRAFT)
    if draft is not None and _stands_so(draft, request, typed, source):
        return draft
    check_seen_or_new(draft, by)
    if draft is None:
        draft = Quote(
            municipality_id=request.municipality_id,
            request_id=request.id,
            organisation_id=firm_id,
            slot=DRAFT,
            state=QuoteState.DRAFT,
        )
        session.add(draft)
    seal_draft(session, draft, typed)
    draft.request_revision = request.revision
    draft.source = source
    draft.saved_at, draft.saved_by = clock.now(), by.person_id
    record(
        session,
        Did.QUOTE_DRAFT_SAVED,
        actor_id=by.actor_id,
        subject=draft,
        organisation_id=firm_id,
        request_id=request.id,
        source=source,
    )
    return draft


def _stands_so(draft: Quote, request: Request, typed: Typed, source: str) -> bool:
    """Is this draft what was typed, for the bill as it is now? A second click changes nothing."""
    kept = (draft.request_revision, draft.source, typed_of(draft))
    return kept == (request.revision, source, typed)
