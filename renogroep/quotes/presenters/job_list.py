"""Which jobs has a firm, in every municipality that its people work for, and how are they opened?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.permissions import GRANTS, May
from renogroep.base.text import Text
from renogroep.identity.presenters.switching import Way, ways
from renogroep.identity.queries import firm_of
from renogroep.identity.rules.homes import Home
from renogroep.quotes.presenters.jobs import Standing, standing
from renogroep.quotes.queries.jobs import Job, jobs_of
from renogroep.quotes.rules.deadline import time_left


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job. ``way``: how it is opened, when it is of another municipality than the reader is in."""

    url: str
    title: str
    package: str
    reference: str
    deadline: datetime
    standing: Standing
    left: Text | None
    way: Way | None = None


@dataclass(frozen=True, slots=True)
class JobGroup:
    """The jobs of one municipality, the first deadline on top."""

    municipality_id: int
    name: str
    rows: tuple[JobRow, ...]


def jobs_here(session: Session, firm_id: int | None) -> tuple[JobRow, ...]:
    """Every job of this firm, the first deadline on top."""
    now = clock.now()
    return tuple(_row(job, now) for job in jobs_of(session, firm_id, now))


def jobs_elsewhere(
    across: Session, session: Session, homes: Iterable[Home], *, here: int
) -> list[JobGroup]:
    """Those of the other municipalities in which the reader works for a firm, where there are any.

    across   a session of ``everywhere()``
    """
    now = clock.now()
    groups = []
    for home in homes:
        if home.municipality_id == here or GRANTS[May.JOB_SEE].isdisjoint(home.roles):
            continue
        rows = tuple(
            _row(job, now, home, session, here)
            for job in jobs_of(across, firm_of(across, home.person_id), now)
        )
        if rows:
            groups.append(JobGroup(home.municipality_id, home.name, rows))
    return groups


def _row(
    job: Job,
    now: datetime,
    home: Home | None = None,
    session: Session | None = None,
    here: int = 0,
) -> JobRow:
    request = job.request
    url = url_for("quotes.job", request_id=request.id)
    way = None
    if home is not None and session is not None:
        (way,) = ways(session, [home], here=here, target=url)
    return JobRow(
        url=url,
        title=request.lot.title,
        package=request.lot.package.title,
        reference=request.reference,
        deadline=request.deadline,
        standing=standing(job),
        left=None if job.stopped else time_left(now, request.deadline),
        way=way,
    )
