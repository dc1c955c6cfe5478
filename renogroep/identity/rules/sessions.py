"""When does a session end by itself?

GROUND of the house, 2026: two hours without a click, twelve hours in all, whatever was clicked.
"""

from datetime import datetime, timedelta

UNUSED = timedelta(hours=2)
IN_ALL = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=5)  # a click is written down at most so often


def ends_at(created: datetime, seen: datetime) -> datetime:
    """The moment from which the cookie opens nothing any more."""
    return min(seen + UNUSED, created + IN_ALL)


def is_over(created: datetime, seen: datetime, now: datetime) -> bool:
    """True from that moment on."""
    return now >= ends_at(created, seen)


def must_be_written(seen: datetime, now: datetime) -> bool:
    """Has it been so long that this click is written down?"""
    return now - seen >= SEEN_EVERY
