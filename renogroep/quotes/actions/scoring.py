"""Who gives a quote its points on a quality criterion, and why?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.quotes.actions.seen import check_seen_or_new
from renogroep.quotes.models import Quote, Score
from renogroep.quotes.queries import deciding, opened
from renogroep.quotes.rules.events import Did
from renogroep.tenders.models import Criterion, Lot
from renogroep.tenders.rules.criteria import PRICE
from renogroep.tenders.rules.lifecycle import LotState

SCORED_IN = (LotState.OPENED, LotState.CHECKED)


@dataclass(frozen=True, slots=True)
class Given:
    """One row of the page of scores; ``seen`` is the version that stood there, 0 for none."""

    quote: Quote
    criterion: Criterion
    percent: int
    reason: str
    seen: int


def give_scores(session: Session, lot: Lot, rows: Sequence[Given], *, by: By) -> int:
    """All scores of one page or none; how many. Raises as ``give_score``."""
    locked(session, Lot, lot.id)
    for row in rows:
        give_score(
            session,
            row.quote,
            row.criterion,
            percent=row.percent,
            reason=row.reason,
            by=replace(by, seen=row.seen),
        )
    return len(rows)


def give_score(
    session: Session,
    quote: Quote,
    criterion: Criterion,
    *,
    percent: int,
    reason: str,
    by: By,
) -> Score:
    """0, 25, 50, 75 or 100 per cent of the weight, with the evidence; a later score replaces it.

    raises   Refused for another value (scores between the steps hide criteria that were never
             announced), without a reason, for the price, or once there is a decision;
             StaleDataError when a colleague scored it otherwise since then.
    """
    lot = quote.request.lot
    locked(session, Lot, lot.id)
    locked(session, Quote, quote.id)
    _check(lot, quote, criterion, percent, reason)
    row = deciding.scores(session, [quote]).get((quote.id, criterion.id))
    if row is not None and (row.percent, row.reason) == (percent, reason):
        return row
    check_seen_or_new(row, by)
    if row is None:
        row = Score(
            municipality_id=quote.municipality_id, quote_id=quote.id, criterion_id=criterion.id
        )
        session.add(row)
    row.percent, row.reason = percent, reason
    row.assessor_id, row.at = by.person_id, clock.now()
    record(
        session,
        Did.SCORE_GIVEN,
        actor_id=by.actor_id,
        subject=row,
        quote_id=quote.id,
        criterion_id=criterion.id,
        percent=percent,
    )
    return row


def _check(lot: Lot, quote: Quote, criterion: Criterion, percent: int, reason: str) -> None:
    if lot.state not in SCORED_IN or quote.state not in opened.REGULAR:
        raise Refused(
            "score.closed", "This quote can no longer be scored. Reload the page to see what is."
        )
    if criterion.package_id != lot.package_id or criterion.code == PRICE:
        raise Refused(
            "score.price", "The price gets its points by the announced formula, not by hand."
        )
    if percent not in deciding.SCALE:
        raise Refused(
            "score.scale",
            "“%(percent)s” is not on the scale. Choose 0, 25, 50, 75 or 100.",
            percent=percent,
        )
    if not reason:
        raise Refused(
            "score.no_reason",
            "Write what in the quote of %(firm)s the score for “%(criterion)s” rests on.",
            firm=quote.organisation.name,
            criterion=criterion.title,
        )
