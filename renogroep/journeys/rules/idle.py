"""Of whom does nothing run any more, and since when?"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Idle:
    """Somebody of whom nothing runs.

    last_used   the last day on which something happened; warned_on  the last warning
    """

    person_id: int
    ordered: bool
    last_used: date
    warned_on: date | None
