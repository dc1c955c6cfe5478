"""In which words do members of staff read what we think of a case? Never shown to the owner."""

from renogroep.base.text import N_
from renogroep.owners.rules.routes_table import Situation
from renogroep.owners.rules.routing import SITUATIONS
from renogroep.owners.rules.triage import Verdict

VERDICT_LABELS: dict[Verdict, str] = {
    Verdict.YES: N_("Yes"),
    Verdict.NO: N_("No"),
    Verdict.UNKNOWN: N_("Not known yet"),
}
SITUATION_LABELS: dict[Situation, str] = {
    Situation.CAN_WILL: N_("Can and wants to"),
    Situation.CAN_WILL_NOT: N_("Can, does not want to"),
    Situation.CANNOT_WILL: N_("Cannot yet, wants to"),
    Situation.CANNOT_WILL_NOT: N_("Cannot yet, does not want to"),
    Situation.UNKNOWN: N_("Not known yet"),
    Situation.SIGNAL: N_("Signal of a tenant"),
}
FACT_LABELS: dict[str, str] = {
    "yes": N_("Yes"),
    "no": N_("No"),
    "unknown": N_("Not known"),
}
CHANNEL_LABELS: dict[str, str] = {
    "phone": N_("By phone"),
    "visit": N_("On a visit"),
    "paper": N_("At the desk or on paper"),
    "online": N_("Online"),
}
STAFF_CHANNELS = ("phone", "visit", "paper")


def quadrant(can: str, will: str) -> str:
    """The msgid of the quadrant of two stored verdicts; empty verdicts are a tenant's signal."""
    if not can:
        return SITUATION_LABELS[Situation.SIGNAL]
    return SITUATION_LABELS[SITUATIONS[Verdict(can), Verdict(will)]]
