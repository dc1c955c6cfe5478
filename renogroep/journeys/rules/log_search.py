"""What may somebody look for in the audit trail, and what is kept of the search?"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for; None or nothing: all of it.

    people   ids: who did it, or whom it is about
    looked   only who read, saw, exported or took something along
    before   the number of the last event on the page before
    """

    case_id: int | None = None
    people: Sequence[int] | None = None
    package_id: int | None = None
    kind: str = ""
    day: date | None = None
    looked: bool = False
    before: int | None = None

    def facts(self) -> dict[str, Any]:
        """What is kept of the search itself: ids and words of ours, nothing that was typed."""
        kept = {name: value for name, value in asdict(self).items() if value}
        return kept | ({"day": self.day.isoformat()} if self.day else {})
