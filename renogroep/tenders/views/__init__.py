"""Pages of a package, for the lead; importing a module hangs its pages on the blueprint."""

from renogroep.tenders.views import bill, criteria, lots, packages, publication
from renogroep.tenders.views.blueprint import pages

__all__ = ["bill", "criteria", "lots", "packages", "pages", "publication"]
