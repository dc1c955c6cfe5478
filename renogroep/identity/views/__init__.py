"""Pages of this room; importing a module hangs its pages on the blueprint."""

from renogroep.identity.views import (
    forgotten,
    passwords,
    proving,
    second_factor,
    signing_in,
    switching,
)
from renogroep.identity.views.blueprint import pages

__all__ = ["forgotten", "pages", "passwords", "proving", "second_factor", "signing_in", "switching"]
