"""Pages: the funnel of a package, and the same figures as CSV."""

from typing import Any

from flask import Blueprint, Response, render_template
from flask_babel import gettext as _
from flask_login import current_user

from renogroep.base.text import N_
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.audit import record
from renogroep.infra.i18n import say
from renogroep.infra.pages import found
from renogroep.infra.sheets import write_csv
from renogroep.orders.rules.reasons import REASON_LABELS
from renogroep.owners.rules.kinds import OWNER_LABELS
from renogroep.reports import queries
from renogroep.reports.events import Did
from renogroep.reports.rules.funnel import STAGE_LABELS, Journey, Stage, breakdown, funnel, shown
from renogroep.tenders.models import Package

pages = Blueprint("reports", __name__)

CHANNELS = {"online": N_("online"), "phone": N_("by phone"), "paper": N_("on paper")}
VIEWS: list[tuple[str, Any]] = [
    (N_("Street"), lambda j: j.street),
    (N_("Channel"), lambda j: _label(CHANNELS, j.channel)),
    (N_("Kind of owner"), lambda j: _label(OWNER_LABELS, j.owner_kind)),
]


def _mine() -> list[Package]:
    return list(
        queries.packages(db.session(), current_user.municipality_id, current_user.neighbourhood_ids)
    )


def _label(labels: Any, code: str) -> str:
    return say(labels.get(code, code))


def _one(package_id: int) -> Package:
    return found(next((p for p in _mine() if p.id == package_id), None))


@pages.get("/cijfers", endpoint="funnel")
@requires(May.FUNNEL_SEE)
def funnel_index() -> str:
    """Every published package with its own funnel."""
    cards = [(p, funnel(queries.journeys(db.session(), p.id))) for p in _mine()]
    return render_template("reports/index.html", cards=cards, labels=STAGE_LABELS)


@pages.get("/cijfers/<int:package_id>")
@requires(May.FUNNEL_SEE)
def package_funnel(package_id: int) -> str:
    """One package: the funnel, the reasons, and who took which way."""
    package = _one(package_id)
    ways = queries.journeys(db.session(), package.id)
    return render_template(
        "reports/funnel.html",
        package=package,
        steps=funnel(ways),
        labels=STAGE_LABELS,
        reasons=REASON_LABELS,
        views=[(say(title), breakdown(ways, by)) for title, by in VIEWS],
        shown=shown,
    )


@pages.get("/cijfers/<int:package_id>.csv")
@requires(May.FUNNEL_SEE)
def funnel_csv(package_id: int) -> Response:
    """The same figures as on the page, with what each counts."""
    package = _one(package_id)
    rows = table(queries.journeys(db.session(), package.id))
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


def table(ways: list[Journey]) -> list[list[str]]:
    """All figures of the page as rows: the funnel, those who stopped, reasons, breakdowns."""
    steps = funnel(ways)
    rows = [
        [_("Households"), _("all"), *(str(step.households) for step in steps)],
        [_("Stopped here"), _("all"), *(str(step.lost_here) for step in steps)],
    ]
    for code in sorted({code for step in steps for code, _n in step.reasons}):
        counts = [dict(step.reasons).get(code, 0) for step in steps]
        label = _label(REASON_LABELS, code)
        rows.append([_("Reason"), label, *(str(count) for count in counts)])
    for title, by in VIEWS:
        for row in breakdown(ways, by):
            rows.append([say(title), row.label, *(shown(count) for count in row.counts)])
    return rows
