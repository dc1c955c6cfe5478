"""What is shown of interests that nobody confirmed yet?"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """One interest that nobody confirmed.

    to_call   somebody must call; else nothing was sent, because it came too often
    """

    id: int
    version: int
    name: str
    recipient: str
    address: str
    reference: str
    minute: datetime
    to_call: bool


@dataclass(frozen=True, slots=True)
class Together:
    """What came from one network; the first mark of it, "" when it is not known any more."""

    mark: str
    rows: tuple[Waiting, ...]
