"""In which order, and at which moment, did everything in the demo happen?"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from renogroep.base import clock
from renogroep.base.calendar import DAY, is_working_day
from renogroep.infra.holidays import belgian

MINUTE = timedelta(minutes=1)
Step = Callable[[], object]


@dataclass
class Timeline:
    """Steps of all packages, told as days from today and played as one history.

    Whoever looks at the audit trail sees them in the order of the clock: the steps are sorted, and
    the clock never stands still between two of them.
    """

    today: date
    steps: list[tuple[int, int, Step]] = field(default_factory=list)

    def on(self, days: int, hour: int, step: Step) -> None:
        """Let something happen ``days`` from today (negative: ago) at that hour."""
        self.steps.append((days, hour, step))

    def day(self, days: int) -> date:
        """The day that lies so many days from today."""
        return self.today + DAY * days

    def working_day(self, days: int) -> date:
        """That day, or the working day before it.

        Steps happen there, so what they wait for (deadlines, freeze dates) has to lie there too.
        """
        day = self.day(days)
        while not is_working_day(day, belgian(day)):
            day -= DAY
        return day

    def noon(self, days: int) -> datetime:
        """Twelve o'clock on that working day: when deadlines fall."""
        return clock.at_local(self.working_day(days), time(12))

    def play(self) -> None:
        """Do everything, each step at its own moment. Nobody works at the weekend."""
        last = None
        for days, hour, step in sorted(self.steps, key=lambda one: one[:2]):
            moment = clock.at_local(self.working_day(days), time(hour))
            if last is not None and moment <= last:
                moment = last + MINUTE
            with clock.frozen_at(moment):
                step()
            last = moment
