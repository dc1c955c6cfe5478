"""Pages of this room; importing a module hangs its pages on the blueprint."""

from renogroep.orders.views import (
    closing,
    co_owners,
    firm,
    home_files,
    next_choice,
    ordered,
    ordering,
    own_money,
    resident,
    staff,
    survey,
    waves,
)
from renogroep.orders.views.blueprint import pages

__all__ = [
    "closing",
    "co_owners",
    "firm",
    "home_files",
    "next_choice",
    "ordering",
    "own_money",
    "pages",
    "resident",
    "staff",
    "ordered",
    "survey",
    "waves",
]
