"""Somebody answers with a code: what does it confirm?"""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from renogroep.base.errors import Refused
from renogroep.base.names import cleaned
from renogroep.infra.acts import By
from renogroep.subscriptions.actions.asking import CONFIRM
from renogroep.subscriptions.actions.codes import WRONG, code_of_letter, try_digits
from renogroep.subscriptions.actions.confirming import confirm_interest
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.codes import is_digits


def municipalities_of_answer(session: Session, typed: str, reference: str) -> Sequence[int]:
    """For whom is it, as ``answer_with_code`` takes it? To ask everywhere; nobody learns it."""
    if is_digits(typed):
        row = session.scalar(_of_reference(reference))
        return [] if row is None else [row.municipality_id]
    try:
        return [code_of_letter(session, typed).municipality_id]
    except Refused:
        return []


def _of_reference(reference: str) -> Select[Subscription]:
    return select(Subscription).where(Subscription.reference == cleaned(reference).upper())


def answer_with_code(session: Session, typed: str, reference: str, *, by: By) -> bool | None:
    """Confirm what the code stands for.

    typed      ten signs of a letter, or the six digits that went to a mobile
    reference  of the interest; only six digits need it
    returns    as ``confirm_interest``; None for six digits that are not right, which is counted
    Raises Refused ``code.wrong`` for anything else, and as ``confirm_interest``.
    """
    if is_digits(typed):
        row = session.scalar(_of_reference(reference))
        if row is None or not try_digits(session, typed, CONFIRM, row.id):
            return None
    else:
        code = code_of_letter(session, typed)
        row = session.get(Subscription, code.subject_id) if code.purpose == CONFIRM else None
        if row is None:
            raise Refused("code.wrong", WRONG)
    return confirm_interest(session, row, by=By(row.person_id, by.channel))
