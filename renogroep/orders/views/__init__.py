"""Pages of this room; importing a module hangs its pages on the blueprint."""

from renogroep.orders.views import (
    closing,
    co_owners,
    firm,
    home_files,
    next_choice,
    ordered,
    ordering,
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
    "pages",
    "resident",
    "staff",
    "ordered",
    "survey",
    "waves",
]
