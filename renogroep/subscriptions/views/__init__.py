"""Pages of this room; importing a module hangs its pages on the blueprint."""

from renogroep.subscriptions.views import flow, on_behalf, paper
from renogroep.subscriptions.views.blueprint import pages

__all__ = ["flow", "on_behalf", "pages", "paper"]
