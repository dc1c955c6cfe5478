"""Pages that span many rooms; importing a module hangs its pages on the blueprint."""

from renogroep.journeys import views as journeys
from renogroep.web.pages import (
    basics,
    delivery,
    front,
    household,
    letters,
    log,
    lost_factors,
    members,
    my_data,
    my_details,
    official_roles,
    organisations,
    papers,
    pauses,
    proving,
    retention,
    running,
    second_factor,
)
from renogroep.web.pages.blueprint import pages

__all__ = [
    "basics",
    "delivery",
    "front",
    "household",
    "journeys",
    "letters",
    "log",
    "lost_factors",
    "members",
    "my_data",
    "my_details",
    "official_roles",
    "organisations",
    "pages",
    "papers",
    "pauses",
    "retention",
    "running",
    "proving",
    "second_factor",
]
