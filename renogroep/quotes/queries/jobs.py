"""Which jobs may this firm price, and how far is its own quote?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from renogroep.groups.models import Request, RequestHome
from renogroep.neighbourhoods.models import Address, Street
from renogroep.owners.models import Dwelling
from renogroep.quotes.models import Invitation, Quote
from renogroep.quotes.rules.deadline import in_time
from renogroep.quotes.rules.lifecycle import QuoteState
from renogroep.subscriptions.models import Subscription
from renogroep.tenders.models import Lot, Package
from renogroep.tenders.rules.lifecycle import LotState, PackageState

DRAFT, SUBMITTED = "draft", "submitted"  # the two slots
_GONE = (QuoteState.REPLACED, QuoteState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Job:
    """A request with the firm's own quotes on it; prices stay sealed in them."""

    request: Request
    firm_id: int
    draft: Quote | None
    submitted: Quote | None
    earlier: tuple[Quote, ...]  # replaced and withdrawn, latest first

    @property
    def stopped(self) -> bool:
        """The lot or its whole package does not go ahead."""
        lot = self.request.lot
        return lot.state == LotState.FAILED or lot.package.state == PackageState.CANCELLED

    @property
    def start_from(self) -> Quote | None:
        """What a new draft begins with: the draft itself, else the last quote that was made."""
        return self.draft or self.submitted or next(iter(self.earlier), None)


def jobs_of(session: Session, firm_id: int | None, now: datetime) -> list[Job]:
    """Every job that the firm was invited for: open ones by deadline, then the past, latest first."""
    if firm_id is None:
        return []
    requests = session.scalars(_requests(firm_id)).unique().all()
    quotes = _own_quotes(session, firm_id, [request.id for request in requests])
    jobs = [_job(request, firm_id, quotes) for request in requests]
    coming = [job for job in jobs if in_time(now, job.request.deadline)]
    past = [job for job in jobs if not in_time(now, job.request.deadline)]
    return [
        *sorted(coming, key=lambda job: (job.request.deadline, job.request.id)),
        *sorted(past, key=lambda job: (job.request.deadline, job.request.id), reverse=True),
    ]


def job_of(session: Session, request: Request, firm_id: int) -> Job:
    """A request with what this firm made for it."""
    return _job(request, firm_id, _own_quotes(session, firm_id, [request.id]))


def own_quote(session: Session, request_id: int, firm_id: int, slot: str) -> Quote | None:
    """The firm's draft or submitted quote that counts now, also when it was read before a lock."""
    return session.scalar(
        select(Quote)
        .where(
            Quote.request_id == request_id,
            Quote.organisation_id == firm_id,
            Quote.slot == slot,
            Quote.state.not_in(_GONE),
        )
        .execution_options(populate_existing=True)
    )


def last_withdrawn(session: Session, request_id: int, firm_id: int) -> Quote | None:
    """The quote that the firm took back last, when nothing was handed in after it."""
    last = session.scalar(
        select(Quote)
        .where(
            Quote.request_id == request_id,
            Quote.organisation_id == firm_id,
            Quote.slot == SUBMITTED,
        )
        .order_by(Quote.id.desc())
        .limit(1)
    )
    return last if last is not None and last.state == QuoteState.WITHDRAWN else None


def is_invited(session: Session, request: Request, firm_id: int) -> bool:
    """May this firm price this request?"""
    return (
        session.scalar(
            select(Invitation.id).where(
                Invitation.lot_id == request.lot_id, Invitation.organisation_id == firm_id
            )
        )
        is not None
    )


def streets_of(session: Session, request: Request) -> list[tuple[str, int]]:
    """Street -> number of homes in a group request, by name; no house numbers, no people."""
    names = session.execute(
        select(Street.name, Street.sort_key)
        .join(Address, Address.street_id == Street.id)
        .join(Dwelling, Dwelling.address_id == Address.id)
        .join(Subscription, Subscription.dwelling_id == Dwelling.id)
        .join(RequestHome, RequestHome.subscription_id == Subscription.id)
        .where(RequestHome.request_id == request.id)
        .order_by(Street.sort_key)
    )
    return list(Counter(name for name, _ in names).items())


def _requests(firm_id: int) -> Select[Request]:
    return (
        select(Request)
        .join(Invitation, Invitation.lot_id == Request.lot_id)
        .where(Invitation.organisation_id == firm_id)
        .options(joinedload(Request.lot).joinedload(Lot.package).joinedload(Package.neighbourhood))
    )


def _own_quotes(session: Session, firm_id: int, request_ids: Sequence[int]) -> Sequence[Quote]:
    return session.scalars(
        select(Quote)
        .where(Quote.organisation_id == firm_id, Quote.request_id.in_(request_ids))
        .order_by(Quote.id.desc())
    ).all()


def _job(request: Request, firm_id: int, quotes: Sequence[Quote]) -> Job:
    mine = [quote for quote in quotes if quote.request_id == request.id]
    counting = [quote for quote in mine if quote.state not in _GONE]
    return Job(
        request=request,
        firm_id=firm_id,
        draft=next((quote for quote in counting if quote.slot == DRAFT), None),
        submitted=next((quote for quote in counting if quote.slot == SUBMITTED), None),
        earlier=tuple(quote for quote in mine if quote.state in _GONE),
    )
