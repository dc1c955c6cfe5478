"""Pages of this room; importing a module hangs its pages on the blueprint."""

from renogroep.journeys.views import package, today
from renogroep.journeys.views.blueprint import pages

__all__ = ["package", "pages", "today"]
