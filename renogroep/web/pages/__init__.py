"""Pages that span many rooms; importing a module hangs its pages on the blueprint."""

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
    packages,
    staff_home,
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
    "letters",
    "members",
    "my_data",
    "my_home",
    "organisations",
    "packages",
    "pages",
    "staff_home",
    "stopping",
]
