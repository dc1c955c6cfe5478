"""A bill that was opened elsewhere: of whom may it be, and what is wrong in it?"""

from typing import Any

from flask import url_for
from sqlalchemy.orm import Session
from wtforms import SelectChoice

from renogroep.groups.models import Request
from renogroep.identity import queries as identity
from renogroep.infra.access import May, may_in
from renogroep.quotes.presenters.invite import contractors_link
from renogroep.quotes.presenters.upload import Reading
from renogroep.quotes.queries import opened
from renogroep.tenders.models import Lot

PROBLEMS_SHOWN = 100


def import_page(session: Session, lot: Lot, reading: Reading | None) -> dict[str, Any]:
    """The choices of the form (``requests``, ``firms``), and every problem of the file."""
    problems = reading.bill.problems if reading and reading.bill else ()
    return {
        "lot": lot,
        "package": lot.package,
        "requests": [
            SelectChoice(key, request.reference)
            for key, request in asked_requests(session, lot).items()
        ],
        "firms": [
            SelectChoice(firm.id, f"{firm.name} ({firm.company_number})")
            for firm in identity.organisations(session, lot.municipality_id, "contractor")
            if firm.active
        ],
        "problems": problems[:PROBLEMS_SHOWN],
        "problem_count": len(problems),
        "contractors": contractors_link(),
        "opening": url_for("quotes.opening", lot_id=lot.id)
        if may_in(May.QUOTES_OPEN, lot.package.neighbourhood_id)
        else None,
    }


def asked_requests(session: Session, lot: Lot) -> dict[int, Request]:
    """What was asked for the lot, by number."""
    return {request.id: request for request in opened.requests_of(session, lot.id)}
