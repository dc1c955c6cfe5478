"""What can happen to a neighbourhood? Published values are never renamed."""

from enum import StrEnum

from renogroep.base.text import N_


class Did(StrEnum):
    """``subject.past_tense``"""

    NEIGHBOURHOOD_CREATED = "neighbourhood.created"
    NEIGHBOURHOOD_CHANGED = "neighbourhood.changed"
    ADDRESSES_IMPORTED = "neighbourhood.addresses_imported"
    OFFICIAL_READ = "neighbourhood.official_read"
    OFFICIAL_PUT_IN = "neighbourhood.official_put_in"


DID_LABELS: dict[Did, str] = {
    Did.NEIGHBOURHOOD_CREATED: N_("Neighbourhood added"),
    Did.NEIGHBOURHOOD_CHANGED: N_("Neighbourhood changed"),
    Did.ADDRESSES_IMPORTED: N_("Addresses put in"),
    Did.OFFICIAL_READ: N_("Official addresses read"),
    Did.OFFICIAL_PUT_IN: N_("Official addresses put in"),
}
