"""Pages of this room; importing a module hangs its pages on the blueprint."""

from renogroep.orders.views import closing, firm, ordering, resident, staff, survey, waves
from renogroep.orders.views.blueprint import pages

__all__ = ["closing", "firm", "ordering", "pages", "resident", "staff", "survey", "waves"]
