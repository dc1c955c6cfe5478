"""How long is what kept, who is warned, and when does it go?"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from renogroep.financing.rules import rows
from renogroep.financing.rules.rows import CONFIDENCE, check_days, check_known
from renogroep.financing.rules.tables import Table

WARN_BEFORE = timedelta(days=30)
MOST_DAYS = 20_000
# Every table whose rows go by themselves. What hangs on a person goes with the person.
KEPT = (
    "person",  # nothing runs, and there never was a contract
    "person_with_order",  # a table of its own for the years in which a contract still counts
    "outbox_message",
    "call_request",
    "signed_link",
    "web_session",
    "home_file",  # of a visit or survey; what belongs to works goes with the person
)


class Step(StrEnum):
    """What the night does with somebody."""

    KEEP = "keep"
    WARN = "warn"
    ERASE = "erase"


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """How many days one table is kept, with the source."""

    regime: str = field(metadata=rows.TEXT)
    valid_from: date = field(metadata=rows.DAY)
    valid_until: date | None = field(metadata=rows.MAYBE_DAY)
    code: str = field(metadata=rows.TEXT)
    days: int = field(metadata=rows.WHOLE)
    source: str = field(metadata=rows.TEXT)
    confidence: str = field(metadata=rows.TEXT)
    note: str = field(metadata=rows.MAYBE_TEXT)

    def __post_init__(self) -> None:
        check_days(self.valid_from, self.valid_until)
        check_known(self.confidence, CONFIDENCE, "confidence")
        check_known(self.code, KEPT, "code")
        if not 0 < self.days <= MOST_DAYS:
            raise ValueError(f"“{self.code}” needs a number of days from 1 to {MOST_DAYS}")


@dataclass(frozen=True, slots=True)
class RetentionTable(Table[RetentionRule]):
    """How long everything is kept; each table once, none missing."""

    ROW = RetentionRule
    KEY = ("code",)
    NAME = "retention"

    def __post_init__(self) -> None:
        Table.__post_init__(self)
        if missing := set(KEPT) - {rule.code for rule in self.rules}:
            raise ValueError(f"retention: {', '.join(sorted(missing))} is missing")

    def days(self, code: str) -> timedelta:
        """How long rows of a table stay. KeyError for an unknown code."""
        return timedelta(days={rule.code: rule.days for rule in self.rules}[code])


def step(last_used: date, kept: timedelta, warned_on: date | None, today: date) -> Step:
    """What happens today to somebody of whom nothing runs.

    last_used   the last day on which something happened with or by this person
    warned_on   the day of the last warning; one of before ``last_used`` counts for nothing

    The data go ``kept`` after the last use, and never within 30 days of the warning: who was warned
    late is erased later.
    """
    if today < last_used + kept - WARN_BEFORE:
        return Step.KEEP
    if warned_on is None or warned_on < last_used:
        return Step.WARN
    return Step.ERASE if today >= erased_on(last_used, kept, warned_on) else Step.KEEP


def erased_on(last_used: date, kept: timedelta, warned_on: date) -> date:
    """The day on which the data go, as the warning says it."""
    return max(last_used + kept, warned_on + WARN_BEFORE)
