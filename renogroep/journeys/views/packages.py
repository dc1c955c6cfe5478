"""Pages: which packages are there, and how far is each of them?"""

from flask import g, render_template, request

from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.scope import here, mine
from renogroep.journeys.presenters import package_board
from renogroep.journeys.views.blueprint import pages
from renogroep.tenders import queries
from renogroep.tenders.models import Package


@pages.get("/pakketten")
@requires(May.PACKAGE_SEE)
def packages() -> str:
    """All packages, the newest first."""
    session = db.session()
    shown = package_board.package_list(session, queries.packages(session, *here().staff))
    return render_template("journeys/packages.html", **shown)


@pages.get("/pakketten/<int:id>")
@requires(May.PACKAGE_SEE)
def package(id: int) -> str:
    """Where each lot is, how many homes, what comes next, and what happened."""
    return package_page(id)


def package_page(id: int, refusal: Text | None = None) -> str:
    """The page of one package, with why something was refused."""
    row = mine(Package, id)
    return render_template(
        "journeys/package.html",
        **package_board.package_board(db.session(), row),
        version=row.version if g.get("stale") else request.form.get("version", row.version),
        refusal=refusal,
        reason=request.form.get("reason", "")[:500],
    )
