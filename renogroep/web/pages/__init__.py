"""Pages that span many rooms; importing a module hangs its pages on the blueprint."""

from renogroep.journeys.views import job, package, today
from renogroep.web.pages import (
    basics,
    case,
    case_route,
    case_work,
    caseload,
    front,
    household,
    letters,
    members,
    my_data,
    my_home,
    organisations,
    stopping,
)
from renogroep.web.pages.blueprint import pages

__all__ = [
    "basics",
    "case",
    "case_route",
    "case_work",
    "caseload",
    "front",
    "household",
    "job",
    "letters",
    "members",
    "my_data",
    "my_home",
    "organisations",
    "package",
    "pages",
    "stopping",
    "today",
]
