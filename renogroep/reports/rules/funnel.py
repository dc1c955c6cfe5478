"""How many households are how far, and why did others stop?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from renogroep.base.hiding import Cell, Veil, hide_small, veiled
from renogroep.base.text import N_
from renogroep.orders.rules.reasons import REASON_LABELS, LapseReason
from renogroep.subscriptions.rules.lifecycle import ENDED, SubscriptionState
from renogroep.tenders.rules.lifecycle import LotState

EXPIRED, NOT_TOLD = "expired", "not_told"
LOST_LABELS: dict[str, str] = {
    **REASON_LABELS,
    EXPIRED: N_("The round ended"),
    NOT_TOLD: N_("Gave no reason"),
}
# A lot that is over gives a household without an order there nothing to wait for.
LOT_OVER = frozenset({LotState.EXECUTING, LotState.CLOSED, LotState.FAILED})


class Stage(StrEnum):
    """Steps of the funnel, in order. A household counts in every step that it ever reached.

    One step is how it stands now: ORDERED. Whoever ordered and withdrew since stopped after the
    provisional yes, so that "ordered" is the same number as on every other page.
    """

    INTERESTED = "interested"
    SUBSCRIBED = "subscribed"
    SCREENED = "screened"
    PROVISIONAL = "provisional"
    ORDERED = "ordered"
    EXECUTED = "executed"


_PLACES = {stage: place for place, stage in enumerate(Stage)}
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
    group: str = ""

    @property
    def last(self) -> Stage:
        """The furthest step; every journey starts with interest."""
        return max(self.reached, key=_PLACES.__getitem__, default=Stage.INTERESTED)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the funnel."""

    stage: Stage
    households: int
    lost_here: int  # stopped with this as their furthest step
    reasons: tuple[tuple[str, int], ...]  # code, households; most frequent first


def funnel(ways: Mapping[Journey, int]) -> list[Step]:
    """Households per step, with the reasons of those who got no further.

    ways   way -> households that went it: many go the same one
    Every household counts in INTERESTED. The sum of ``lost_here`` is the number of those with a
    reason. Source: FEATURES M14 (2026-11-23).
    """
    households: Counter[Stage] = Counter()
    lost: dict[Stage, Counter[str]] = {stage: Counter() for stage in Stage}
    for way, count in ways.items():
        for stage in way.reached | {Stage.INTERESTED}:
            households[stage] += count
        if way.lost is not None:
            lost[way.last][way.lost] += count
    return [
        Step(
            stage,
            households[stage],
            lost[stage].total(),
            tuple(sorted(lost[stage].items(), key=lambda pair: (-pair[1], pair[0]))),
        )
        for stage in Stage
    ]


def lost_because(
    state: str,
    reason: str | None,
    orders: Sequence[tuple[bool, str | None]],
    lots_without_order: Iterable[str],
) -> str | None:
    """Why a household stopped; None while it goes on with one of its lots.

    state, reason        of its interest; the reason may stay away
    orders               (ended, reason) of each of its orders
    lots_without_order   states of the lots that it chose and has no order for

    Source: FEATURES M14 (2026-11-23), "with loss reasons".
    """
    if any(not ended for ended, _ in orders):
        return None
    told = [why for _, why in orders if why]
    if state == SubscriptionState.EXPIRED:
        return told[0] if told else reason or EXPIRED
    if state in ENDED:
        return told[0] if told else reason or NOT_TOLD
    if state == SubscriptionState.NOT_FIT:
        return told[0] if told else reason or LapseReason.NOT_FIT
    if not orders or any(lot not in LOT_OVER for lot in lots_without_order):
        return None
    return told[0] if told else NOT_TOLD


@dataclass(frozen=True, slots=True)
class Row:
    """One line of figures: a street, a channel, a kind of owner, a group, or a reason."""

    label: str
    counts: tuple[Cell, ...]  # per stage


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that the page and the CSV of one package show, counted once."""

    households: tuple[Cell, ...]  # per stage
    lost_here: tuple[Cell, ...]  # per stage
    reasons: tuple[Row, ...]  # labels are codes of reasons
    views: tuple[tuple[Row, ...], ...]

    def why(self, place: int) -> list[tuple[str, Cell]]:
        """The reasons of those who stopped at one step."""
        return [(row.label, row.counts[place]) for row in self.reasons if row.counts[place]]


def figures(
    ways: Mapping[Journey, int],
    views: Sequence[Callable[[Journey], str]],
    *,
    only_watching: bool,
) -> Figures:
    """The funnel, who stopped and why, and a breakdown per view.

    ways            way -> households that went it
    views           how to cut the households in labels
    only_watching   the reader only watches (alderman, steering group): no count of 1 to 4 is shown
                    anywhere, and the totals give none away. Others see exact totals and reasons;
                    small counts in a breakdown are hidden from everybody.

    Source: DESIGN 2026-11-23, section 2 ("cells under 5 hidden"); FEATURES M14.
    """
    steps = funnel(ways)
    cut = [_cut(ways, by) for by in views]
    hidden = [hide_small(list(rows.values()), narrowing=True) for rows in cut]
    households: tuple[Cell, ...] = tuple(step.households for step in steps)
    lost: tuple[Cell, ...] = tuple(step.lost_here for step in steps)
    codes = sorted({code for step in steps for code, _ in step.reasons})
    why = [[dict(step.reasons).get(code, 0) for step in steps] for code in codes]
    reasons: tuple[tuple[Cell, ...], ...] = tuple(tuple(row) for row in why)
    tables = [one.rows for one in hidden]
    if only_watching:
        stuck = frozenset().union(*(one.given_away for one in hidden))
        tables = [_without(rows, stuck) for rows in tables]
        (households,) = _without([[veiled(step.households) for step in steps]], stuck)
        kept = hide_small(why)
        reasons = _without(kept.rows, kept.given_away)
        (lost,) = _without([[veiled(step.lost_here) for step in steps]], kept.given_away)
    return Figures(
        households,
        lost,
        tuple(Row(*pair) for pair in zip(codes, reasons, strict=True)),
        tuple(
            tuple(Row(*pair) for pair in zip(rows, cells, strict=True))
            for rows, cells in zip(cut, tables, strict=True)
        ),
    )


def _cut(ways: Mapping[Journey, int], by: Callable[[Journey], str]) -> dict[str, tuple[int, ...]]:
    """Label -> households per step, by label."""
    found: dict[str, dict[Journey, int]] = {}
    for way, count in ways.items():
        found.setdefault(by(way), {})[way] = count
    return {
        label: tuple(step.households for step in funnel(some))
        for label, some in sorted(found.items())
    }


def _without(
    rows: Iterable[Sequence[Cell]], columns: frozenset[int]
) -> tuple[tuple[Cell, ...], ...]:
    """The rows with everything hidden in columns where any number would give a small one away."""
    return tuple(
        tuple(
            Veil.MORE if place in columns and isinstance(cell, int) and cell else cell
            for place, cell in enumerate(row)
        )
        for row in rows
    )
