"""Is the reader really who signed in, and how do they show it?"""

from flask_login import current_user
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.text import Text, t
from renogroep.identity import queries
from renogroep.identity.actions import passwords, proof, second_factor, signing_in
from renogroep.identity.rules.proof import is_fresh
from renogroep.identity.views.starting import traced
from renogroep.infra import db, known_device
from renogroep.infra.pages import client_address

WRONG = t("This is not your password. Check it, or ask for a link by mail.")


def is_proved() -> bool:
    """Did the reader prove it in the last ten minutes?"""
    return is_fresh(current_user.proved_at, current_user.second_at, clock.now())


def why_not_password(typed: str) -> Text | None:
    """None when this is the reader's password: it is kept that they proved it. Guesses count."""
    account = queries.own_account(db.session(), current_user.id)
    if account is None:
        return WRONG
    email, here = account.email, current_user.session_id
    attempt = traced(
        lambda session: signing_in.begin(
            session, email=email, address=client_address(), known=known_device.accounts_here()
        )
    )
    if attempt.guess.wait:
        return attempt.guess.refusal().text
    if not passwords.fits(attempt.kept, typed):
        return WRONG
    traced(lambda session: proof.by_password(session, here, attempt))
    current_user.proved_at = clock.now()
    return None


def why_not_code(typed: str) -> Text | None:
    """The same for a code of the second factor."""
    here, account_id = current_user.session_id, current_user.account_id
    person_id = current_user.id

    def work(session: Session) -> Text | None:
        given = second_factor.answer(
            session, account_id, typed, person_id=person_id, address=client_address()
        )
        if given.refusal is None:
            proof.by_code(session, here)
        return given.refusal

    refusal = traced(work)
    if refusal is None:
        current_user.second_at = clock.now()
    return refusal
