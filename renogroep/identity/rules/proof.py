"""Did somebody prove just now who they are?

GROUND of the house, 2026: before what cannot be undone the password or a code of the last ten
minutes is asked, so that an unattended screen opens nothing that matters.
"""

from datetime import datetime, timedelta

FRESH = timedelta(minutes=10)


def is_fresh(proved_at: datetime | None, second_at: datetime | None, now: datetime) -> bool:
    """True up to and including ten minutes after the last password, link or code."""
    return any(at is not None and now - at <= FRESH for at in (proved_at, second_at))
