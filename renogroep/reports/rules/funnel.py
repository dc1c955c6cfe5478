"""How many households are how far, and why did others stop?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from renogroep.base.text import N_

HIDE_BELOW = 5  # a smaller group could be recognised (DESIGN 2, People; 2026-11-23)


class Stage(StrEnum):
    """Steps of the funnel, in order. A household counts in every step that it ever reached."""

    INTERESTED = "interested"
    SUBSCRIBED = "subscribed"
    SCREENED = "screened"
    PROVISIONAL = "provisional"
    ORDERED = "ordered"
    EXECUTED = "executed"


STAGE_LABELS: dict[Stage, str] = {
    Stage.INTERESTED: N_("Interested"),
    Stage.SUBSCRIBED: N_("Subscribed"),
    Stage.SCREENED: N_("Screened"),
    Stage.PROVISIONAL: N_("Provisional yes"),
    Stage.ORDERED: N_("Ordered"),
    Stage.EXECUTED: N_("Executed"),
}


@dataclass(frozen=True, slots=True)
class Journey:
    """One household's way through one package: the steps it reached and where it stopped."""

    reached: frozenset[Stage]
    lost: str | None = None  # code of the reason, for a household that stopped
    street: str = ""
    channel: str = ""
    owner_kind: str = ""

    @property
    def last(self) -> Stage:
        """The furthest step; every journey starts with interest."""
        return max(self.reached, key=list(Stage).index, default=Stage.INTERESTED)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the funnel."""

    stage: Stage
    households: int
    lost_here: int  # stopped with this as their furthest step
    reasons: tuple[tuple[str, int], ...]  # code, households; most frequent first


def funnel(journeys: Iterable[Journey]) -> list[Step]:
    """Households per step, with the reasons of those who got no further.

    Every journey counts in INTERESTED. The sum of ``lost_here`` is the number of journeys with a
    reason. Source: FEATURES M14 (2026-11-23).
    """
    everybody = list(journeys)
    steps = []
    for stage in Stage:
        here = [j for j in everybody if stage in j.reached or stage is Stage.INTERESTED]
        lost = Counter(j.lost for j in everybody if j.lost is not None and j.last is stage)
        reasons = sorted(
            ((code, n) for code, n in lost.items() if code is not None),
            key=lambda pair: (-pair[1], pair[0]),
        )
        steps.append(Step(stage, len(here), sum(lost.values()), tuple(reasons)))
    return steps


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a breakdown: a street, a channel or a kind of owner."""

    label: str
    counts: tuple[int | None, ...]  # per stage; None is "fewer than five"


def breakdown(journeys: Sequence[Journey], by: Callable[[Journey], str]) -> list[Row]:
    """Households per step and per label, small cells hidden.

    A count of 1 to 4 is hidden; zero is shown, because nobody can be recognised in it. A label
    whose first step is hidden is hidden in every step.
    """
    rows = []
    for label in sorted({by(journey) for journey in journeys}):
        steps = funnel(journey for journey in journeys if by(journey) == label)
        small = 0 < steps[0].households < HIDE_BELOW
        counts = tuple(
            None if small or 0 < step.households < HIDE_BELOW else step.households for step in steps
        )
        rows.append(Row(label, counts))
    return rows


def shown(count: int | None) -> str:
    """A count as it stands on the page and in the CSV."""
    return f"< {HIDE_BELOW}" if count is None else str(count)
