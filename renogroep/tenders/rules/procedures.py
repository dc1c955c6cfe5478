"""Which procurement procedures are there, and up to which amount may quotes be sealed here?"""

from dataclasses import dataclass

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
# Law of 17 June 2016 on public procurement, art. 43: a framework lasts at most four years.
FRAMEWORK_MONTHS = 48


@dataclass(frozen=True, slots=True)
class Limits:
    """What holds on the day of publication.

    own_submission_below   excl. VAT, of the limits of that day; None: no row with a source holds
    """

    own_submission_below: Money | None
    framework_months: int = FRAMEWORK_MONTHS
