"""What can happen to groups and requests? Published values are never renamed."""

from enum import StrEnum

from renogroep.base.text import N_


class Did(StrEnum):
    """``subject.past_tense``"""

    GROUPS_BUNDLED = "groups.bundled"
    MEMBER_MOVED = "group_member.moved"
    REQUEST_OPENED = "request.opened"


DID_LABELS: dict[Did, str] = {
    Did.GROUPS_BUNDLED: N_("Groups made"),
    Did.MEMBER_MOVED: N_("Home moved to another group"),
    Did.REQUEST_OPENED: N_("Quotes asked"),
}
