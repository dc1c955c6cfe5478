"""Is a quote still in time, and how long is there left?"""

from datetime import datetime, timedelta

from renogroep.base.text import Text, t

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def in_time(now: datetime, deadline: datetime) -> bool:
    """May a quote still come in?

    now, deadline   aware moments; the server's clock decides, never the sender's
    The whole second of the deadline itself counts: with a deadline at 12:00:00 a quote at
    12:00:00.9 is in time and one at 12:00:01 is late.

    Source: FEATURES C08 ("1 second late is refused"), 2026-11-23.
    """
    return now.replace(microsecond=0) <= deadline


def time_left(now: datetime, deadline: datetime) -> Text:
    """How long until the deadline, in words that do not frighten: days first, minutes at the end.

    Aware moments are compared, so a change to summer time in between is counted right.
    Source: FEATURES C08 ("countdown"), 2026-11-23.
    """
    if not in_time(now, deadline):
        return t("The deadline has passed.")
    left = max(deadline - now, timedelta())
    days, hours = left // DAY, left % DAY // HOUR
    minutes = left % HOUR // MINUTE
    if days > 1:
        return t("%(days)s days and %(hours)s h left", days=days, hours=hours)
    if days == 1:
        return t("1 day and %(hours)s h left", hours=hours)
    if hours:
        return t("%(hours)s h and %(minutes)s min left", hours=hours, minutes=minutes)
    if minutes:
        return t("%(minutes)s min left", minutes=minutes)
    return t("less than a minute left")
