"""What can happen to a version of the rules? Published values are never renamed."""

from enum import StrEnum


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
