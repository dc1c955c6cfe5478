"""Who is signed in where, and how does that end, on this device and on all others?

The cookie holds a random token and nothing else; the row here decides. So a copied cookie opens
nothing once its owner signed out, changed the password or became something else.
"""

import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.identity import queries
from renogroep.identity.actions.accounts import note
from renogroep.identity.models import ACCOUNT_LINKS, Account, Person, SignedLink, WebSession
from renogroep.identity.rules.events import Did
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.db import jotting, locked

TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class GoesOn:
    """What a session takes along to another municipality: no proof and no hour is won."""

    created_at: datetime
    proved_at: datetime | None
    second_at: datetime | None


def begin(
    session: Session,
    person: Person,
    *,
    link: SignedLink | None = None,
    device: str = "",
    second_at: datetime | None = None,
    carried: str | None = None,
    goes_on: GoesOn | None = None,
) -> str:
    """A new session of this person; gives the token for the cookie, of which a hash is kept.

    Whoever came in with a password or a link to an account proved just now who they are.

    link    the key in a mail or letter with which somebody came in; None after a password
    device  the mark of the device, see ``infra/device.py``
    second_at  when a code of the second factor was given, if it was
    carried    what was typed before somebody signed in, sealed
    goes_on    the one in another municipality that it takes over from
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    now = clock.now()
    account = queries.own_account(session, person.id)
    weak = link is not None and link.purpose not in ACCOUNT_LINKS
    session.add(
        WebSession(
            municipality_id=person.municipality_id,
            person_id=person.id,
            account_id=None if weak or account is None else account.id,
            link_id=link.id if link else None,
            token_hash=queries.token_hash(token),
            generation=0 if account is None else account.generation,
            created_at=goes_on.created_at if goes_on else now,
            seen_at=now,
            device=device,
            proved_at=goes_on.proved_at if goes_on else None if weak else now,
            second_at=goes_on.second_at if goes_on else second_at,
            carried=carried,
        )
    )
    session.flush()
    return token


def note_seen(key: int, seen: datetime) -> None:
    """This session was used just now; whoever is writing has the right of way.

    seen    what its row said when the page was asked for: another click that came first stays
    """
    with suppress(OperationalError), jotting() as connection:
        connection.execute(
            update(WebSession)
            .where(WebSession.id == key, WebSession.seen_at == seen)
            .values(seen_at=clock.now())
        )


def put_down(session: Session, key: int) -> None:
    """What was carried is on the page again."""
    session.execute(
        update(WebSession)
        .where(WebSession.id == key)
        .values(carried=None)
        .execution_options(synchronize_session=False)
    )


def hang_on(session: Session, key: int, link: SignedLink) -> None:
    """A session that began with a key of this kind goes on with a new one."""
    row = locked(session, WebSession, key)
    old = None if row is None or row.link_id is None else session.get(SignedLink, row.link_id)
    if row is not None and old is not None and old.purpose == link.purpose:
        row.link_id = link.id


def end(session: Session, key: int | None) -> None:
    """One session is over; twice is once."""
    _end(session, [] if key is None else [key])


def end_own(session: Session, key: int, *, by: By) -> None:
    """One of the reader's own sessions, on another device perhaps. LookupError for another's."""
    row = locked(session, WebSession, key)
    if row is None or row.person_id != by.person_id:
        raise LookupError(f"session {key} is not of person {by.person_id}")
    if row.revoked_at is None:
        end(session, key)
        record(session, Did.SESSION_ENDED, actor_id=by.actor_id, subject=row)


def end_everywhere(session: Session, person_id: int, *, by: By) -> None:
    """Every session of a person ends; an account starts anew, in its other municipalities too."""
    account = queries.own_account(session, person_id)
    if account is not None:
        renew(session, account, by=by)
    _end(
        session,
        session.scalars(
            select(WebSession.id).where(
                WebSession.person_id == person_id, WebSession.revoked_at.is_(None)
            )
        ),
    )


def renew(session: Session, account: Account, *, by: By) -> None:
    """A new generation: every session of this account that there is opens nothing any more."""
    held = locked(session, Account, account.id)
    if held is not None:
        held.generation += 1
        note(session, Did.SIGNED_OUT_EVERYWHERE, held, actor_id=by.actor_id)


def _end(session: Session, keys: Iterable[int]) -> None:
    session.execute(
        update(WebSession)
        .where(WebSession.id.in_(list(keys)), WebSession.revoked_at.is_(None))
        .values(revoked_at=clock.now(), carried=None)
        .execution_options(synchronize_session=False)
    )
