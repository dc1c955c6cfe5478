"""Somebody forgot a password: who gets a link by mail?"""

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.identity import queries
from renogroep.identity.actions.accounts import note
from renogroep.identity.actions.notices import notify
from renogroep.identity.models import Person
from renogroep.identity.rules.events import Did
from renogroep.identity.rules.homes import Home
from renogroep.infra.acts import By

MOST = 5  # mails in a quarter of an hour; the links in those still work


def home_of(session: Session, email: str, front: int | None) -> Home | None:
    """As whom somebody with this account comes in; None: nobody does.

    front   the municipality whose own front door it is; None at a shared one
    """
    account = queries.account_by_email(session, email)
    return queries.begins_as(account.id, front) if account is not None and account.active else None


def ask_link(session: Session, email: str, home: Home, *, by: By) -> None:
    """A link of fifteen minutes to whoever has this account, in the municipality of ``home``.

    However often somebody guessed wrong: this way in stays open.
    """
    account = queries.account_by_email(session, email)
    if account is None or not account.active:
        return
    purpose = "new_password"
    person = session.get_one(Person, home.person_id)
    sent = len(queries.working_links(session, person.id, purpose))
    if sent >= MOST:
        return
    notify(
        session,
        person,
        "new_password",
        key=f"new_password:{account.id}:{clock.now().isoformat()}:{sent}",
        link=purpose,
        mail_to=account.email,
        by=by,
    )
    note(session, Did.NEW_PASSWORD_ASKED, account, actor_id=by.actor_id)
