"""Works do not go ahead: what ends, and who hears it on the same day?"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from renogroep.base.errors import Refused
from renogroep.base.names import cleaned
from renogroep.identity.actions.notices import notify
from renogroep.infra.acts import TICK, By, check_seen
from renogroep.infra.audit import record
from renogroep.journeys.actions.holding import hold_package
from renogroep.orders.actions.stopping import stop_orders
from renogroep.orders.rules.events import Did as OrderDid
from renogroep.quotes.actions.opening import FAILS_ELSEWHERE, leave_drafts, note_stop
from renogroep.quotes.actions.telling import tell_firm
from renogroep.quotes.models import Quote
from renogroep.quotes.queries import opened
from renogroep.quotes.queries.invitations import firms_asked
from renogroep.quotes.rules.events import Did as QuoteDid
from renogroep.subscriptions.actions import threshold
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.queries import subscriptions_of
from renogroep.subscriptions.rules.lifecycle import LIVE
from renogroep.subscriptions.rules.threshold import InterestOutcome
from renogroep.tenders.actions.lots import move_lot
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import LotState


def stop_lot(
    session: Session, lot: Lot, *, reason: str, before_orders: bool = False, by: By
) -> None:
    """A lot does not go ahead; households and firms hear why. Twice is once.

    before_orders   only while nobody orders: ``lot.orders_first`` afterwards
    The package closes with its last lot. Raises Refused without a reason, while an order binds, or
    when works are going on.
    """
    hold_package(session, lot.package_id)
    if lot.state == LotState.FAILED:
        return
    check_seen(lot, by)
    if before_orders and lot.state in FAILS_ELSEWHERE:
        raise Refused(
            "lot.orders_first",
            "Households order at “%(lot)s” already, so it cannot be stopped here. End the orders first, on the page of the orders.",
            lot=lot.title,
        )
    reason = cleaned(reason)
    if not reason:
        raise Refused("lot.no_reason", "Say why this lot stops. Everybody involved reads it.")
    households = subscriptions_of(session, lot.package_id, LIVE, lot.id)
    quotes = opened.quotes_of_lot(session, lot.id, [*opened.READABLE, *opened.SEALED])
    ordering = lot.state == LotState.ORDERING
    _end(session, lot, by)
    note_stop(session, lot, reason)
    did = OrderDid.LOT_STOPPED if ordering else QuoteDid.LOT_FAILED
    record(session, did, actor_id=by.actor_id, subject=lot, reason=reason)
    _tell(session, lot, households, quotes, reason, by)


def settle_interest(session: Session, lot: Lot, *, by: By = TICK) -> InterestOutcome | None:
    """Decide about a lot whose interest deadline has passed, and tell everybody whom it concerns.

    returns   the outcome; None when there is nothing to decide (any more), so a second run of the
              job does nothing.
    """
    hold_package(session, lot.package_id)
    decision = threshold.decide_interest(session, lot, by=by)
    if decision is None:
        return None
    households = subscriptions_of(session, lot.package_id, LIVE, lot.id)
    if decision.outcome == InterestOutcome.FAIL:
        _end(session, lot, by)
    threshold.tell_outcome(session, households, decision, lot)
    return decision.outcome


def _end(session: Session, lot: Lot, by: By) -> None:
    """Rounds and prices fall, the lot fails, and who wanted nothing else is released."""
    stop_orders(session, [lot], by=by)
    move_lot(session, lot, "fail", by=by)
    leave_drafts(session, lot, by=by)
    threshold.release_households(session, lot.package, by=by)


def _tell(
    session: Session,
    lot: Lot,
    households: Sequence[Subscription],
    quotes: Sequence[Quote],
    reason: str,
    by: By,
) -> None:
    """Firms that were asked or that quoted, and households that wanted these works."""
    key = f"quotes_failed:{lot.id}"
    facts: dict[str, Any] = {"lot": lot, "package": lot.package, "reason": reason}
    firms = {firm.id: firm for firm in firms_asked(session, [lot.id])}
    for firm in (firms | {quote.organisation_id: quote.organisation for quote in quotes}).values():
        tell_firm(session, firm, "quotes_failed", key=key, by=by, **facts)
    for person in {row.person_id: row.person for row in households}.values():
        notify(session, person, "quotes_failed", key=f"{key}:{person.id}", by=by, **facts)
