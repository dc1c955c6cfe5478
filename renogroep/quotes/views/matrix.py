"""Page: posts x contractors, per band, with what is included, left out or cheapest."""

from collections.abc import Sequence
from typing import Any

from flask import render_template
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.audit import record
from renogroep.infra.i18n import say
from renogroep.infra.sheets import write_csv, write_table
from renogroep.infra.sheets.exports import Out
from renogroep.quotes.events import Did
from renogroep.quotes.queries import comparing
from renogroep.quotes.queries.comparing import RequestTable
from renogroep.quotes.rules.lifecycle import LABELS, QuoteState
from renogroep.quotes.rules.price_sheet import KIND_LABELS
from renogroep.quotes.rules.sheet_reading import band_label
from renogroep.quotes.views.blueprint import pages
from renogroep.quotes.views.lots import download, my_lot
from renogroep.tenders.models import Lot


@pages.get("/percelen/<int:lot_id>/vergelijken")
@requires(May.QUOTES_COMPARE)
def matrix(lot_id: int) -> str:
    """Every request of the lot; nothing before the opening."""
    lot = my_lot(lot_id)
    return render_template(
        "quotes/matrix.html",
        lot=lot,
        package=lot.package,
        tables=[table for table in comparing.tables(db.session(), lot) if table.quotes],
        kind_labels=KIND_LABELS,
        state_labels=LABELS,
        band_label=band_label,
        irregular=QuoteState.IRREGULAR,
    )


@pages.get("/percelen/<int:lot_id>/vergelijken.xlsx")
@requires(May.QUOTES_COMPARE)
def matrix_xlsx(lot_id: int) -> Response:
    """The comparison for a spreadsheet program."""
    header, rows, lot = _export(lot_id, "xlsx")
    content = write_table(header, rows, title=lot.title)
    return download(content, f"vergelijking {lot.title}", "xlsx")


@pages.get("/percelen/<int:lot_id>/vergelijken.csv")
@requires(May.QUOTES_COMPARE)
def matrix_csv(lot_id: int) -> Response:
    """The comparison as plain rows."""
    header, rows, lot = _export(lot_id, "csv")
    return download(write_csv(header, rows), f"vergelijking {lot.title}", "csv")


def _export(lot_id: int, kind: str) -> tuple[list[str], list[Sequence[Out]], Lot]:
    """One row per request, band, post and contractor; the download is kept in the audit trail."""
    header = [
        _("Request"),
        _("Homes"),
        _("Post"),
        _("Description"),
        _("Unit"),
        _("Quantity"),
        _("Contractor"),
        _("Answer"),
        _("Unit price, excl. VAT"),
        _("Amount, excl. VAT"),
        _("Difference with the stated total"),
        _("Remark"),
    ]
    with db.transaction() as session:
        lot = my_lot(lot_id)
        rows = [row for table in comparing.tables(session, lot) for row in _rows(table)]
        record(session, Did.MATRIX_DOWNLOADED, actor_id=current_user.id, subject=lot, kind=kind)
    return header, rows, my_lot(lot_id)


def _rows(table: RequestTable) -> list[Sequence[Any]]:
    return [
        (
            table.request.reference,
            str(band.band),
            row.line.number,
            row.line.description,
            row.line.unit,
            row.line.quantity,
            firm,
            say(KIND_LABELS[cell.kind]),
            cell.price,
            cell.amount,
            cell.difference,
            cell.remark,
        )
        for band in table.bands
        for row in band.rows
        for firm, cell in row.cells.items()
    ]
