"""Somebody forgot a password: who gets a link by mail?"""

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.identity import queries
from renogroep.identity.actions.notices import notify
from renogroep.identity.rules.events import Did
from renogroep.infra.acts import By
from renogroep.infra.audit import record

MOST = 5  # mails in a quarter of an hour; the links in those still work


def ask_link(session: Session, email: str, *, by: By) -> None:
    """A link of fifteen minutes to whoever has this account; for nobody else anything happens.

    However often somebody guessed wrong: this way in stays open.
    """
    account = queries.account_by_email(session, email)
    if account is None or not account.active:
        return
    purpose = "new_password"
    sent = len(queries.working_links(session, account.person_id, purpose))
    if sent >= MOST:
        return
    notify(
        session,
        account.person,
        "new_password",
        key=f"new_password:{account.id}:{clock.now().isoformat()}:{sent}",
        link=purpose,
        mail_to=account.email,
        by=by,
    )
    record(session, Did.NEW_PASSWORD_ASKED, actor_id=by.actor_id, subject=account)
