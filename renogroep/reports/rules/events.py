"""What may be recorded about figures. Published values are never renamed."""

from enum import StrEnum

from renogroep.base.text import N_


class Did(StrEnum):
    """``subject.past_tense``"""

    FUNNEL_DOWNLOADED = "funnel.downloaded"


DID_LABELS: dict[Did, str] = {
    Did.FUNNEL_DOWNLOADED: N_("Figures taken along"),
}
