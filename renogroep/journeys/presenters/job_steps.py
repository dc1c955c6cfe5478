"""What stands on the page of a job about what comes after its quote?"""

from collections.abc import Sequence

from flask import url_for
from sqlalchemy.orm import Session

from renogroep.groups.models import Request
from renogroep.journeys.presenters.lot_steps import steps_of_firm
from renogroep.quotes.presenters.job_steps import JobStep
from renogroep.tenders.rules.lifecycle import LotState


def job_steps(session: Session, request: Request) -> Sequence[JobStep]:
    """A question about prices, the result, what homes wait for; while quotes come in nothing.

    Until the deadline the page itself says how far the quote is, to the minute.
    """
    if request.lot.state == LotState.QUOTING:
        return []
    here = url_for("quotes.job", request_id=request.id)
    return [
        JobStep(
            found.step.sentence,
            found.step.due,
            "" if found.url == here else found.url,
            found.step.urgent,
        )
        for found in steps_of_firm(session, [request])
    ]
