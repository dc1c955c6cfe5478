"""What do the pages about one lot and its quotes share?"""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from flask_babel import format_decimal
from sqlalchemy.orm import Session

from renogroep.base.numbers import half_up
from renogroep.infra import db
from renogroep.infra.acts import By, by_reader
from renogroep.infra.pages import found
from renogroep.infra.scope import mine
from renogroep.quotes.models import Quote
from renogroep.quotes.views.blueprint import pages
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import Mode

Result = TypeVar("Result")


def lot_of_mode(mode: Mode, lot_id: int) -> Lot:
    """The lot, or a 404 in the other mode: the page is not there then."""
    lot = mine(Lot, lot_id)
    return found(lot if lot.package.mode == mode else None)


def quote_of(lot_id: int, quote_id: int) -> Quote:
    """An opened quote of that lot, or a 404."""
    quote = mine(Quote, quote_id)
    return found(quote if quote.request.lot_id == lot_id else None)


def leaving(work: Callable[[Session, By], Result]) -> Result:
    """A GET after which something leaves the house: written down in a transaction of its own."""
    with db.transaction() as session:
        return work(session, by_reader())


@pages.app_template_filter("points")
def points(value: Fraction | str) -> str:
    """Points as people read them: two decimals, rounded for the eye only."""
    return str(
        format_decimal(Decimal(half_up(Fraction(value) * 100)).scaleb(-2), format="#,##0.00")
    )
