"""Page: posts x contractors, per band, with what is included, left out or cheapest."""

from collections.abc import Sequence

from flask import Response, render_template
from sqlalchemy.orm import Session

from renogroep.base.cells import Out
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.downloads import CSV, XLSX, download
from renogroep.infra.files.checks import safe_download_name
from renogroep.infra.scope import mine
from renogroep.infra.sheets import write_csv, write_table
from renogroep.quotes.actions.taking import took
from renogroep.quotes.presenters.matrix import matrix_file, matrix_page
from renogroep.quotes.rules.events import Did
from renogroep.quotes.views.blueprint import pages
from renogroep.quotes.views.lots import leaving
from renogroep.tenders.models import Lot


@pages.get("/percelen/<int:lot_id>/vergelijken")
@requires(May.QUOTES_COMPARE)
def matrix(lot_id: int) -> str:
    """Every request of the lot; nothing before the opening."""
    return render_template("quotes/matrix.html", **matrix_page(db.session(), mine(Lot, lot_id)))


@pages.get("/percelen/<int:lot_id>/vergelijken.xlsx")
@requires(May.QUOTES_COMPARE)
def matrix_xlsx(lot_id: int) -> Response:
    """The comparison for a spreadsheet program."""
    header, rows, title = _export(lot_id, "xlsx")
    content = write_table(header, rows, title=title)
    return download(content, safe_download_name(f"vergelijking {title}", "xlsx"), XLSX)


@pages.get("/percelen/<int:lot_id>/vergelijken.csv")
@requires(May.QUOTES_COMPARE)
def matrix_csv(lot_id: int) -> Response:
    """The comparison as plain rows."""
    header, rows, title = _export(lot_id, "csv")
    name = safe_download_name(f"vergelijking {title}", "csv")
    return download(write_csv(header, rows), name, CSV)


def _export(lot_id: int, kind: str) -> tuple[list[str], list[Sequence[Out]], str]:
    """The rows and the title of the lot; the download is kept in the audit trail."""

    def work(session: Session, by: By) -> tuple[list[str], list[Sequence[Out]], str]:
        lot = mine(Lot, lot_id)
        header, rows = matrix_file(session, lot)
        took(session, Did.MATRIX_DOWNLOADED, lot, by=by, kind=kind)
        return header, rows, lot.title

    return leaving(work)
