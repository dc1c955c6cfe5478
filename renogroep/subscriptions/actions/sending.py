"""Somebody sends their answers: is it an interest, a message, or neither?"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from renogroep.base.errors import Refused
from renogroep.infra.acts import By
from renogroep.neighbourhoods.models import Address
from renogroep.owners.models import Case
from renogroep.subscriptions import queries
from renogroep.subscriptions.actions.interest import (
    INTERESTED_ENDS,
    leave_message,
    register_interest,
)
from renogroep.subscriptions.rules.coming_in import Sender
from renogroep.subscriptions.rules.questions import END_TEXTS, Answers, Ending, end_state
from renogroep.subscriptions.words import flow_of
from renogroep.tenders.models import Package


@dataclass(frozen=True, slots=True)
class Received:
    """What came of it; the code only of an interest.

    call_by     the day by which somebody calls or writes; None while the interest waits
    confirm_by  until when it waits to be confirmed
    """

    case: Case | None
    reference: str | None = None
    call_by: date | None = None
    confirm_by: date | None = None


def send_in(
    session: Session,
    *,
    package: Package,
    address: Address,
    answers: Answers,
    words: str,
    sender: Sender,
    submission_key: str | None,
    by: By,
) -> Received:
    """Write down what the answers lead to. The same key again gives the same: a form sent twice.

    words   what a tenant tells. Raises Refused as ``register_interest`` and ``leave_message``, and
            ``subscription.other_works`` for works that this package does not have.
    """
    end = end_state(answers, flow_of(package))
    if end == Ending.OTHER_WORKS:
        raise Refused("subscription.other_works", END_TEXTS[end])
    if end in INTERESTED_ENDS:
        row = register_interest(
            session,
            package=package,
            address=address,
            answers=answers,
            sender=sender,
            submission_key=submission_key,
            by=by,
        )
        if row.case_id is None:
            return Received(None, row.reference, confirm_by=row.confirm_by)
        return Received(row.case, row.reference, queries.call_promised(session, row.case))
    case = leave_message(
        session,
        package=package,
        address=address,
        answers=answers,
        words=words,
        sender=sender,
        submission_key=submission_key,
        by=by,
    )
    return Received(case, call_by=queries.call_promised(session, case))
