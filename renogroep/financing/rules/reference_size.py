"""How many m² does a home of some kind usually have, when nobody measured it yet?"""

from dataclasses import dataclass, field
from datetime import date

from renogroep.financing.rules import rows
from renogroep.financing.rules.rows import CONFIDENCE, check_days, check_known, in_force
from renogroep.financing.rules.tables import Table

HOUSES = ("row", "half_open", "detached")


@dataclass(frozen=True, slots=True)
class ReferenceSizeRule:
    """The smallest and the largest that is usual, in whole m²; people see and change it."""

    valid_from: date = field(metadata=rows.DAY)
    valid_until: date | None = field(metadata=rows.MAYBE_DAY)
    house: str = field(metadata=rows.TEXT)
    measure: str = field(metadata=rows.TEXT)
    low_m2: int = field(metadata=rows.WHOLE)
    high_m2: int = field(metadata=rows.WHOLE)
    source: str = field(metadata=rows.TEXT)
    confidence: str = field(metadata=rows.TEXT)
    note: str = field(metadata=rows.MAYBE_TEXT)

    def __post_init__(self) -> None:
        check_days(self.valid_from, self.valid_until)
        check_known(self.house, HOUSES, "house")
        check_known(self.confidence, CONFIDENCE, "confidence")
        if not 0 < self.low_m2 <= self.high_m2:
            raise ValueError("the smallest size lies above zero and not above the largest")


@dataclass(frozen=True, slots=True)
class ReferenceSizeTable(Table[ReferenceSizeRule]):
    """The sizes that the product comes with."""

    ROW = ReferenceSizeRule
    KEY = ("house", "measure", "valid_from")
    NAME = "reference_size"

    def size(self, house: str, measure: str, on: date) -> ReferenceSizeRule | None:
        """The row of a day, or None: then the household says the size itself."""
        for rule in self.rules:
            asked = (rule.house, rule.measure) == (house, measure)
            if asked and in_force(rule.valid_from, rule.valid_until, on):
                return rule
        return None
