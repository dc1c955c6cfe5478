"""Are there enough households to ask for quotes, and how far are the orders?"""

from dataclasses import dataclass
from enum import StrEnum

from renogroep.base.text import Text, t


class InterestOutcome(StrEnum):
    """What happens to a lot at the interest deadline."""

    GO = "go"
    EXTEND = "extend"
    FAIL = "fail"


def interest_outcome(screened: int, min_to_quote: int, already_extended: bool) -> InterestOutcome:
    """The first gate (T1): go on, give more time once, or stop.

    screened   homes that fit, with or without change; interest alone does not count
    Reaching the number exactly is enough. Source: DESIGN 2026-11-23, gates per lot.
    """
    if screened >= min_to_quote:
        return InterestOutcome.GO
    return InterestOutcome.FAIL if already_extended else InterestOutcome.EXTEND


@dataclass(frozen=True, slots=True)
class Progress:
    """Two counts that never mix: confirmed (ordered and later), and interested.

    needed, maximum   min_to_execute and max_homes of the lot; the maximum is about orders only
    """

    confirmed: int
    needed: int
    maximum: int
    interested: int

    @property
    def missing(self) -> int:
        """Orders still needed before the works go ahead; 0 when there are enough."""
        return max(0, self.needed - self.confirmed)

    @property
    def places_left(self) -> int:
        """Orders that still have a place; 0 when the rest waits."""
        return max(0, self.maximum - self.confirmed)

    @property
    def text(self) -> Text:
        """One honest sentence about the orders."""
        if not self.places_left:
            return t(
                "All %(maximum)s places are taken. Who orders now comes on the waiting list.",
                maximum=self.maximum,
            )
        if self.missing:
            return t(
                "Homes that ordered: %(confirmed)s. Still needed: %(missing)s. Places in all: %(maximum)s.",
                confirmed=self.confirmed,
                missing=self.missing,
                maximum=self.maximum,
            )
        return t(
            "Homes that ordered: %(confirmed)s, so there are enough. Places left: %(left)s.",
            confirmed=self.confirmed,
            left=self.places_left,
        )

    @property
    def interest_text(self) -> Text:
        """One sentence about interest, which binds nobody."""
        return t(
            "Interested households, without obligation: %(interested)s.",
            interested=self.interested,
        )
