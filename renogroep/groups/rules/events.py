"""What can happen to groups and requests? Published values are never renamed."""

from enum import StrEnum


class Did(StrEnum):
    """``subject.past_tense``"""

    GROUPS_BUNDLED = "groups.bundled"
    MEMBER_MOVED = "group_member.moved"
    REQUEST_OPENED = "request.opened"
