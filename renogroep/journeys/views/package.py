"""Pages: which packages are there, and where is each lot of one?"""

from flask import render_template, request

from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.pages import found
from renogroep.infra.scope import here
from renogroep.journeys.presenters import package_board
from renogroep.journeys.views.blueprint import pages
from renogroep.tenders import queries
from renogroep.tenders.models import Package

MAX_REASON = 500


@pages.get("/pakketten")
@requires(May.PACKAGE_SEE)
def packages() -> str:
    """All packages, the newest first."""
    session = db.session()
    rows = queries.packages(session, *here().staff)
    return render_template("journeys/packages.html", **package_board.package_list(session, rows))


def my_package(id: int) -> Package:
    """The package, when it lies in what this person works in."""
    return found(queries.package_by_id(db.session(), id, *here().staff))


@pages.get("/pakketten/<int:id>")
@requires(May.PACKAGE_SEE)
def package(id: int) -> str:
    """Where each lot is, how many homes, what comes next, and what happened."""
    return package_page(my_package(id))


def package_page(row: Package, refusal: Text | None = None) -> str:
    """The page of one package, with why something was refused."""
    return render_template(
        "journeys/package.html",
        **package_board.package_board(db.session(), row),
        refusal=refusal,
        reason=request.form.get("reason", "")[:MAX_REASON],
    )
