"""What may be recorded about figures. Published values are never renamed."""

from enum import StrEnum


class Did(StrEnum):
    """``subject.past_tense``"""

    FUNNEL_DOWNLOADED = "funnel.downloaded"
