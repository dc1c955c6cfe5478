"""What does a person say about a new version beside its table?"""

from dataclasses import dataclass
from datetime import date, timedelta

from renogroep.base.errors import Refused
from renogroep.base.text import Text, t
from renogroep.financing.rules.filling import Period
from renogroep.financing.rules.indexing import is_counted


@dataclass(frozen=True, slots=True)
class Details:
    """As in ``rule_version``."""

    label: str
    valid_from: date
    valid_until: date | None
    source: str
    confidence: str
    review_on: date | None = None

    @property
    def period(self) -> Period:
        """What its rows share."""
        return Period(self.label, self.valid_from, self.valid_until)


def check_details(details: Details) -> None:
    """raises   Refused: the days are turned round, or a table that we counted is called sure"""
    last = details.valid_until
    if last is not None and last < details.valid_from:
        raise Refused("rules.days", "The last day is before the first one.")
    if details.confidence != "low" and is_counted(details.source):
        raise Refused(
            "rules.counted",
            "We counted these amounts ourselves. Give the official page first; until then the confidence is low.",
        )


def hole_before(first_day: date, ended: date | None) -> Text | None:
    """A warning when the version before it ended more than a day earlier."""
    if ended is None or ended + timedelta(days=1) >= first_day:
        return None
    return t(
        "From %(first)s until %(last)s no version holds: pages give no amount then.",
        first=ended + timedelta(days=1),
        last=first_day - timedelta(days=1),
    )
