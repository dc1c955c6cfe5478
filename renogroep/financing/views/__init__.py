"""Pages of this room; importing a module hangs its pages on the blueprint."""

from renogroep.financing.views import carrying, cases, drafting, versions
from renogroep.financing.views.blueprint import pages

__all__ = ["carrying", "cases", "drafting", "pages", "versions"]
