"""May anything leave through this channel now, or is its server away?

After three failures to reach it nothing goes for a minute, then for longer, up to a quarter of an
hour. After each pause one probe goes. Meanwhile no message is claimed and no try is spent.
"""

from datetime import datetime, timedelta

from sqlalchemy import String, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from renogroep.base import clock
from renogroep.base.breaker import pause_after
from renogroep.infra.db import Model, session, transaction

PROBE = timedelta(minutes=1)  # nobody else tries meanwhile
LONGEST_ERROR = 300


class ChannelState(Model):
    """The server of one channel, once it was away; it serves every municipality here."""

    __tablename__ = "channel_state"

    channel: Mapped[str] = mapped_column(String(40), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)  # in a row
    away_since: Mapped[datetime | None]
    paused_until: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(LONGEST_ERROR))


def state_of(current: Session, channel: str) -> ChannelState | None:
    """None while it never was away."""
    return current.get(ChannelState, channel)


def may_go(channel: str) -> bool:
    """True when messages may leave; after a pause for one caller alone, who is the probe."""
    row = _fresh(session(), channel)
    paused = row is not None and row.paused_until is not None
    session().rollback()
    if not paused:
        return True
    now = clock.now()
    with transaction() as current:
        row = _held(current, channel)
        if row is None or row.paused_until is None:
            return True
        if now < row.paused_until:
            return False
        row.paused_until = now + PROBE
        return True


def went_down(channel: str, error: str) -> None:
    """It could not be reached, did not greet, or did not let us in."""
    now = clock.now()
    with transaction() as current:
        row = _held(current, channel) or _new(current, channel)
        row.failures += 1
        row.away_since = row.away_since or now
        row.last_error = error[:LONGEST_ERROR]
        pause = pause_after(row.failures)
        row.paused_until = now + pause if pause else None


def came_up(channel: str) -> None:
    """It answers: what failed before is forgotten."""
    row = _fresh(session(), channel)
    failed = row is not None and row.failures > 0
    session().rollback()
    if not failed:
        return
    with transaction() as current:
        row = _held(current, channel)
        if row is not None:
            row.failures, row.last_error = 0, None
            row.away_since = row.paused_until = None


def _fresh(current: Session, channel: str) -> ChannelState | None:
    current.rollback()
    return current.get(ChannelState, channel)


def _held(current: Session, channel: str) -> ChannelState | None:
    return current.scalar(
        select(ChannelState).where(ChannelState.channel == channel).with_for_update()
    )


def _new(current: Session, channel: str) -> ChannelState:
    row = ChannelState(channel=channel, failures=0)
    try:
        with current.begin_nested():
            current.add(row)
    except IntegrityError:  # another worker was first
        return current.get_one(ChannelState, channel, with_for_update=True)
    return row
