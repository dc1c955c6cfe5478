"""Where do the pages of this room hang, and is a row part of what the address names?"""

from typing import TypeVar

from flask import Blueprint, abort

from renogroep.infra.acts import Answer
from renogroep.infra.scope import mine
from renogroep.tenders.models import Lot, Post

pages = Blueprint("tenders", __name__)

Row = TypeVar("Row")

__all__ = ["Answer", "lot_of", "pages", "part_of", "post_of"]


def part_of(row: Row, **names: int) -> Row:
    """The row, or a 404 when the address puts it in another package or lot than its own."""
    if any(getattr(row, name) != key for name, key in names.items()):
        abort(404)
    return row


def lot_of(id: int, lot_id: int) -> Lot:
    """The lot of this package, or a 404."""
    return part_of(mine(Lot, lot_id), package_id=id)


def post_of(id: int, lot_id: int, post_id: int) -> Post:
    """The post of this lot of this package, or a 404."""
    lot_of(id, lot_id)
    return part_of(mine(Post, post_id), lot_id=lot_id)
