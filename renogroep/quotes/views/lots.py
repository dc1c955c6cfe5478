"""What do the pages about the opened quotes of one lot share?"""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from flask import Response
from flask_babel import format_decimal
from flask_login import current_user

from renogroep.base.numbers import half_up
from renogroep.infra import db
from renogroep.infra.files import safe_download_name
from renogroep.infra.pages import found
from renogroep.quotes.models import Quote
from renogroep.quotes.queries import invitations, opened
from renogroep.quotes.views.blueprint import pages
from renogroep.tenders.models import Lot


def my_lot(lot_id: int) -> Lot:
    """The lot, or a 404 when it lies outside what this member of staff works in."""
    return found(
        invitations.lot(
            db.session(), lot_id, current_user.municipality_id, current_user.neighbourhood_ids
        )
    )


def my_quote(lot_id: int, quote_id: int) -> Quote:
    """An opened quote of that lot, or a 404; a sealed one is not there for anybody."""
    return found(opened.quote_of_lot(db.session(), quote_id, my_lot(lot_id).id))


@pages.app_template_filter("points")
def points(value: Fraction | str) -> str:
    """Points as people read them: two decimals, rounded for the eye only."""
    return str(
        format_decimal(Decimal(half_up(Fraction(value) * 100)).scaleb(-2), format="#,##0.00")
    )


def download(content: bytes, name: str, extension: str) -> Response:
    """A file that is never shown inside a page."""
    kinds: dict[str, Any] = {
        "pdf": "application/pdf",
        "csv": "text/csv",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
    file = safe_download_name(name, extension)
    return Response(
        content,
        mimetype=kinds[extension],
        headers={"Content-Disposition": f"attachment; filename={file}"},
    )
