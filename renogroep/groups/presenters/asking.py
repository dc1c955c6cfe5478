"""What will be asked of contractors, what was asked, and is somebody there at the last moment?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from flask import url_for
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.calendar import is_working_day
from renogroep.base.errors import Refused
from renogroep.base.text import Text
from renogroep.groups import queries
from renogroep.groups.actions import requests
from renogroep.groups.models import Request
from renogroep.infra.holidays import belgian
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.bill import NATURE_LABELS, SCOPE_LABELS
from renogroep.tenders.rules.lifecycle import LOTS

OFFICE_HOURS = (time(9), time(17))


@dataclass(frozen=True, slots=True)
class AskingPage:
    """Requests that were made, or what they would be now, or why there can be none."""

    state: Text
    asked: Sequence[Request]
    planned: Sequence[requests.PlannedRequest]
    why_not: Text | None
    natures: dict[str, str]
    scopes: dict[str, str]
    bills: dict[int, str]  # request -> where its empty bill is
    invite: str  # where contractors are invited


def asking_page(session: Session, lot: Lot) -> AskingPage:
    """Everything that the page before and after the question to contractors says."""
    asked = queries.requests_of_lot(session, lot.id)
    planned: list[requests.PlannedRequest] = []
    why_not = None
    if not asked:
        try:
            planned = requests.planned_requests(session, lot)
        except Refused as refused:
            why_not = refused.text
    return AskingPage(
        state=LOTS[lot.package.mode].label(lot.state),
        asked=asked,
        planned=planned,
        why_not=why_not,
        natures={str(code): label for code, label in NATURE_LABELS.items()},
        scopes={str(code): label for code, label in SCOPE_LABELS.items()},
        bills={
            one.id: url_for("quotes.bill_form", lot_id=lot.id, request_id=one.id) for one in asked
        },
        invite=url_for("quotes.invite", lot_id=lot.id),
    )


def proposed_deadline(lot: Lot) -> dict[str, date | time]:
    """Day and hour that were announced, when they still have to come."""
    deadline = lot.quote_deadline
    if deadline is None or deadline <= clock.now():
        return {}
    there = clock.local(deadline)
    return {"day": there.date(), "hour": there.time()}


def outside_hours(day: date | None, hour: time | None) -> bool:
    """A deadline at night or on a day off is allowed, but nobody is there to help."""
    if day is None or hour is None:
        return False
    in_hours = OFFICE_HOURS[0] <= hour <= OFFICE_HOURS[1]
    return not (in_hours and is_working_day(day, belgian(day)))
