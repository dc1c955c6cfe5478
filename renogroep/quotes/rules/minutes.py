"""What do the minutes of an opening hold?"""

from dataclasses import dataclass
from datetime import datetime

from renogroep.base.money import Money
from renogroep.base.text import Text


@dataclass(frozen=True, slots=True)
class MinutesRow:
    """One quote as it was opened."""

    request: str
    firm: str
    company_number: str
    receipt: str
    hash: str
    intact: bool
    submitted_at: datetime | None
    totals: tuple[tuple[Text, Money], ...]  # what it is a total of
    reason: Text | None = None  # why it could not be read


@dataclass(frozen=True, slots=True)
class Addendum:
    """What became of a quote that could not be read; the minutes themselves stay as they were."""

    row: MinutesRow
    recovered: bool
    at: datetime
    first: str
    second: str
    why: str  # it was given up


@dataclass(frozen=True, slots=True)
class MinutesView:
    """Everything that the minutes hold; both people by name."""

    attempt: int
    first: str
    first_at: datetime
    second: str
    second_at: datetime
    note: str
    rows: tuple[MinutesRow, ...]
    addenda: tuple[Addendum, ...] = ()

    @property
    def read(self) -> tuple[MinutesRow, ...]:
        """The quotes that opened."""
        return tuple(row for row in self.rows if row.reason is None)

    @property
    def unread(self) -> tuple[MinutesRow, ...]:
        """The quotes that could not be read."""
        return tuple(row for row in self.rows if row.reason is not None)
