"""How many days does law or policy give for each step, and where does that stand?"""

from dataclasses import dataclass, field
from datetime import date

from renogroep.financing.rules import rows
from renogroep.financing.rules.rows import CONFIDENCE, check_days, check_known
from renogroep.financing.rules.tables import Table

DAYS, WORKING_DAYS, READING = "days", "working_days", "reading"
READINGS = ("B_lowest_plus_top_quarter", "A_quarter_shared", "C_quarter_each_side")
MOST_DAYS = 400
# Every period that the product asks for, and what its value is.
PERIODS = {
    "standstill": DAYS,
    "validity": DAYS,
    "price_answer": DAYS,
    "abnormal_reading": READING,
    "withdrawal": DAYS,
    "freeze": DAYS,
    "waiver": WORKING_DAYS,
    "new_yes": WORKING_DAYS,
    "choose": WORKING_DAYS,
    "confirm": DAYS,
    "recover_quote": WORKING_DAYS,
}


@dataclass(frozen=True, slots=True)
class PeriodRule:
    """One period with its source."""

    regime: str = field(metadata=rows.TEXT)
    valid_from: date = field(metadata=rows.DAY)
    valid_until: date | None = field(metadata=rows.MAYBE_DAY)
    code: str = field(metadata=rows.TEXT)
    value: str = field(metadata=rows.TEXT)
    unit: str = field(metadata=rows.TEXT)
    source: str = field(metadata=rows.TEXT)
    confidence: str = field(metadata=rows.TEXT)
    confidence_note: str = field(metadata=rows.MAYBE_TEXT)
    note: str = field(metadata=rows.MAYBE_TEXT)

    def __post_init__(self) -> None:
        check_days(self.valid_from, self.valid_until)
        check_known(self.confidence, CONFIDENCE, "confidence")
        check_known(self.code, PERIODS, "code")
        if self.unit != PERIODS[self.code]:
            raise ValueError(f"“{self.code}” is counted in {PERIODS[self.code]}, not {self.unit}")
        if self.unit == READING:
            check_known(self.value, READINGS, "value")
        elif not (self.value.isdecimal() and 0 < int(self.value) <= MOST_DAYS):
            raise ValueError(f"“{self.code}” needs a number of days from 1 to {MOST_DAYS}")


@dataclass(frozen=True, slots=True)
class PeriodsTable(Table[PeriodRule]):
    """All periods of one version; each code once, none missing."""

    ROW = PeriodRule
    KEY = ("code",)
    NAME = "periods"

    def __post_init__(self) -> None:
        Table.__post_init__(self)
        if missing := set(PERIODS) - {rule.code for rule in self.rules}:
            raise ValueError(f"periods: {', '.join(sorted(missing))} is missing")

    def days(self, code: str) -> int:
        """The number of days, or of working days, of a period. KeyError for an unknown code."""
        return int(self.rule(code).value)

    def rule(self, code: str) -> PeriodRule:
        """The row itself, to show its source. KeyError for an unknown code."""
        return {rule.code: rule for rule in self.rules}[code]
