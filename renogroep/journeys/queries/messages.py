"""What must still be said by phone, by letter, or once more by mail?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from renogroep.identity.models import Person
from renogroep.infra import outbox
from renogroep.infra.outbox import MessageState, OutboxMessage, Way
from renogroep.infra.scope import Reach, Scope, reaches
from renogroep.owners.queries import owners_in_scope
from renogroep.subscriptions.models import Subscription
from renogroep.tenders.models import Package


@reaches(OutboxMessage, Reach.STAFF)
def _messages_of_staff(scope: Scope) -> Sequence[ColumnElement[bool]]:
    """Messages for people of this municipality, or of the neighbourhoods that one works in."""
    ours = OutboxMessage.municipality_id == scope.municipality_id
    if scope.neighbourhood_ids is None:
        return (ours,)
    waiting = (  # nobody confirmed yet that it is theirs, so there is no case
        select(Subscription.person_id)
        .join(Package, Package.id == Subscription.package_id)
        .where(
            Subscription.case_id.is_(None), Package.neighbourhood_id.in_(scope.neighbourhood_ids)
        )
    )
    owners = owners_in_scope(scope.neighbourhood_ids)
    return ours, or_(OutboxMessage.person_id.in_(owners), OutboxMessage.person_id.in_(waiting))


def waiting(session: Session, scope: Scope, *ways: Way) -> Sequence[OutboxMessage]:
    """What this reader still has to say in one of these ways, the most urgent first."""
    return session.scalars(
        select(OutboxMessage)
        .where(
            *_messages_of_staff(scope),
            OutboxMessage.way.in_(ways),
            OutboxMessage.done_at.is_(None),
        )
        .order_by(OutboxMessage.way, OutboxMessage.due_on, OutboxMessage.id)
    ).all()


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """What machines still have to carry, and what they could not.

    since   when the first of what waits was written
    rows    the first MOST of all of it: what could not be delivered, then what waits longest
    """

    waiting: int
    since: datetime | None
    failed: int
    rows: Sequence[OutboxMessage]


MOST = 200  # on one page


def on_its_way(session: Session, scope: Scope) -> OnItsWay:
    """Mails and text messages for people of this reader that have not left."""
    ours = _messages_of_staff(scope)
    count, since = outbox.waits_since(session, *ours)
    stays = (
        *ours,
        OutboxMessage.channel.in_(outbox.CHANNELS),
        OutboxMessage.state != MessageState.SENT,
        OutboxMessage.done_at.is_(None),
    )
    waits = OutboxMessage.state == MessageState.WAITING
    rows = session.scalars(
        select(OutboxMessage)
        .where(*stays)
        .order_by(waits, OutboxMessage.waits_since, OutboxMessage.id)
        .limit(MOST)
    ).all()
    failed = session.scalar(select(func.count()).where(*stays, ~waits))
    return OnItsWay(count, since, failed or 0, rows)


def alarm(session: Session, scope: Scope) -> tuple[int, datetime | None]:
    """How many messages wait, and since when, once the first waits too long; else nothing."""
    count, since = outbox.waits_since(session, *_messages_of_staff(scope))
    return (count, since) if outbox.is_alarm(since) else (0, None)


def stuck(session: Session, scope: Scope) -> Sequence[OutboxMessage]:
    """What was refused or stopped: what a person may send again."""
    return session.scalars(
        select(OutboxMessage).where(*_stuck(scope)).order_by(OutboxMessage.id)
    ).all()


def count_stuck(session: Session, scope: Scope) -> int:
    """How many messages ``stuck`` gives."""
    return session.scalar(select(func.count(OutboxMessage.id)).where(*_stuck(scope))) or 0


def _stuck(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    return (
        *_messages_of_staff(scope),
        OutboxMessage.channel.in_(outbox.CHANNELS),
        OutboxMessage.state.in_((MessageState.REFUSED, MessageState.STOPPED)),
    )


def to_tell(session: Session, person_id: int) -> Sequence[OutboxMessage]:
    """What somebody must still be told on the phone, the most urgent first."""
    return session.scalars(
        select(OutboxMessage)
        .where(
            OutboxMessage.person_id == person_id,
            OutboxMessage.way == Way.CALL,
            OutboxMessage.done_at.is_(None),
        )
        .order_by(OutboxMessage.due_on, OutboxMessage.id)
    ).all()


def names_of(session: Session, messages: Collection[OutboxMessage]) -> dict[int | None, str]:
    """Person -> name, of everybody whom these messages are for."""
    keys = {row.person_id for row in messages if row.person_id}
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(keys)))
    return {row.id: row.name for row in rows}
