"""Which tables do the figures of a package make, on its page and in its file?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from renogroep.base.hiding import Cell, shown
from renogroep.base.text import N_
from renogroep.owners.rules.kinds import OWNER_LABELS
from renogroep.reports.rules.funnel import LOST_LABELS, STAGE_LABELS, Figures, Journey, Stage

CHANNELS = {"online": N_("online"), "phone": N_("by phone"), "paper": N_("on paper")}
NO_GROUP = N_("In no group")
Say = Callable[[str], str]  # a msgid in the language of the reader
VIEWS: list[tuple[str, Callable[[Journey, Say], str]]] = [
    (N_("Street"), lambda way, say: way.street),
    (N_("Channel"), lambda way, say: _label(CHANNELS, way.channel, say)),
    (N_("Kind of owner"), lambda way, say: _label(OWNER_LABELS, way.owner_kind, say)),
    (N_("Renovation group"), lambda way, say: way.group or say(NO_GROUP)),
]
Bar = tuple[str, int, str]  # label, length, words


def _label(labels: Mapping[Any, str], code: str, say: Say) -> str:
    return say(labels.get(code, code))


def cuts(say: Say) -> list[Callable[[Journey], str]]:
    """How the households are cut in labels, one way per view."""

    def cut(by: Callable[[Journey, Say], str]) -> Callable[[Journey], str]:
        return lambda way: by(way, say)

    return [cut(by) for _, by in VIEWS]


def bars(found: Figures, say: Say) -> list[Bar]:
    """Rows of the picture; a hidden count has words and no length."""
    return [
        (say(STAGE_LABELS[stage]), _length(cell), shown(cell))
        for stage, cell in zip(Stage, found.households, strict=True)
    ]


def _length(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0


@dataclass(frozen=True, slots=True)
class FunnelPage:
    """The funnel, the reasons for stopping, and who took which way."""

    bars: Sequence[Bar]
    lines: Sequence[tuple[str, str, str, str]]  # stage, households, stopped here, why
    stages: Sequence[str]
    views: Sequence[tuple[str, Sequence[tuple[str, ...]]]]


def funnel_page(found: Figures, say: Say) -> FunnelPage:
    """Everything that the page of one package says."""
    lines = []
    for place, stage in enumerate(Stage):
        why = "; ".join(
            f"{_label(LOST_LABELS, code, say)}: {shown(cell)}" for code, cell in found.why(place)
        )
        counts = (shown(found.households[place]), shown(found.lost_here[place]))
        lines.append((say(STAGE_LABELS[stage]), *counts, why))
    return FunnelPage(
        bars=bars(found, say),
        lines=lines,
        stages=[say(STAGE_LABELS[stage]) for stage in Stage],
        views=[
            (say(title), [(row.label, *map(shown, row.counts)) for row in rows])
            for (title, _by), rows in zip(VIEWS, found.views, strict=True)
        ],
    )


def header(say: Say) -> list[str]:
    """What stands above the columns of ``table``."""
    return [say(N_("Figure")), say(N_("Of what")), *(say(STAGE_LABELS[stage]) for stage in Stage)]


def table(found: Figures, say: Say) -> list[list[str]]:
    """All figures of the page as rows: the funnel, those who stopped, reasons, breakdowns."""
    rows = [
        [say(N_("Households")), say(N_("all")), *map(shown, found.households)],
        [say(N_("Stopped here")), say(N_("all")), *map(shown, found.lost_here)],
    ]
    for row in found.reasons:
        reason = _label(LOST_LABELS, row.label, say)
        rows.append([say(N_("Reason")), reason, *map(shown, row.counts)])
    for (title, _by), view in zip(VIEWS, found.views, strict=True):
        rows += [[say(title), row.label, *map(shown, row.counts)] for row in view]
    return rows
