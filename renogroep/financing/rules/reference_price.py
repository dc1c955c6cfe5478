"""What do these works cost elsewhere, when nothing was measured here yet?"""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from renogroep.base.money import Money
from renogroep.base.units import QUANTITY_SCALE, Quantity
from renogroep.financing.rules import rows
from renogroep.financing.rules.rows import CONFIDENCE, check_days, check_known, in_force
from renogroep.financing.rules.tables import Table

UNITS = ("m2", "piece")
EXCL, INCL_6 = "excl", "incl 6%"
VAT = (EXCL, INCL_6, "incl")


@dataclass(frozen=True, slots=True)
class ReferencePriceRule:
    """The lowest and the highest price of one kind of work, in euro per unit."""

    regime: str = field(metadata=rows.TEXT)
    valid_from: date = field(metadata=rows.DAY)
    valid_until: date | None = field(metadata=rows.MAYBE_DAY)
    work: str = field(metadata=rows.TEXT)
    measure: str = field(metadata=rows.MAYBE_TEXT)
    use_for_idea: bool = field(metadata=rows.YES_NO)
    unit: str = field(metadata=rows.TEXT)
    low_eur: Money = field(metadata=rows.EUROS)
    high_eur: Money = field(metadata=rows.EUROS)
    vat: str = field(metadata=rows.TEXT)
    region: str = field(metadata=rows.TEXT)
    year: int = field(metadata=rows.WHOLE)
    source: str = field(metadata=rows.TEXT)
    confidence: str = field(metadata=rows.TEXT)
    confidence_note: str = field(metadata=rows.MAYBE_TEXT)
    note: str = field(metadata=rows.MAYBE_TEXT)

    def __post_init__(self) -> None:
        check_days(self.valid_from, self.valid_until)
        check_known(self.confidence, CONFIDENCE, "confidence")
        check_known(self.unit, UNITS, "unit")
        check_known(self.vat, VAT, "vat")
        if not 0 < self.low_eur.cents <= self.high_eur.cents:
            raise ValueError("the lowest price lies above zero and not above the highest")
        if self.use_for_idea and not self.measure:
            raise ValueError("a price for the price idea names its measure")


@dataclass(frozen=True, slots=True)
class ReferencePriceTable(Table[ReferencePriceRule]):
    """The reference prices of one version."""

    ROW = ReferencePriceRule
    KEY = ("work", "region", "valid_from")
    NAME = "reference_price"

    def for_idea(self, measure: str, on: date) -> tuple[ReferencePriceRule, ...]:
        """The rows from which a price idea is made: meant for it, and medium or better.

        Source: HOUSEHOLD 5 (2026-11-29).
        """
        return tuple(
            rule
            for rule in self.rules
            if rule.use_for_idea
            and rule.measure == measure
            and rule.confidence != "low"
            and in_force(rule.valid_from, rule.valid_until, on)
        )

    def span(self, work: str, region: str, size: Quantity, on: date) -> tuple[Money, Money] | None:
        """The lowest and the highest amount for a size, with the VAT of the row; None: no row."""
        for rule in self.rules:
            asked = (rule.work, rule.region) == (work, region) and rule.confidence != "low"
            if asked and in_force(rule.valid_from, rule.valid_until, on):
                units = Fraction(size.scaled, QUANTITY_SCALE)
                return rule.low_eur.times(units), rule.high_eur.times(units)
        return None
