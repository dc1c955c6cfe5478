"""Posts x contractors, per band: what stands on the page, and in the file to take along?"""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.cells import Out
from renogroep.infra.access import May, may_in
from renogroep.infra.i18n import say
from renogroep.quotes.queries import comparing
from renogroep.quotes.queries.comparing import RequestTable
from renogroep.quotes.rules.lifecycle import QUOTES, QuoteState
from renogroep.quotes.rules.price_sheet import KIND_LABELS
from renogroep.quotes.rules.sheet_reading import band_label
from renogroep.tenders.models import Lot


def matrix_page(session: Session, lot: Lot) -> dict[str, Any]:
    """Every request of the lot with a quote; nothing before the opening."""
    return {
        "lot": lot,
        "package": lot.package,
        "tables": [table for table in comparing.tables(session, lot) if table.quotes],
        "kind_labels": KIND_LABELS,
        "label": QUOTES.label,
        "band_label": band_label,
        "irregular": QuoteState.IRREGULAR,
        "may_open": may_in(May.QUOTES_OPEN, lot.package.neighbourhood_id),
    }


def matrix_file(session: Session, lot: Lot) -> tuple[list[str], list[Sequence[Out]]]:
    """Header and rows: one row per request, band, post and contractor."""
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
    return header, [row for table in comparing.tables(session, lot) for row in _rows(table)]


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
