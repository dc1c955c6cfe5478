"""Which figures of a package stand on its page and in its file?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.text import N_
from renogroep.infra.i18n import say
from renogroep.infra.sheets import write_csv
from renogroep.owners.rules.kinds import OWNER_LABELS
from renogroep.reports import queries
from renogroep.reports.rules.funnel import LOST_LABELS, STAGE_LABELS, Figures, Stage, figures
from renogroep.reports.rules.hiding import Cell, shown
from renogroep.tenders.models import Package

CHANNELS = {"online": N_("online"), "phone": N_("by phone"), "paper": N_("on paper")}
NO_GROUP = N_("In no group")
VIEWS: list[tuple[str, Any]] = [
    (N_("Street"), lambda j: j.street),
    (N_("Channel"), lambda j: _label(CHANNELS, j.channel)),
    (N_("Kind of owner"), lambda j: _label(OWNER_LABELS, j.owner_kind)),
    (N_("Renovation group"), lambda j: j.group or say(NO_GROUP)),
]
Bar = tuple[str, int, str]  # label, length, words


def _label(labels: Any, code: str) -> str:
    return say(labels.get(code, code))


def figures_of(session: Session, package: Package, watching: bool) -> Figures:
    """The figures of a package; who is ``watching`` sees no count of fewer than five homes."""
    ways = queries.journeys(session, package.id)
    return figures(ways, [by for _, by in VIEWS], only_watching=watching)


def bars(found: Figures) -> list[Bar]:
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


def funnel_page(found: Figures) -> FunnelPage:
    """Everything that the page of one package says."""
    lines = []
    for place, stage in enumerate(Stage):
        why = "; ".join(
            f"{_label(LOST_LABELS, code)}: {shown(cell)}" for code, cell in found.why(place)
        )
        counts = (shown(found.households[place]), shown(found.lost_here[place]))
        lines.append((say(STAGE_LABELS[stage]), *counts, why))
    return FunnelPage(
        bars=bars(found),
        lines=lines,
        stages=[say(STAGE_LABELS[stage]) for stage in Stage],
        views=[
            (say(title), [(row.label, *map(shown, row.counts)) for row in rows])
            for (title, _by), rows in zip(VIEWS, found.views, strict=True)
        ],
    )


def as_csv(found: Figures) -> bytes:
    """All figures of the page as a file, with what each counts."""
    header = [_("Figure"), _("Of what"), *(say(STAGE_LABELS[stage]) for stage in Stage)]
    return write_csv(header, table(found))


def table(found: Figures) -> list[list[str]]:
    """All figures of the page as rows: the funnel, those who stopped, reasons, breakdowns."""
    rows = [
        [_("Households"), _("all"), *map(shown, found.households)],
        [_("Stopped here"), _("all"), *map(shown, found.lost_here)],
    ]
    for row in found.reasons:
        rows.append([_("Reason"), _label(LOST_LABELS, row.label), *map(shown, row.counts)])
    for (title, _by), view in zip(VIEWS, found.views, strict=True):
        for row in view:
            rows.append([say(title), row.label, *map(shown, row.counts)])
    return rows
