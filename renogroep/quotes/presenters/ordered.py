"""Is there an order of this home, and what does it say? Orders are a room above, which tells it."""

from collections.abc import Callable
from typing import NamedTuple, cast

from flask import current_app
from flask.sansio.app import App
from sqlalchemy.orm import Session

from renogroep.base.money import Money
from renogroep.subscriptions.models import Subscription
from renogroep.tenders.models import Lot

_NAME = "renogroep_ordered"


class Ordered(NamedTuple):
    """The one figure of a home with an order: it goes before every figure of a quote.

    price      the ceiling, or the final price, excl. VAT
    total      the same incl. VAT; None without a VAT rule
    own_share  None where it is not known or not the reader's
    url        the page of the household; ``staff_url`` that of an advisor
    """

    firm: str
    price: Money
    total: Money | None
    own_share: Money | None
    url: str
    staff_url: str


Teller = Callable[[Session, Subscription, Lot], Ordered | None]


def hang_in(app: App, teller: Teller) -> None:
    """The room that knows says so when the house is put together."""
    app.extensions[_NAME] = teller


def ordered_at(
    session: Session, subscription: Subscription, lot: Lot, *, sensitive: bool = True
) -> Ordered | None:
    """The figure of the running order; without what follows from the income category unless asked."""
    found = cast(Teller, current_app.extensions[_NAME])(session, subscription, lot)
    return found if found is None or sensitive else found._replace(own_share=None)
