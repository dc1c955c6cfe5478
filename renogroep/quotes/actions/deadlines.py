"""How do contractors get more time, and who hears it?"""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.groups.rules.deadline import check_ahead, check_before_orders, check_later
from renogroep.identity.actions.notices import notify
from renogroep.infra.acts import By, check_seen
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.quotes.actions.opening import hold, wanting
from renogroep.quotes.actions.seen import from_before
from renogroep.quotes.actions.telling import tell_firm
from renogroep.quotes.models import Opening
from renogroep.quotes.queries import opened
from renogroep.quotes.queries.invitations import invitations
from renogroep.quotes.rules.deadline import in_time
from renogroep.quotes.rules.events import Did
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import LotState


def give_more_time(session: Session, lot: Lot, *, deadline: datetime, reason: str, by: By) -> None:
    """A later deadline: while contractors still quote, or after an opening without quotes.

    Every invited firm and every household that waits hears it, each time again. Sealed quotes stay
    as they are and count; their firms may replace them until the new deadline.
    raises   Refused for a moment that is not later or lies after the orders, without a reason, or when quotes wait to be
             opened: who was in time must not be overtaken by who was late.
    """
    locked(session, Lot, lot.id)
    requests = hold(session, lot)
    before = opened.latest_opening(session, lot.id)
    former = lot.quote_deadline if requests else None
    if former == deadline and from_before(lot, by):
        return
    check_seen(lot, by)
    if lot.state != LotState.QUOTING or former is None or not _may_move(former, before):
        raise Refused(
            "deadline.not_now",
            "A new deadline is possible until the deadline, or after an opening without quotes. Reload the page to see what is.",
        )
    if not reason:
        raise Refused("deadline.no_reason", "Write the reason. The contractors read it.")
    check_ahead(deadline, clock.now())
    check_later(deadline, former)
    package = lot.package
    check_before_orders(clock.local(deadline), package.order_deadline, package.freeze_on)
    empty = not in_time(clock.now(), former)
    if empty and before is not None:
        before.note = reason
    lot.quote_deadline = deadline
    record(
        session,
        Did.QUOTES_ASKED_AGAIN if empty else Did.QUOTES_DEADLINE_MOVED,
        actor_id=by.actor_id,
        subject=lot,
        before=former.isoformat(),
        deadline=deadline.isoformat(),
        reason=reason,
    )
    _tell(session, lot, deadline, reason, empty, by)


def may_move(session: Session, lot: Lot) -> bool:
    """May the lead set a new deadline now? For the page."""
    former = lot.quote_deadline
    return (
        lot.state == LotState.QUOTING
        and former is not None
        and _may_move(former, opened.latest_opening(session, lot.id))
    )


def _may_move(former: datetime, before: Opening | None) -> bool:
    if in_time(clock.now(), former):
        return True
    return before is not None and before.second_at is not None and before.second_at >= former


def _tell(session: Session, lot: Lot, deadline: datetime, reason: str, empty: bool, by: By) -> None:
    key = f"quotes_new_deadline:{lot.id}:{deadline:%Y%m%d%H%M}"
    facts: dict[str, Any] = {"lot": lot, "package": lot.package, "deadline": deadline}
    for row in invitations(session, lot.id):
        tell_firm(
            session,
            row.organisation,
            "quotes_new_deadline",
            key=key,
            by=by,
            reason=reason,
            empty=empty,
            **facts,
        )
    for home in wanting(session, lot):
        notify(
            session,
            home.person,
            "quotes_later",
            key=f"quotes_later:{lot.id}:{deadline:%Y%m%d%H%M}:{home.id}",
            by=by,
            subscription=home,
            **facts,
        )
