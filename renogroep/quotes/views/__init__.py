"""Pages of this room; importing a module hangs its pages on the blueprint."""

from renogroep.quotes.queries import reach  # who reaches which row
from renogroep.quotes.views import (
    checks,
    choice,
    decision,
    importing,
    invite,
    jobs,
    matrix,
    my_quotes,
    on_behalf,
    opening,
    price,
    regularity,
    scenarios,
    scores,
    submit,
    unreadable,
    upload,
)
from renogroep.quotes.views.blueprint import pages

__all__ = [
    "checks",
    "choice",
    "decision",
    "importing",
    "invite",
    "jobs",
    "matrix",
    "my_quotes",
    "on_behalf",
    "opening",
    "pages",
    "price",
    "reach",
    "regularity",
    "scenarios",
    "scores",
    "submit",
    "unreadable",
    "upload",
]
