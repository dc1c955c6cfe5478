"""Pages of this room; importing a module hangs its pages on the blueprint."""

from renogroep.identity.views import passwords, signing_in
from renogroep.identity.views.blueprint import pages

__all__ = ["pages", "passwords", "signing_in"]
