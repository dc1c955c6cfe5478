"""What is decided at the interest deadline: go on, give more time once, or stop?"""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.calendar import next_working_day
from renogroep.identity.actions.notices import notify
from renogroep.infra.acts import TICK, By
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.infra.holidays import belgian
from renogroep.infra.i18n import in_language
from renogroep.subscriptions import queries
from renogroep.subscriptions.actions.screening import screened_count
from renogroep.subscriptions.models import InterestDecision, Subscription
from renogroep.subscriptions.rules.events import Did
from renogroep.subscriptions.rules.lifecycle import (
    INTERESTS,
    LIVE,
    SCREENED,
    SubscriptionState,
)
from renogroep.subscriptions.rules.threshold import InterestOutcome, interest_outcome
from renogroep.subscriptions.words import in_words
from renogroep.tenders.actions.packages import extend_interest
from renogroep.tenders.models import Lot, Package
from renogroep.tenders.rules.lifecycle import LotState

MORE_TIME = timedelta(weeks=4)


def decide_interest(session: Session, lot: Lot, *, by: By = TICK) -> InterestDecision | None:
    """Decide about a lot whose interest deadline has passed, and give more time where it may.

    returns   the decision, which nobody has heard yet; None when there is nothing to decide (any
              more). A lot that fails is stopped by the process that asked.
    """
    locked(session, Package, lot.package_id)
    locked(session, Lot, lot.id)
    deadline = queries.deadline_to_settle(session, lot, clock.today())
    if deadline is None:
        return None
    screened = screened_count(session, lot)
    # Another lot may have moved the date of the package: that time is for this lot too.
    already_extended = lot.extended and lot.package.interest_deadline == deadline
    outcome = interest_outcome(screened, lot.min_to_quote, already_extended)
    new_deadline = _later(lot.package)
    if outcome == InterestOutcome.EXTEND and new_deadline is None:
        outcome = InterestOutcome.FAIL
    decision = InterestDecision(
        municipality_id=lot.municipality_id,
        lot_id=lot.id,
        deadline=deadline,
        outcome=outcome,
        screened=screened,
        needed=lot.min_to_quote,
        at=clock.now(),
    )
    session.add(decision)
    if outcome == InterestOutcome.EXTEND and new_deadline is not None:
        if lot.package.interest_deadline == deadline:
            extend_interest(session, lot.package, new_deadline, by)
        lot.extended = True
    record(
        session,
        Did.INTEREST_SETTLED,
        actor_id=by.actor_id,
        subject=lot,
        outcome=str(outcome),
        screened=screened,
        needed=lot.min_to_quote,
    )
    return decision


def tell_outcome(
    session: Session, households: Sequence[Subscription], decision: InterestDecision, lot: Lot
) -> None:
    """Households hear what was decided about a lot that they wanted."""
    for household in households:
        if _concerns(household, decision.outcome):
            _tell(session, household, lot, decision)


def _concerns(household: Subscription, outcome: InterestOutcome) -> bool:
    """A home that does not fit knows that already: only the end of the round is news there."""
    return outcome == InterestOutcome.FAIL or household.state != SubscriptionState.NOT_FIT


def _later(package: Package) -> date | None:
    """Four weeks more, but before the quotes come in; None when that leaves no day."""
    today = clock.today()
    later = next_working_day(today + MORE_TIME, belgian(today))
    quotes_by = package.first_quote_deadline
    if quotes_by is not None:
        later = min(later, clock.local(quotes_by).date() - timedelta(days=1))
    return later if later > today else None


def expire(session: Session, subscription: Subscription, *, by: By) -> None:
    """The round ends for a household. Raises Refused when it ended before."""
    locked(session, Subscription, subscription.id)
    INTERESTS.move(subscription, "expire")
    subscription.ended_at = clock.now()
    record(session, Did.SUBSCRIPTION_EXPIRED, actor_id=by.actor_id, subject=subscription)


def _tell(session: Session, household: Subscription, lot: Lot, decision: InterestDecision) -> None:
    person = household.person
    with in_language(person.language):
        title = in_words(lot, "title")
    notify(
        session,
        person,
        "subscriptions_settled",
        key=f"interest_{decision.outcome}-{lot.id}:{household.id}:{person.id}",
        subscription=household,
        fits=household.state in SCREENED,
        title=title,
        outcome=str(decision.outcome),
        screened=decision.screened,
        needed=decision.needed,
        until=lot.package.interest_deadline,
        quotes_by=lot.quote_deadline,
        package_failed=all(one.state == LotState.FAILED for one in lot.package.lots),
    )


def release_households(session: Session, package: Package, *, by: By) -> None:
    """The round ends for every household whose works all stopped."""
    for household in queries.subscriptions_of(session, package.id, LIVE):
        if all(link.lot.state == LotState.FAILED for link in household.lots):
            expire(session, household, by=by)
