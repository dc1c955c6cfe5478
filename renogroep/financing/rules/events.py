"""What can happen to a version of the rules? Published values are never renamed."""

from enum import StrEnum

from renogroep.base.text import N_


class Did(StrEnum):
    """``subject.past_tense``"""

    VERSION_ADDED = "rule_version.added"
    VERSION_ACTIVATED = "rule_version.activated"
    VERSION_RETIRED = "rule_version.retired"


DID_LABELS: dict[Did, str] = {
    Did.VERSION_ADDED: N_("Version of a rule added"),
    Did.VERSION_ACTIVATED: N_("Version of a rule switched on"),
    Did.VERSION_RETIRED: N_("Version of a rule switched off"),
}
