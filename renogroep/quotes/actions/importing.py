"""How does a bill that was opened elsewhere come in?"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.groups.models import Request
from renogroep.identity.models import Organisation
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.quotes.actions.opening import write_sheet
from renogroep.quotes.models import Quote
from renogroep.quotes.rules.events import Did
from renogroep.quotes.rules.lifecycle import QUOTES, QuoteState
from renogroep.quotes.rules.price_sheet import PriceSheet
from renogroep.quotes.rules.regularity import last_bound_day
from renogroep.tenders.actions import move_lot
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import LotState


def import_bill(
    session: Session, request: Request, firm: Organisation, sheet: PriceSheet, *, by: By
) -> Quote:
    """The opened quote of a firm, from the bill that it filled in elsewhere.

    Only where quotes are opened elsewhere; the first bill opens the lot. Raises Refused before the
    deadline, where quotes are sealed here, once the checks are done, or when this firm's quote is
    here already.
    """
    lot = request.lot
    locked(session, Lot, lot.id)
    locked(session, Request, request.id)
    _check_moment(lot, request)
    _check_firm(session, request, firm)
    now = clock.now()
    quote = Quote(
        municipality_id=request.municipality_id,
        request_id=request.id,
        organisation_id=firm.id,
        slot="submitted",
        state=QUOTES.after(QuoteState.DRAFT, "import"),
        request_revision=request.revision,
        saved_at=now,
        saved_by=by.actor_id,
        source="imported",
    )
    session.add(quote)
    session.flush()
    write_sheet(session, quote, sheet, opened_at=now)
    quote.valid_until = last_bound_day(sheet.terms, clock.local(request.deadline).date())
    if request.opened_at is None:
        request.opened_at = now
    if lot.state == LotState.QUOTING:
        move_lot(session, lot, "open", by=by, imported=True)
    record(
        session,
        Did.QUOTE_IMPORTED,
        actor_id=by.actor_id,
        subject=quote,
        request_id=request.id,
        organisation_id=firm.id,
    )
    return quote


def _check_moment(lot: Lot, request: Request) -> None:
    if clock.now() < request.deadline:
        raise Refused(
            "import.too_early",
            "Bills can come in from %(deadline)s on, when the deadline is over.",
            deadline=request.deadline,
        )
    if lot.package.own_submission:
        raise Refused(
            "import.sealed",
            "The quotes for “%(lot)s” are handed in and opened here, sealed until then. A bill from elsewhere cannot join them.",
            lot=lot.title,
        )
    if lot.state not in (LotState.QUOTING, LotState.OPENED):
        raise Refused(
            "import.too_late",
            "The quotes of “%(lot)s” are already checked or chosen, so no bill can be added.",
            lot=lot.title,
        )


def _check_firm(session: Session, request: Request, firm: Organisation) -> None:
    known = session.scalar(
        select(Quote.id).where(
            Quote.request_id == request.id,
            Quote.organisation_id == firm.id,
            Quote.slot == "submitted",
            Quote.state.not_in([QuoteState.REPLACED, QuoteState.WITHDRAWN]),
        )
    )
    if known is not None:
        raise Refused(
            "import.known",
            "%(firm)s has a quote for this request already. A firm makes one quote.",
            firm=firm.name,
        )
