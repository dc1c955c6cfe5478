"""How does a message leave the house exactly when its business did happen?

A row is written in the business transaction. Delivery claims one row, sends outside the transaction
and marks it; a crash in between sends again: at least once, recognisable by key.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    Index,
    Select,
    String,
    Text,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from renogroep.base import clock
from renogroep.base.lifecycle import Lifecycle, Moves, Noun
from renogroep.base.retry import next_try
from renogroep.base.text import N_
from renogroep.infra.columns import enum
from renogroep.infra.db import Model, everywhere, locked, transaction
from renogroep.infra.tenant import acting_for

LOOK_AT = 20  # at a time, of what waits longest: others may have taken the first ones
LEASE = timedelta(minutes=2)
LONGEST_ERROR = 300
ALARM_AFTER = timedelta(hours=1)  # of the message that waits longest
_TOKENS = re.compile(r"/l/[A-Za-z0-9_-]{20,}")


class Way(StrEnum):
    """How a message reaches somebody."""

    MAIL = "mail"
    SMS = "sms"
    LETTER = "letter"
    CALL = "call"


CHANNELS = (Way.MAIL, Way.SMS)  # what a machine carries; letters and calls are people's work


class MessageState(StrEnum):
    """Where a message is on its way out."""

    WAITING = "waiting"
    SENT = "sent"  # also: printed, called
    REFUSED = "refused"  # whoever receives it said no, for good
    STOPPED = "stopped"  # tried for days
    USELESS = "useless"  # its link or its day ended while it waited


_FAILED = frozenset({MessageState.REFUSED, MessageState.STOPPED})
_WAITING = frozenset({MessageState.WAITING})
MOVES: Moves[MessageState] = {
    "send": (_WAITING, MessageState.SENT),
    "refuse": (_WAITING, MessageState.REFUSED),
    "stop": (_WAITING, MessageState.STOPPED),
    "expire": (_WAITING, MessageState.USELESS),
    "again": (_FAILED, MessageState.WAITING),
}
LIFECYCLE = Lifecycle(
    MessageState,
    MOVES,
    Noun(
        "message.wrong_state",
        N_("This message is “%(state)s” now. Look at the list again."),
        {
            MessageState.WAITING: N_("waiting"),
            MessageState.SENT: N_("sent"),
            MessageState.REFUSED: N_("refused"),
            MessageState.STOPPED: N_("stopped after many tries"),
            MessageState.USELESS: N_("too late"),
        },
    ),
)


class OutboxMessage(Model):
    """A mail or text message to send, a letter to print or a call to make."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        CheckConstraint("way IN ('mail', 'sms', 'letter', 'call')", name="known_way"),
        CheckConstraint(
            "state IN ('waiting', 'sent', 'refused', 'stopped', 'useless')", name="known_state"
        ),
        Index("ix_outbox_message_way", "way", "done_at"),
        Index("ix_outbox_message_waiting", "channel", "state", "next_try_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int]
    key: Mapped[str] = mapped_column(unique=True)  # "<event>:<subject>:<person>": never twice
    way: Mapped[str]
    channel: Mapped[str | None] = mapped_column(String(40))  # of CHANNELS; None: people carry it
    state: Mapped[MessageState] = enum(MessageState, default=MessageState.WAITING)
    person_id: Mapped[int | None] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(String(400))  # e-mail, postal address or phone number
    language: Mapped[str]
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    short: Mapped[str | None] = mapped_column(String(400))  # the words of a text message
    created_at: Mapped[datetime]
    waits_since: Mapped[datetime | None]  # put, or put back
    due_on: Mapped[datetime | None]  # for a call: before when
    next_try_at: Mapped[datetime | None]
    useless_after: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None] = mapped_column(index=True)
    done_by: Mapped[int | None]
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(String(LONGEST_ERROR))


@dataclass(frozen=True, slots=True)
class Parcel:
    """A claimed message as plain values, to send outside any transaction."""

    id: int
    municipality_id: int
    key: str
    address: str
    language: str
    subject: str
    body: str
    short: str
    created_at: datetime
    claimed_at: datetime


Refusal = Callable[[Session, OutboxMessage], object]


def put(session: Session, message: OutboxMessage) -> OutboxMessage:
    """Queue in the caller's transaction; the same key twice is one message."""
    already = session.scalar(select(OutboxMessage).where(OutboxMessage.key == message.key))
    if already is not None:
        return already
    message.created_at = message.waits_since = clock.now()
    if message.way in CHANNELS:
        message.channel, message.next_try_at = message.way, message.created_at
    session.add(message)
    session.flush()
    return message


def _due(channel: str, now: datetime) -> Sequence[ColumnElement[bool]]:
    """Waits, its time has come, it is still of use, and no worker has it."""
    return (
        OutboxMessage.channel == channel,
        OutboxMessage.state == MessageState.WAITING,
        OutboxMessage.next_try_at <= now,
        or_(OutboxMessage.useless_after.is_(None), OutboxMessage.useless_after > now),
        or_(OutboxMessage.claimed_at.is_(None), OutboxMessage.claimed_at < now - LEASE),
    )


def is_due(channel: str) -> bool:
    """Is there anything to send now?"""
    with everywhere() as across:
        found = across.scalar(select(OutboxMessage.id).where(*_due(channel, clock.now())).limit(1))
    return found is not None


def claim(channel: str) -> Parcel | None:
    """Take the message that waits longest for LEASE; two workers never hold the same row."""
    now = clock.now()
    with everywhere() as across:
        waiting = across.execute(
            select(OutboxMessage.id, OutboxMessage.municipality_id)
            .where(*_due(channel, now))
            .order_by(OutboxMessage.next_try_at, OutboxMessage.id)
            .limit(LOOK_AT)
        ).all()
    taken = (_take(channel, key, home, now) for key, home in waiting)
    return next((parcel for parcel in taken if parcel is not None), None)


