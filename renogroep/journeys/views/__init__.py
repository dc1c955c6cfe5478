"""Pages of this room; importing a module hangs its pages on the blueprint."""

from renogroep.journeys.views import job, package, today
from renogroep.journeys.views.blueprint import pages

__all__ = ["job", "package", "pages", "today"]
