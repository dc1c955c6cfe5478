"""Pages of this room; importing a module hangs its pages on the blueprint."""

from renogroep.subscriptions.views import confirming, flow, on_behalf, paper, review
from renogroep.subscriptions.views.blueprint import pages

__all__ = ["confirming", "flow", "on_behalf", "pages", "paper", "review"]
