"""Pages: the funnel of a package, and the same figures as CSV."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, render_template
from flask_babel import gettext as _
from flask_login import current_user

from renogroep.base.text import N_
from renogroep.infra import db
from renogroep.infra.access import May, only_watching, requires
from renogroep.infra.audit import record
from renogroep.infra.i18n import say
from renogroep.infra.pages import found
from renogroep.infra.sheets import write_csv
from renogroep.owners.rules.kinds import OWNER_LABELS
from renogroep.reports import queries
from renogroep.reports.events import Did
from renogroep.reports.rules.funnel import LOST_LABELS, STAGE_LABELS, Figures, Stage, figures
from renogroep.reports.rules.hiding import Cell, shown
from renogroep.tenders.models import Package

pages = Blueprint("reports", __name__)

CHANNELS = {"online": N_("online"), "phone": N_("by phone"), "paper": N_("on paper")}
NO_GROUP = N_("In no group")
VIEWS: list[tuple[str, Any]] = [
    (N_("Street"), lambda j: j.street),
    (N_("Channel"), lambda j: _label(CHANNELS, j.channel)),
    (N_("Kind of owner"), lambda j: _label(OWNER_LABELS, j.owner_kind)),
    (N_("Renovation group"), lambda j: j.group or say(NO_GROUP)),
]


def _mine() -> list[Package]:
    return list(
        queries.packages(db.session(), current_user.municipality_id, current_user.neighbourhood_ids)
    )


def _label(labels: Any, code: str) -> str:
    return say(labels.get(code, code))


def _one(package_id: int) -> Package:
    return found(next((p for p in _mine() if p.id == package_id), None))


def _figures(package: Package) -> Figures:
    ways = queries.journeys(db.session(), package.id)
    return figures(ways, [by for _, by in VIEWS], only_watching=only_watching())


def _bar(cells: Sequence[Cell]) -> list[tuple[str, int, str]]:
    """Rows of the picture; a hidden count has words and no length."""
    return [
        (say(STAGE_LABELS[stage]), cell if isinstance(cell, int) else 0, shown(cell))
        for stage, cell in zip(Stage, cells, strict=True)
    ]


@pages.get("/cijfers", endpoint="funnel")
@requires(May.FUNNEL_SEE)
def funnel_index() -> str:
    """Every published package with its own funnel."""
    cards = [(package, _bar(_figures(package).households)) for package in _mine()]
    return render_template("reports/index.html", cards=cards)


@pages.get("/cijfers/<int:package_id>")
@requires(May.FUNNEL_SEE)
def package_funnel(package_id: int) -> str:
    """One package: the funnel, the reasons, and who took which way."""
    package = _one(package_id)
    found = _figures(package)
    lines = [
        (
            say(STAGE_LABELS[stage]),
            shown(found.households[place]),
            shown(found.lost_here[place]),
            "; ".join(
                f"{_label(LOST_LABELS, code)}: {shown(cell)}" for code, cell in found.why(place)
            ),
        )
        for place, stage in enumerate(Stage)
    ]
    return render_template(
        "reports/funnel.html",
        package=package,
        bars=_bar(found.households),
        lines=lines,
        stages=[say(STAGE_LABELS[stage]) for stage in Stage],
        views=[
            (say(title), [(row.label, *map(shown, row.counts)) for row in rows])
            for (title, _by), rows in zip(VIEWS, found.views, strict=True)
        ],
    )


@pages.get("/cijfers/<int:package_id>.csv")
@requires(May.FUNNEL_SEE)
def funnel_csv(package_id: int) -> Response:
    """The same figures as on the page, with what each counts."""
    package = _one(package_id)
    rows = table(_figures(package))
    with db.transaction() as session:
        record(
            session,
            Did.FUNNEL_DOWNLOADED,
            actor_id=current_user.id,
            subject=session.get_one(Package, package_id),
        )
    header = [_("Figure"), _("Of what"), *(say(STAGE_LABELS[stage]) for stage in Stage)]
    return Response(
        write_csv(header, rows),
        mimetype="text/csv",
        headers={"Content-Disposition": f"attachment; filename=cijfers-{package.reference}.csv"},
    )


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
