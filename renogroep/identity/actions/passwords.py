"""How is a password chosen, kept and compared?"""

import secrets
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy.orm import Session

from renogroep.identity import queries
from renogroep.identity.actions import sessions
from renogroep.identity.actions.accounts import note
from renogroep.identity.actions.keys import revoke_link
from renogroep.identity.models import ACCOUNT_LINKS, Account
from renogroep.identity.rules import passwords
from renogroep.identity.rules.events import Did
from renogroep.infra.acts import By

COMMON = Path(__file__).resolve().parents[1] / "data" / "common_passwords.txt"
_hasher = PasswordHasher()
_NOBODY = _hasher.hash(secrets.token_hex(8))


@cache
def common() -> frozenset[str]:
    """Passwords that everybody tries first; the file says where they come from."""
    lines = COMMON.read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("# "))


def set_password(session: Session, account: Account, password: str, *, by: By) -> None:
    """Raises Refused for one that is guessed too easily, see ``rules/passwords.py``."""
    names = " ".join(person.name for person in queries.people_of(session, account.id))
    passwords.check(password, common=common(), email=account.email, name=names)
    account.password_hash = _hasher.hash(password)
    note(session, Did.PASSWORD_SET, account, actor_id=by.actor_id)


def fits(kept: str | None, typed: str) -> bool:
    """Is this the password? It takes as long when there is none, so nobody learns who is here."""
    try:
        return _hasher.verify(kept or _NOBODY, typed) and kept is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def refresh(account: Account, typed: str) -> None:
    """Keep a password that fitted as safely as today's library does."""
    if account.password_hash and _hasher.check_needs_rehash(account.password_hash):
        account.password_hash = _hasher.hash(typed)


def choose_password(
    session: Session, account: Account, password: str, *, keep_link: int | None, by: By
) -> None:
    """A new password for an own account; every session and other link to sign in is over then.

    Whoever asks proved just now who they are. Raises as ``set_password``.
    """
    sessions.renew(session, account, by=by)
    set_password(session, account, password, by=by)
    for purpose in ACCOUNT_LINKS:
        for person in queries.people_of(session, account.id):
            for link in queries.working_links(session, person.id, purpose):
                if link.id != keep_link:
                    revoke_link(session, link, by=by)
