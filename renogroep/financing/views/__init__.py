"""Pages of this room; importing a module hangs its pages on the blueprint."""

from renogroep.financing.views import cases, drafting, versions
from renogroep.financing.views.blueprint import pages

__all__ = ["cases", "drafting", "pages", "versions"]
