"""Where the pages of this room hang, and which rows are this lead's."""

from flask import Blueprint
from flask_login import current_user
from werkzeug.wrappers import Response

from renogroep.infra import db
from renogroep.infra.pages import found
from renogroep.tenders import queries
from renogroep.tenders.models import Lot, Package

pages = Blueprint("tenders", __name__)

Answer = str | Response | tuple[str, int]


def my_package(id: int) -> Package:
    """The package, or a 404 when it is not this lead's."""
    return found(
        queries.package_by_id(
            db.session(), id, current_user.municipality_id, current_user.neighbourhood_ids
        )
    )


def my_lot(id: int, lot_id: int) -> Lot:
    """The lot of this package, or a 404."""
    lot = found(
        queries.lot_by_id(
            db.session(), lot_id, current_user.municipality_id, current_user.neighbourhood_ids
        )
    )
    return found(lot if lot.package_id == id else None)
