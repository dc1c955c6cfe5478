"""How does somebody get in with a key in a mail or letter?"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.text import Text
from renogroep.identity import queries
from renogroep.identity.actions import sessions
from renogroep.identity.actions.accounts import hang_on, note
from renogroep.identity.models import ACCOUNT_LINKS, Account, Person, SignedLink
from renogroep.identity.rules.events import Did
from renogroep.infra.acts import By
from renogroep.infra.audit import record

LIFETIME = {
    "my_home": timedelta(days=400),  # a renovation takes longer than a season
    "co_sign": timedelta(days=60),
    "sign_in": timedelta(hours=12),
    "identity": timedelta(hours=1),
    "new_password": timedelta(minutes=15),
    "join": timedelta(days=14),
    "hand_over": timedelta(seconds=60),
}
ONCE = (*ACCOUNT_LINKS, "identity", "join")


def create_account(session: Session, *, person: Person, email: str, by: By) -> Account:
    """An account without a password yet. Raises Refused when the e-mail has one."""
    address = email.strip().lower()
    if queries.account_by_email(session, address) is not None:
        raise Refused(
            "account.known", "There is already an account for “%(email)s”.", email=address
        )
    row = Account(email=address)
    session.add(row)
    hang_on(session, row, person)
    note(session, Did.ACCOUNT_CREATED, row, actor_id=by.actor_id)
    return row


def make_link(
    session: Session,
    *,
    person: Person,
    purpose: str,
    by: By,
    subject_id: int | None = None,
) -> str:
    """A new key for this person; gives the token, of which only the hash is kept."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    row = SignedLink(
        municipality_id=person.municipality_id,
        person_id=person.id,
        token_hash=queries.token_hash(token),
        purpose=purpose,
        subject_id=subject_id,
        created_at=now,
        expires_at=now + LIFETIME[purpose],
    )
    session.add(row)
    record(session, Did.LINK_MADE, actor_id=by.actor_id, subject=row, purpose=purpose)
    return token


def good_link(session: Session, token: str) -> SignedLink:
    """The link of a token. Raises Refused, without saying more, when it is no longer good."""
    link = queries.link_by_token(session, token)
    used = link is not None and link.purpose in ONCE and link.opened_at is not None
    if link is None or used or not queries.link_is_good(link, clock.now()):
        raise Refused(
            "link.not_good",
            "This link does not work any more. Call us, then we send you a new one.",
        )
    return link


def open_link(session: Session, link: SignedLink) -> None:
    """Somebody came in with it; one to an account works once."""
    if link.opened_at is None:
        link.opened_at = clock.now()
    record(session, Did.LINK_OPENED, actor_id=link.person_id, subject=link)


def revoke_link(session: Session, link: SignedLink, *, by: By) -> None:
    """The key stops working at once, also for sessions that it opened."""
    link.revoked_at = clock.now()
    record(session, Did.LINK_REVOKED, actor_id=by.actor_id, subject=link)


def sign_out(session: Session, person_id: int, session_id: int, *, by: By) -> None:
    """Somebody leaves this device; of who came with a link nothing is recorded."""
    sessions.end(session, session_id)
    account = queries.own_account(session, person_id)
    if account is not None:
        note(session, Did.SIGNED_OUT, account, actor_id=by.actor_id)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link opened. ``waits`` for a button; a ``refusal`` opened nothing.

    owner   whose link it is, when somebody else is signed in and must say who is here
    """

    person_id: int = 0
    link_id: int = 0
    purpose: str = ""
    subject_id: int | None = None
    has_password: bool = False
    waits: bool = False
    owner: str = ""
    refusal: Text | None = None


def trade_link(
    session: Session, token: str, *, pressed: bool, reader_id: int | None = None
) -> Opened:
    """Open the link of a token.

    A sign-in link works once, and mail scanners open every link: it waits until a button is
    ``pressed``. So does a link of somebody else than ``reader_id``, who is signed in now: people
    share a phone, and nobody must act in another's name without noticing.
    """
    try:
        link = good_link(session, token)
    except Refused as refused:
        return Opened(refusal=refused.text)
    if (
        link.purpose == "join"
    ):  # nothing opens: its page asks who is there, and whether they want to
        return Opened(purpose=link.purpose)
    switches = reader_id is not None and reader_id != link.person_id
    if not pressed and (switches or link.purpose in ONCE):
        return Opened(waits=True, owner=link.person.name if switches else "")
    if switches:
        record(
            session,
            Did.SESSION_SWITCHED,
            actor_id=reader_id,
            subject=link,
            old=reader_id,
            new=link.person_id,
        )
    open_link(session, link)
    return Opened(
        person_id=link.person_id,
        link_id=link.id,
        purpose=link.purpose,
        subject_id=link.subject_id,
        has_password=queries.has_password(session, link.person_id),
    )
