"""In which words does somebody read what this room keeps about them? The file keeps the short names."""

from collections.abc import Mapping

from renogroep.base.text import N_
from renogroep.subscriptions.rules.lifecycle import STATE_LABELS
from renogroep.subscriptions.rules.screening import SCREENING_2026

NAMES: dict[str, str] = {
    "interests": N_("Your interests"),
    "reference": N_("Code"),
    "package": N_("Package"),
    "address": N_("Address"),
    "works": N_("Works"),
    "channel": N_("How it came in"),
    "screening": N_("What we found at your home"),
    "interested_at": N_("Since"),
    "confirm_by": N_("To be confirmed by"),
    "confirmed_at": N_("Confirmed on"),
}
# (section, name) -> what its codes mean
CODES: dict[tuple[str, str], Mapping[str, str]] = {
    ("interests", "state"): {str(k): v for k, v in STATE_LABELS.items()},
    ("cases", "fact"): {fact.code: fact.question for fact in SCREENING_2026.facts},
}
