"""Below which amount does which rule of public procurement hold, and where does that stand?"""

from dataclasses import dataclass, field
from datetime import date

from renogroep.base.money import Money
from renogroep.financing.rules import rows
from renogroep.financing.rules.rows import CONFIDENCE, check_days, check_known, in_force
from renogroep.financing.rules.tables import Table

ESTIMATE, APPROVED = "estimate", "approved"  # what is compared: the estimate, or what is approved
# Every limit that the product knows; all are excl. VAT.
LIMITS = (
    "limited_value_below",
    "opzb_approved_below",
    "vopmb_estimate_below",
    "eu_works",
    "eu_services_local",
    "eu_services_central",
)


@dataclass(frozen=True, slots=True)
class LimitRule:
    """One limit, in euro excl. VAT."""

    regime: str = field(metadata=rows.TEXT)
    valid_from: date = field(metadata=rows.DAY)
    valid_until: date | None = field(metadata=rows.MAYBE_DAY)
    code: str = field(metadata=rows.TEXT)
    value_eur: Money = field(metadata=rows.EUROS)
    measured_on: str = field(metadata=rows.TEXT)
    source: str = field(metadata=rows.TEXT)
    confidence: str = field(metadata=rows.TEXT)
    confidence_note: str = field(metadata=rows.MAYBE_TEXT)
    note: str = field(metadata=rows.MAYBE_TEXT)

    def __post_init__(self) -> None:
        check_days(self.valid_from, self.valid_until)
        check_known(self.confidence, CONFIDENCE, "confidence")
        check_known(self.code, LIMITS, "code")
        check_known(self.measured_on, (ESTIMATE, APPROVED), "measured_on")
        if self.value_eur.cents <= 0:
            raise ValueError("a limit lies above zero")


@dataclass(frozen=True, slots=True)
class LimitTable(Table[LimitRule]):
    """The limits of one version."""

    ROW = LimitRule
    KEY = ("code", "valid_from")
    NAME = "limits"

    def rule(self, code: str, on: date) -> LimitRule | None:
        """The limit of a day, or None. ValueError for a code that nobody knows."""
        check_known(code, LIMITS, "code")
        for rule in self.rules:
            if rule.code == code and in_force(rule.valid_from, rule.valid_until, on):
                return rule
        return None

    def is_below(self, code: str, amount: Money, on: date) -> bool | None:
        """Does an amount excl. VAT stay below the limit? The limit itself does not. None: no limit.

        Source: procurement_limits (law of 17 June 2016; Delegated Regulations 2025/2150-2152).
        """
        rule = self.rule(code, on)
        return None if rule is None else amount < rule.value_eur
