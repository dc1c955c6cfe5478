"""Pages that span many rooms; importing a module hangs its pages on the blueprint."""

from renogroep.journeys import views as journeys
from renogroep.web.pages import (
    basics,
    front,
    household,
    letters,
    lost_factors,
    members,
    my_data,
    organisations,
    proving,
    second_factor,
)
from renogroep.web.pages.blueprint import pages

__all__ = [
    "basics",
    "front",
    "household",
    "journeys",
    "letters",
    "lost_factors",
    "members",
    "my_data",
    "organisations",
    "pages",
    "proving",
    "second_factor",
]
