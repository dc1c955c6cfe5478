"""Pages of this room; importing a module hangs its pages on the blueprint."""

from renogroep.identity.views import forgotten, passwords, second_factor, signing_in
from renogroep.identity.views.blueprint import pages

__all__ = ["forgotten", "pages", "passwords", "second_factor", "signing_in"]
