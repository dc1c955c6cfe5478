"""What can happen to a package and its lots? Published values are never renamed."""

from enum import StrEnum

from renogroep.base.text import N_


class Did(StrEnum):
    """``subject.past_tense``"""

    PACKAGE_CREATED = "package.created"
    PACKAGE_TEXTS_CHANGED = "package.texts_changed"
    PACKAGE_SETTINGS_CHANGED = "package.settings_changed"
    PACKAGE_CRITERIA_CHANGED = "package.criteria_changed"
    PACKAGE_PUBLISHED = "package.published"
    PACKAGE_CANCELLED = "package.cancelled"
    PACKAGE_CLOSED = "package.closed"
    INTEREST_EXTENDED = "package.interest_extended"
    LOT_ADDED = "lot.added"
    LOT_CHANGED = "lot.changed"
    LOT_REMOVED = "lot.removed"
    LOT_MOVED = "lot.moved"
    BILL_CHANGED = "lot.bill_changed"


DID_LABELS: dict[Did, str] = {
    Did.PACKAGE_CREATED: N_("Package made"),
    Did.PACKAGE_TEXTS_CHANGED: N_("Texts of a package changed"),
    Did.PACKAGE_SETTINGS_CHANGED: N_("Settings of a package changed"),
    Did.PACKAGE_CRITERIA_CHANGED: N_("Criteria of a package changed"),
    Did.PACKAGE_PUBLISHED: N_("Package published"),
    Did.PACKAGE_CANCELLED: N_("Package cancelled"),
    Did.PACKAGE_CLOSED: N_("Package closed"),
    Did.INTEREST_EXTENDED: N_("Time to show interest made longer"),
    Did.LOT_ADDED: N_("Lot added"),
    Did.LOT_CHANGED: N_("Lot changed"),
    Did.LOT_REMOVED: N_("Lot removed"),
    Did.LOT_MOVED: N_("Lot went a step further"),
    Did.BILL_CHANGED: N_("Bill of quantities changed"),
}