def _take(channel: str, key: int, municipality_id: int, now: datetime) -> Parcel | None:
    """This message, unless another worker has it by now."""
    with acting_for(municipality_id), transaction() as current:
        row = current.scalar(
            select(OutboxMessage)
            .where(OutboxMessage.id == key, *_due(channel, now))
            .with_for_update(skip_locked=True)
        )
        if row is None:
            return None
        row.claimed_at, row.tries = now, row.tries + 1
        return Parcel(
            id=row.id,
            municipality_id=municipality_id,
            key=row.key,
            address=row.address,
            language=row.language,
            subject=row.subject,
            body=row.body,
            short=row.short or "",
            created_at=row.created_at,
            claimed_at=now,
        )


def expire(channel: str) -> int:
    """What is of no use any more leaves the queue unsent; gives how many."""
    too_late = (
        OutboxMessage.channel == channel,
        OutboxMessage.state == MessageState.WAITING,
        OutboxMessage.useless_after <= clock.now(),
    )
    with everywhere() as across:
        of = select(OutboxMessage.municipality_id).where(*too_late).distinct()
        homes = across.scalars(of.order_by(OutboxMessage.municipality_id)).all()
    return sum(_expire(home, select(OutboxMessage.id).where(*too_late)) for home in homes)


def _expire(municipality_id: int, too_late: Select[int]) -> int:
    with acting_for(municipality_id), transaction() as current:
        rows = [locked(current, OutboxMessage, key) for key in current.scalars(too_late).all()]
        late = [row for row in rows if row is not None and LIFECYCLE.may(row.state, "expire")]
        for row in late:
            LIFECYCLE.move(row, "expire")
        return len(late)


def was_sent(parcel: Parcel) -> None:
    """The other side took it. Whoever holds it now, it is sent."""
    with acting_for(parcel.municipality_id), transaction() as current:
        row = locked(current, OutboxMessage, parcel.id)
        if row is not None and row.state == MessageState.WAITING:
            row.last_error = None
            finish(row, None)


def was_refused(parcel: Parcel, error: str, refused: Refusal) -> None:
    """The other side said no for good; ``refused`` finds another way in the same transaction."""
    with acting_for(parcel.municipality_id), transaction() as current:
        row = _held(current, parcel)
        if row is not None:
            LIFECYCLE.move(row, "refuse")
            row.last_error, row.claimed_at = error[:LONGEST_ERROR], None
            refused(current, row)


def was_not_taken(parcel: Parcel, error: str) -> None:
    """Not now: later, or never again when it was tried for days."""
    with acting_for(parcel.municipality_id), transaction() as current:
        row = _held(current, parcel)
        if row is None:
            return
        row.last_error, row.claimed_at = error[:LONGEST_ERROR], None
        row.next_try_at = next_try(row.waits_since or row.created_at, row.tries, clock.now())
        if row.next_try_at is None:
            LIFECYCLE.move(row, "stop")


def give_back(parcel: Parcel) -> None:
    """It was not tried: the whole channel turned out to be away. The next probe is another one."""
    with acting_for(parcel.municipality_id), transaction() as current:
        row = _held(current, parcel)
        if row is not None:
            row.tries, row.claimed_at, row.next_try_at = row.tries - 1, None, clock.now()


def _held(current: Session, parcel: Parcel) -> OutboxMessage | None:
    """The row, unless it was erased, or its lease ended and another worker has it."""
    row = locked(current, OutboxMessage, parcel.id)
    mine = row is not None and row.claimed_at == parcel.claimed_at
    return row if mine and row and row.state == MessageState.WAITING else None


def finish(row: OutboxMessage, by_id: int | None) -> None:
    """It reached whom it is for: sent, printed or said. Without the keys to somebody's page."""
    LIFECYCLE.move(row, "send")
    row.done_at, row.done_by = clock.now(), by_id
    row.body = without_links(row.body)
    row.short = without_links(row.short) if row.short else row.short


def put_back(row: OutboxMessage) -> None:
    """Starts over. Raises Refused ``message.wrong_state`` for what was not refused or stopped."""
    LIFECYCLE.move(row, "again")
    row.waits_since = row.next_try_at = clock.now()
    row.tries, row.claimed_at, row.last_error = 0, None, None


def waits_since(session: Session, *of: ColumnElement[bool]) -> tuple[int, datetime | None]:
    """How many messages wait for a machine, and since when the first of them.

    of   conditions on whose messages; without any those of everybody here
    """
    count, first = session.execute(
        select(func.count(), func.min(OutboxMessage.waits_since)).where(
            OutboxMessage.channel.in_(CHANNELS),
            OutboxMessage.state == MessageState.WAITING,
            *of,
        )
    ).one()
    return count, first


def is_alarm(since: datetime | None) -> bool:
    """Does the first of what waits wait too long?"""
    return since is not None and since <= clock.now() - ALARM_AFTER


def token_in(body: str) -> str | None:
    """The key of the link in a message that was not sent."""
    found = _TOKENS.search(body)
    return found[0].removeprefix("/l/") if found else None


def is_stuck(message: OutboxMessage) -> bool:
    """Nobody took it: only a person sends it again."""
    return message.channel is not None and LIFECYCLE.may(message.state, "again")


def without_links(body: str) -> str:
    """A sent message is kept without the keys to somebody's page."""
    return _TOKENS.sub("/l/…", body)
