"""What does every chapter of the demo work with?"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from random import Random

from sqlalchemy.orm import Session

from renogroep.neighbourhoods.models import Neighbourhood
from renogroep.subscriptions.models import Subscription
from renogroep.tenders.models import Lot, Package
from renogroep.web.demo.people import Cast
from renogroep.web.demo.timeline import Timeline

SEED = 2026


@dataclass
class Stage:
    """The session, the clock and who and what was made so far.

    rng   only for figures that nobody has to remember; who does what is written out
    """

    session: Session
    timeline: Timeline
    cast: Cast
    places: dict[str, Neighbourhood]
    rng: Random = field(default_factory=lambda: Random(SEED))
    packages: dict[str, Package] = field(default_factory=dict)
    homes: dict[str, Subscription] = field(default_factory=dict)  # by the household's name

    def on(self, days: int, hour: int, step: Callable[..., object], *given: object) -> None:
        """Let ``step(stage, *given)`` happen ``days`` from today, at that hour."""
        self.timeline.on(days, hour, partial(step, self, *given))

    def lot(self, package: str, number: int) -> Lot:
        """A lot of one of the demo's packages."""
        return next(lot for lot in self.packages[package].lots if lot.number == number)
