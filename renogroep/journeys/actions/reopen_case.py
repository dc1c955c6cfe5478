"""A case is taken up again: does its interest go on too?"""

from collections.abc import Collection

from sqlalchemy.orm import Session

from renogroep.base.errors import Refused
from renogroep.infra.acts import By, check_seen
from renogroep.journeys.actions.holding import hold_interests
from renogroep.owners.actions import cases
from renogroep.owners.models import Case
from renogroep.subscriptions.actions.interest import resume_interest
from renogroep.subscriptions.queries import of_case


def reopen_case(session: Session, case: Case, *, resume: Collection[int] = (), by: By) -> None:
    """Open a closed case again, with the stopped interests that its owner takes up again.

    resume   keys of interests of this case; ``case.interest`` is refused for another one
    Raises Refused as ``cases.reopen_case`` and ``resume_interest``; nothing is opened then.
    """
    interests = of_case(session, case.id)
    hold_interests(session, interests, [case.id])
    check_seen(case, by)
    chosen = [row for row in interests if row.id in resume]
    if len(chosen) != len(set(resume)):
        raise Refused("case.interest", "Choose from the interests of this case.")
    cases.reopen_case(session, case, by=by.inside)
    for row in chosen:
        resume_interest(session, row, by=by.inside)
