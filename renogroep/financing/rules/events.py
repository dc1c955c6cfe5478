"""What can happen to a version of the rules? Published values are never renamed."""

from enum import StrEnum

from renogroep.base.text import N_


class Did(StrEnum):
    """``subject.past_tense``"""

    VERSION_ADDED = "rule_version.added"
    VERSION_CHANGED = "rule_version.changed"
    VERSION_PROPOSED = "rule_version.proposed"
    VERSION_SENT_BACK = "rule_version.sent_back"
    VERSION_ACTIVATED = "rule_version.activated"
    VERSION_RETIRED = "rule_version.retired"
    CASE_ADDED = "rule_case.added"
    CASE_DROPPED = "rule_case.dropped"


DID_LABELS: dict[Did, str] = {
    Did.VERSION_ADDED: N_("Version of a rule added"),
    Did.VERSION_CHANGED: N_("Draft of a rule changed"),
    Did.VERSION_PROPOSED: N_("Version of a rule proposed"),
    Did.VERSION_SENT_BACK: N_("Version of a rule sent back"),
    Did.VERSION_ACTIVATED: N_("Version of a rule switched on"),
    Did.VERSION_RETIRED: N_("Version of a rule switched off"),
    Did.CASE_ADDED: N_("Worked case added"),
    Did.CASE_DROPPED: N_("Worked case taken away"),
}
