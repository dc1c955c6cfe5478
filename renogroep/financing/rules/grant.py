"""Which money did somebody promise this household beside the premium?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from renogroep.base.money import ZERO, Money, total
from renogroep.financing.rules.rows import in_force


@dataclass(frozen=True, slots=True)
class GrantLine:
    """Promised money only, in cents; never what somebody hopes to get."""

    label: str
    amount: Money
    source: str
    valid_from: date | None = None
    valid_until: date | None = None
    version_label: str = ""

    def __post_init__(self) -> None:
        if self.amount.cents < 0:
            raise ValueError("a grant is never below zero")


def granted(grants: Sequence[GrantLine], on: date, left: Money) -> Money:
    """What the grants of a day pay, at most what is left of the invoices after the premium.

    Source: HOUSEHOLD 2 (2026-11-29).
    """
    holding = (
        grant.amount for grant in grants if in_force(grant.valid_from, grant.valid_until, on)
    )
    return max(min(total(holding), left), ZERO)
