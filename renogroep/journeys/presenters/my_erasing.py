"""What does somebody read before their data go: what goes now, what stays until when and why?"""

from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.identity.models import Person
from renogroep.identity.queries import own_account
from renogroep.journeys.actions.erase_me import WANTED, case_of, what_goes_of
from renogroep.journeys.presenters.retention import kept_lines
from renogroep.journeys.queries.own_rows import open_task


def erasing_page(session: Session, person: Person) -> dict[str, Any]:
    """The orders that run, the contracts that stay, and the way in which this person can show it."""
    goes = what_goes_of(session, person)
    lines = kept_lines(session, person.municipality_id)
    case = case_of(session, person.id)
    asked = None if case is None else open_task(session, case.id, WANTED)
    today = clock.today()
    return {
        "account": own_account(session, person.id) is not None,
        "runs": [
            {"order": one, "free": one.withdraw_until is not None and today <= one.withdraw_until}
            for one in goes.runs
        ],
        "stays": [{"order": one, "until": until} for one, until in goes.stays],
        "kept": next(line for line in lines if line["code"] == "person_with_order"),
        "mailbox": person.email,
        "asked_by": asked and asked.due_on,
        "home_url": url_for("pages.my_home"),
        "data_url": url_for("pages.my_data"),
    }
