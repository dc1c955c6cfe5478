"""What can happen to a package and its lots? Published values are never renamed."""

from enum import StrEnum


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
