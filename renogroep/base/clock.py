"""What time is it? The only module that asks the machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/Brussels")

_frozen: datetime | None = None


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _frozen or datetime.now(UTC)


def today() -> date:
    """Calendar day in the municipality, not in UTC."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """The same moment on the municipality's wall clock. Naive values are a programmer's error."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(LOCAL)


def at_local(day: date, hour: time = time(0, 0)) -> datetime:
    """The UTC moment at which the municipality's clock shows ``day`` and ``hour``."""
    return datetime.combine(day, hour, tzinfo=LOCAL).astimezone(UTC)


@contextmanager
def frozen_at(moment: datetime) -> Iterator[None]:
    """The time machine: every ``now()`` in this process answers ``moment`` (tests, rehearsals)."""
    global _frozen
    if moment.tzinfo is None:
        raise ValueError("freeze at an aware moment")
    before, _frozen = _frozen, moment.astimezone(UTC)
    try:
        yield
    finally:
        _frozen = before
