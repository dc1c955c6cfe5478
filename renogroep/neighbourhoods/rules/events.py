"""What can happen to a neighbourhood? Published values are never renamed."""

from enum import StrEnum


class Did(StrEnum):
    """``subject.past_tense``"""

    NEIGHBOURHOOD_CREATED = "neighbourhood.created"
    NEIGHBOURHOOD_CHANGED = "neighbourhood.changed"
    ADDRESSES_IMPORTED = "neighbourhood.addresses_imported"
    OFFICIAL_READ = "neighbourhood.official_read"
    OFFICIAL_PUT_IN = "neighbourhood.official_put_in"
