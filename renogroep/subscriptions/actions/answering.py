"""Somebody answers with a code: what does it confirm?"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from renogroep.base.errors import Refused
from renogroep.base.names import cleaned
from renogroep.infra.acts import By
from renogroep.subscriptions.actions.asking import CONFIRM
from renogroep.subscriptions.actions.codes import WRONG, code_of_letter, try_digits
from renogroep.subscriptions.actions.confirming import confirm_interest
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.codes import is_digits


def answer_with_code(session: Session, typed: str, reference: str, *, by: By) -> bool | None:
    """Confirm what the code stands for.

    typed      ten signs of a letter, or the six digits that went to a mobile
    reference  of the interest; only six digits need it
    returns    as ``confirm_interest``; None for six digits that are not right, which is counted
    Raises Refused ``code.wrong`` for anything else, and as ``confirm_interest``.
    """
    if is_digits(typed):
        row = session.scalar(
            select(Subscription).where(Subscription.reference == cleaned(reference).upper())
        )
        if row is None or not try_digits(session, typed, CONFIRM, row.id):
            return None
    else:
        code = code_of_letter(session, typed)
        row = session.get(Subscription, code.subject_id) if code.purpose == CONFIRM else None
        if row is None:
            raise Refused("code.wrong", WRONG)
    return confirm_interest(session, row, by=By(row.person_id, by.channel))
