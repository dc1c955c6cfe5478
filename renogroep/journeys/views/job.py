"""Part of a page: what the page of a job says about what comes after its quote."""

from typing import Any

from renogroep.journeys.presenters.job_steps import job_steps
from renogroep.journeys.views.blueprint import pages
from renogroep.quotes.presenters.job_steps import hang_in


@pages.record
def _hang_in(setup: Any) -> None:
    hang_in(setup.app, job_steps)
