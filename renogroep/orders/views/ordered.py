"""Part of a page: what the pages with quotes say once a home has an order."""

from typing import Any

from renogroep.orders.presenters.ordered import ordered
from renogroep.orders.views.blueprint import pages
from renogroep.quotes.presenters.ordered import hang_in


@pages.record
def _hang_in(setup: Any) -> None:
    hang_in(setup.app, ordered)
