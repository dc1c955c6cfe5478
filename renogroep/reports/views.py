"""Pages: the funnel of a package, and the same figures as CSV."""

from flask import Blueprint, Response, render_template

from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import by_reader
from renogroep.infra.downloads import CSV, download
from renogroep.infra.pages import found
from renogroep.infra.scope import here, mine
from renogroep.reports import actions, queries
from renogroep.reports.presenters.funnel import as_csv, bars, figures_of, funnel_page
from renogroep.reports.rules.funnel import Figures
from renogroep.tenders.models import Package

pages = Blueprint("reports", __name__)


def _published(package_id: int) -> Package:
    package = mine(Package, package_id)
    return found(package if package.published_at else None)


def _figures(package: Package) -> Figures:
    return figures_of(db.session(), package)


@pages.get("/cijfers", endpoint="funnel")
@requires(May.FUNNEL_SEE)
def funnel_index() -> str:
    """Every published package with its own funnel."""
    packages = queries.packages(db.session(), *here().staff)
    cards = [(package, bars(_figures(package))) for package in packages]
    return render_template("reports/index.html", cards=cards)


@pages.get("/cijfers/<int:package_id>")
@requires(May.FUNNEL_SEE)
def package_funnel(package_id: int) -> str:
    """One package: the funnel, the reasons, and who took which way."""
    package = _published(package_id)
    page = funnel_page(_figures(package))
    return render_template("reports/funnel.html", package=package, page=page)


@pages.get("/cijfers/<int:package_id>.csv")
@requires(May.FUNNEL_SEE)
def funnel_csv(package_id: int) -> Response:
    """The same figures as on the page, with what each counts; who took them is kept."""
    with db.transaction() as session:
        package = _published(package_id)
        content, name = as_csv(_figures(package)), f"cijfers-{package.reference}.csv"
        actions.note_download(session, package, by=by_reader())
    return download(content, name, CSV)
