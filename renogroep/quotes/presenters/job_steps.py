"""What does a job ask of the firm now? Orders count too, so a room above tells it."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple, cast

from flask import current_app
from flask.sansio.app import App
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.groups.models import Request

_NAME = "renogroep_job_steps"


class JobStep(NamedTuple):
    """One thing to do or to read. ``url`` is "" where that is the page of the job itself."""

    sentence: Text
    due: date | None
    url: str
    urgent: bool


Teller = Callable[[Session, Request], Sequence[JobStep]]


def hang_in(app: App, teller: Teller) -> None:
    """The room that knows says so when the house is put together."""
    app.extensions[_NAME] = teller


def steps_of_job(session: Session, request: Request) -> Sequence[JobStep]:
    """What the firm of the reader does next for this job."""
    return cast(Teller, current_app.extensions[_NAME])(session, request)
