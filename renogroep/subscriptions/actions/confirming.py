"""Somebody says that an interest is theirs, or nobody does: what follows?"""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.names import cleaned
from renogroep.base.text import N_, Text
from renogroep.identity.actions.notices import mark_called
from renogroep.infra.acts import TICK, By, check_seen
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.infra.holidays import belgian
from renogroep.infra.outbox import OutboxMessage, Way
from renogroep.neighbourhoods.models import Address
from renogroep.owners.actions.intake import leave_task, open_case
from renogroep.owners.models import Task
from renogroep.owners.rules.cases import TaskState, first_call_due
from renogroep.subscriptions import queries
from renogroep.subscriptions.actions import asking
from renogroep.subscriptions.actions.codes import end_codes
from renogroep.subscriptions.actions.taking_part import take_part
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.events import Did
from renogroep.subscriptions.rules.guards import InterestNow, SubscriptionAct, why_not, wrong_state
from renogroep.subscriptions.rules.lifecycle import INTERESTS
from renogroep.subscriptions.rules.lifecycle import SubscriptionState as State
from renogroep.subscriptions.rules.questions import OWNER_KINDS, chosen
from renogroep.tenders.models import Package
from renogroep.tenders.rules.lifecycle import DONE, PackageState

ANOTHER = N_(
    "Somebody else wants to take part with this home too: %(name)s, %(reference)s. Call both and look who lives there."
)
MAX_REASON = 300


def confirm_interest(session: Session, row: Subscription, *, by: By) -> bool:
    """Whoever the interest is about says so: the household takes part from now on. Twice is once.

    by       through which channel they said it
    returns  False when another household holds this home: the desk gets one task to look at it
    Raises Refused ``subscription.confirm_late`` after the last day, ``subscription.confirm_over``
    when the works do not go on, ``subscription.wrong_state`` when there is nothing to confirm.
    """
    _hold(session, row)
    if row.confirmed_at is not None:
        return True
    check_seen(row, by)
    wrong = why_not(SubscriptionAct.CONFIRM, _now(row))
    if wrong is not None:
        raise wrong
    other = queries.live_at(session, row.package_id, row.dwelling.address_id)
    if other is not None:
        _ask_the_desk(session, row, other)
        return False
    row.confirmed_at = clock.now()
    kinds = [OWNER_KINDS[code] for code in chosen(row.answers, "owner_kind")]
    row.case = open_case(
        session,
        dwelling=row.dwelling,
        person=row.person,
        owner_kind=kinds[0],
        by=by.through(row.channel),
    )
    record(
        session,
        Did.SUBSCRIPTION_CONFIRMED,
        actor_id=by.actor_id,
        subject=row,
        channel=by.channel,
    )
    take_part(session, row, by=by)
    _nothing_waits(session, row, by)
    return True


def _hold(session: Session, row: Subscription) -> None:
    """Of two who confirm one home at the same moment the second waits here."""
    locked(session, Package, row.package_id)
    locked(session, Address, row.dwelling.address_id)
    locked(session, Subscription, row.id)


def _now(row: Subscription) -> InterestNow:
    goes_on = row.package.state == PackageState.PUBLISHED and any(
        link.lot.state not in DONE for link in row.lots
    )
    return InterestNow(
        state=row.state,
        goes_on=goes_on,
        confirm_by=row.confirm_by,
        confirmed=row.confirmed_at is not None,
        today=clock.today(),
    )


def _ask_the_desk(session: Session, row: Subscription, other: Subscription) -> None:
    """One task on the case of who holds the home, as long as nobody looked at it."""
    tasks = session.scalars(
        select(Task).where(Task.case_id == other.case_id, Task.state == TaskState.OPEN)
    )
    if any(task.what["msgid"] == ANOTHER for task in tasks):
        return
    what = Text(ANOTHER, {"name": row.person.name, "reference": row.reference})
    today = clock.today()
    leave_task(session, other.case, what, due_on=first_call_due(today, belgian(today)), by=TICK)


def _nothing_waits(session: Session, row: Subscription, by: By) -> None:
    """Codes and the call that asked for it are done with."""
    end_codes(session, asking.CONFIRM, row.id)
    calls = session.scalars(
        select(OutboxMessage).where(
            OutboxMessage.key == f"confirm:{row.id}:{row.person_id}",
            OutboxMessage.way == Way.CALL,
            OutboxMessage.done_at.is_(None),
        )
    ).all()
    for call in calls:
        mark_called(session, call, by=by)


def remove_interests(
    session: Session, rows: Sequence[Subscription], *, reason: str, by: By
) -> None:
    """As ``remove_interest``, for several; Refused ``review.nothing`` for none."""
    if not rows:
        raise Refused("review.nothing", "Tick what you want to remove.")
    for row in rows:
        remove_interest(session, row, reason=reason, by=by)


def remove_interest(session: Session, row: Subscription, *, reason: str, by: By) -> None:
    """Staff take away what nobody confirmed, and say why; nobody hears it. Twice is once.

    Raises Refused ``review.no_reason`` without one, ``subscription.wrong_state`` when somebody
    confirmed it.
    """
    _hold(session, row)
    if row.case_id is None and row.state == State.WITHDRAWN:
        return
    check_seen(row, by)
    if not row.unconfirmed:
        raise wrong_state(_now(row))
    told = cleaned(reason)[:MAX_REASON]
    if not told:
        raise Refused("review.no_reason", "Say why you remove this. A colleague may ask later.")
    INTERESTS.move(row, "withdraw")
    row.ended_at = clock.now()
    record(session, Did.SUBSCRIPTION_REMOVED, actor_id=by.actor_id, subject=row, reason=told)
    _nothing_waits(session, row, by)


def end_unconfirmed(session: Session, today: date) -> int:
    """What nobody confirmed in time ends, and nobody hears it; gives how many."""
    due = queries.unconfirmed(session, Subscription.confirm_by < today)
    for row in due:
        _hold(session, row)
        if not row.unconfirmed:
            continue
        INTERESTS.move(row, "expire")
        row.ended_at = clock.now()
        record(session, Did.SUBSCRIPTION_EXPIRED, actor_id=None, subject=row)
        _nothing_waits(session, row, TICK)
    return len(due)


def remind_unconfirmed(session: Session, today: date) -> None:
    """Whoever got a message three days ago and did not answer gets one more."""
    before = clock.at_local(today - asking.REMIND_AFTER + timedelta(days=1))
    due = queries.unconfirmed(
        session,
        Subscription.asked_at < before,
        Subscription.reminded_at.is_(None),
        Subscription.confirm_by >= today,
    )
    for row in due:
        _hold(session, row)
        if why_not(SubscriptionAct.CONFIRM, _now(row)) is None:
            asking.remind(session, row)
