"""Who comes in with a password?

In three steps, so that the slow comparison of the password holds up nobody: ``begin`` counts the
guess, ``passwords.fits`` compares outside any transaction, ``finish`` lets in or leaves it counted.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from renogroep.identity import queries
from renogroep.identity.actions import guesses, passwords
from renogroep.identity.actions.accounts import note
from renogroep.identity.models import Account
from renogroep.identity.rules.events import Did


@dataclass(frozen=True, slots=True)
class Attempt:
    """A guess at a password.

    kept  the hash to compare with; None when nobody here has this name, or no password
    """

    guess: guesses.Guess
    account_id: int | None = None
    kept: str | None = None


def begin(session: Session, *, email: str, address: str, known: Collection[int]) -> Attempt:
    """Count a guess at this name, whether somebody has it or not.

    known  the accounts that signed in on this device before
    """
    account = queries.account_by_email(session, email)
    guess = guesses.count(
        session,
        name=email,
        address=address,
        known_device=account is not None and account.id in known,
    )
    if account is None or not account.active:
        return Attempt(guess)
    return Attempt(guess, account.id, account.password_hash)


def finish(session: Session, attempt: Attempt, password: str, *, person_id: int) -> Account | None:
    """The password fitted: whoever sent it is in. None when the account went off just now.

    person_id   as whom they begin
    """
    account = None if attempt.account_id is None else session.get(Account, attempt.account_id)
    if account is None or not account.active or account.password_hash != attempt.kept:
        return None
    guesses.was_right(session, attempt.guess)
    passwords.refresh(account, password)
    note(session, Did.SIGNED_IN, account, actor_id=person_id)
    return account
