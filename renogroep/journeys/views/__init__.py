"""Pages of this room; importing a module hangs its pages on the blueprint."""

from renogroep.journeys.views import (
    case,
    case_route,
    case_work,
    caseload,
    confirming,
    home_files,
    job,
    my_home,
    other_owner,
    packages,
    rules,
    stopping,
    today,
)
from renogroep.journeys.views.blueprint import pages

__all__ = [
    "case",
    "case_route",
    "case_work",
    "caseload",
    "confirming",
    "home_files",
    "job",
    "my_home",
    "other_owner",
    "packages",
    "pages",
    "rules",
    "stopping",
    "today",
]
