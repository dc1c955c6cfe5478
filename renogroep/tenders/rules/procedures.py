"""Which procurement procedures are there, and up to which amount may quotes be sealed here?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from renogroep.base.money import Money
from renogroep.base.text import N_

PROCEDURES: dict[str, str] = {
    "limited_value": N_("Contract of limited value (accepted invoice)"),
    "opzb": N_("Negotiated procedure without prior publication"),
    "vopmb": N_("Simplified negotiated procedure with prior publication"),
    "mpmo": N_("Competitive procedure with negotiation"),
    "open": N_("Open procedure"),
    "restricted": N_("Restricted procedure"),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """Dated limits, excl. VAT; a municipality confirms them before it relies on them."""

    valid_from: date
    own_submission_below: Money
    framework_months: int
    source: str
    confidence: str


LIMITS: tuple[Limits, ...] = (
    Limits(
        valid_from=date(2020, 1, 1),
        own_submission_below=Money.euros(30_000),
        framework_months=48,
        source=(
            "Limited value, art. 92 of the law of 17 June 2016: plaatselijke-besturen.brussels (2020), "
            "MOW leidraad 12; whether it was raised since is not verified. Frameworks of at most 4 "
            "years: background knowledge."
        ),
        confidence="medium",
    ),
)


def limits_on(day: date, table: Sequence[Limits] = LIMITS) -> Limits:
    """The limits in force on ``day``: the latest row that had started.

    raises   ValueError for a day before the first row.
    Source: PROCUREMENT 2026-11-23, 1.1 and 1.8.
    """
    started = [limits for limits in table if limits.valid_from <= day]
    if not started:
        raise ValueError(f"no limits for {day}")
    return max(started, key=lambda limits: limits.valid_from)
