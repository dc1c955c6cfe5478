"""What stands still during a pause, and which pause can be set?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from renogroep.base.errors import Refused
from renogroep.base.text import N_

LONGEST = timedelta(days=31)


class PauseKind(StrEnum):
    """How much of the work stands still."""

    INSTALLATION = "installation"
    MUNICIPALITY = "municipality"
    PACKAGE = "package"
    ORGANISATION = "organisation"


KIND_LABELS: dict[PauseKind, str] = {
    PauseKind.INSTALLATION: N_("Everything on this server"),
    PauseKind.MUNICIPALITY: N_("The whole municipality"),
    PauseKind.PACKAGE: N_("One package"),
    PauseKind.ORGANISATION: N_("One organisation"),
}


@dataclass(frozen=True, slots=True)
class Pausing:
    """One pause. It holds from its first moment until just before its last.

    subject_id   the package or organisation; None for the whole
    """

    kind: PauseKind
    municipality_id: int
    subject_id: int | None
    starts_at: datetime
    ends_at: datetime

    def holds(self, now: datetime) -> bool:
        """Is it on at this moment?"""
        return self.starts_at <= now < self.ends_at


@dataclass(frozen=True, slots=True)
class Place:
    """What somebody is about to change, as far as it is known."""

    municipality_id: int | None = None
    package_id: int | None = None
    organisation_ids: frozenset[int] = frozenset()


def covers(pause: Pausing, place: Place) -> bool:
    """Does this pause stop a change there?"""
    if pause.kind == PauseKind.INSTALLATION:
        return True
    if pause.municipality_id != place.municipality_id:
        return False
    if pause.kind == PauseKind.MUNICIPALITY:
        return True
    if pause.kind == PauseKind.PACKAGE:
        return place.package_id is not None and pause.subject_id == place.package_id
    return pause.subject_id in place.organisation_ids


def longest_of(pauses: Iterable[Pausing], place: Place, now: datetime) -> Pausing | None:
    """The pause that stops a change there now; of several the one that ends last."""
    held = [pause for pause in pauses if pause.holds(now) and covers(pause, place)]
    return max(held, key=lambda pause: pause.ends_at, default=None)


def why_not(starts_at: datetime, ends_at: datetime, now: datetime) -> Refused | None:
    """Why a pause cannot be set for these moments; None when it can. At most 31 days."""
    if ends_at <= starts_at:
        return Refused("pause.order", "The end has to come after the start.")
    if ends_at <= now:
        return Refused("pause.over", "The end is over already. Choose a later moment.")
    if ends_at - starts_at > LONGEST:
        return Refused(
            "pause.too_long",
            "A pause lasts at most %(days)s days. Set a new one when it has to go on.",
            days=LONGEST.days,
        )
    return None
