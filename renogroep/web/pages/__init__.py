"""Pages that span many rooms; importing a module hangs its pages on the blueprint."""

from renogroep.web.pages import basics
from renogroep.web.pages.blueprint import pages

__all__ = ["basics", "pages"]
