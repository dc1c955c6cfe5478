"""Does this request change something that stands still?

Two looks: before the page, by who sends it; and when a change is recorded, by what it is about. So no
page has to know that there are pauses.
"""

from collections.abc import Sequence
from typing import Any

from flask import Flask, g, has_request_context, request
from flask_login import current_user
from sqlalchemy import event
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.identity import queries
from renogroep.identity.models import Pause
from renogroep.identity.rules.pauses import PauseKind, Place, longest_of
from renogroep.infra.audit import AuditEvent
from renogroep.infra.db import everywhere
from renogroep.journeys.queries.paused import package_of

STILL_WORK = ("identity.", "pages.pause")  # signing in and out, and the pause itself


class Paused(Exception):
    """Nothing changes now; the page says until when."""

    def __init__(self, pause: Pause) -> None:
        super().__init__("paused")
        self.pause = pause


def _is_change() -> bool:
    return (
        has_request_context()
        and request.method == "POST"
        and not (request.endpoint or "").startswith(STILL_WORK)
    )


def _not_over() -> Sequence[Pause]:
    """Asked once per request, everywhere: one for the installation holds for all."""
    if "pauses" not in g:
        with everywhere() as across:
            g.pauses = queries.pauses_not_over(across, clock.now())
    found: Sequence[Pause] = g.pauses
    return found


def _check(rows: Sequence[Pause], place: Place) -> None:
    held = longest_of([row.value for row in rows], place, clock.now())
    if held is not None:
        raise Paused(next(row for row in rows if row.value == held))


def _of_reader() -> Place:
    if not current_user.is_authenticated:
        return Place()
    return Place(
        municipality_id=current_user.municipality_id,
        organisation_ids=frozenset(current_user.organisation_ids),
    )


def register(app: Flask) -> None:
    """Before the page; the other look is at the end of this module."""

    @app.before_request
    def _before() -> None:
        if _is_change():
            _check(_not_over(), _of_reader())


@event.listens_for(Session, "before_flush")
def _when_recorded(session: Session, _context: Any, _instances: Any) -> None:
    if not _is_change():
        return
    for row in list(session.new):
        if isinstance(row, AuditEvent):
            with session.no_autoflush:
                _check_subject(session, row)


def _check_subject(session: Session, row: AuditEvent) -> None:
    rows = [one for one in _not_over() if one.municipality_id == row.municipality_id]
    if not rows:
        return
    about_package = any(one.kind == PauseKind.PACKAGE for one in rows)
    package = package_of(session, row.subject_kind, row.subject_id) if about_package else None
    _check(rows, Place(municipality_id=row.municipality_id, package_id=package))
