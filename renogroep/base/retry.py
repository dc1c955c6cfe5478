"""When is something that failed tried again, and when is it given up?"""

from datetime import datetime, timedelta

GAPS = (
    timedelta(0),
    *(timedelta(minutes=minutes) for minutes in (1, 5, 15)),
    *(timedelta(hours=hours) for hours in (1, 3, 6)),
)  # before the first try, after failure 1, after failure 2, ...
LAST_GAP = timedelta(hours=12)  # after each failure from then on
GIVEN_UP = timedelta(hours=120)


def next_try(written: datetime, tries: int, now: datetime) -> datetime | None:
    """The moment of the next try, after ``tries`` failures of which the last was ``now``.

    None when that would be later than GIVEN_UP after it was written: a person decides then. Tries
    that fail at once fall on 0:00, 0:01, 0:06, 0:21, 1:21, 4:21, 10:21, 22:21 ... 118:21, 16 in all.
    raises   ValueError for fewer than no tries
    Source: RFC 5321, 4.5.4.1 (give up after 4 to 5 days); design of the delivery, 2026-11-30.
    """
    if tries < 0:
        raise ValueError(f"nothing failed {tries} times")
    gap = GAPS[tries] if tries < len(GAPS) else LAST_GAP
    at = now + gap
    return at if at <= written + GIVEN_UP else None
