"""How does somebody go on in another municipality, on the same front door or on another?

At another door there is no cookie yet. That door asks, with a state that it keeps in a cookie; the
door where somebody is signed in gives a hand-over for that state alone; it works once, for a minute.
"""

import secrets
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.text import Text, t
from renogroep.identity import queries
from renogroep.identity.actions.keys import LIFETIME
from renogroep.identity.actions.sessions import TOKEN_BYTES, GoesOn
from renogroep.identity.models import Person, SignedLink
from renogroep.identity.rules.events import Did
from renogroep.identity.rules.homes import Home
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.db import everywhere

PURPOSE = "hand_over"
NOT_GOOD = t(
    "We could not bring you to the other municipality. This works once, within a minute, in the window where you asked for it. Go back to where you were, and press the button again."
)


@dataclass(frozen=True, slots=True)
class Came:
    """Who came in by a hand-over, and what their session had."""

    person_id: int
    goes_on: GoesOn


def note_switch(session: Session, home: Home, *, by: By) -> None:
    """Somebody goes on in another municipality: it stands in the trail of that one."""
    person = session.get_one(Person, home.person_id)
    record(session, Did.MUNICIPALITY_CHANGED, actor_id=person.id, subject=person, old=by.person_id)


def hand_over(session: Session, home: Home, *, state: str, session_id: int) -> str:
    """A token that opens ``home`` once, in the browser that has this state in a cookie.

    session_id   the session that goes on there: it must be good still when somebody arrives
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    now = clock.now()
    row = SignedLink(
        municipality_id=home.municipality_id,
        person_id=home.person_id,
        token_hash=_hash(token, state),
        purpose=PURPOSE,
        subject_id=session_id,
        created_at=now,
        expires_at=now + LIFETIME[PURPOSE],
    )
    session.add(row)
    record(session, Did.LINK_MADE, actor_id=home.person_id, subject=row, purpose=PURPOSE)
    return token


def municipality_of(across: Session, token: str, state: str) -> int | None:
    """Whither a hand-over goes, good or not; to ask everywhere, before ``arrive``."""
    of = select(SignedLink.municipality_id)
    return across.scalar(of.where(*_is(token, state)))


def _is(token: str, state: str) -> tuple[ColumnElement[bool], ...]:
    return SignedLink.token_hash == _hash(token, state), SignedLink.purpose == PURPOSE


def arrive(session: Session, token: str, *, state: str) -> Came | Text:
    """Trade a hand-over for who comes in; why not, for another's, a used and an old one."""
    link = session.scalar(
        select(SignedLink)
        .where(*_is(token, state))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    good = link is not None and link.opened_at is None and queries.link_is_good(link, clock.now())
    goes_on = _of_session(link.subject_id) if link is not None and good else None
    if link is None or goes_on is None:
        return NOT_GOOD
    link.opened_at = clock.now()
    record(session, Did.HANDED_OVER, actor_id=link.person_id, subject=link)
    return Came(link.person_id, goes_on)


def _of_session(session_id: int | None) -> GoesOn | None:
    """What the session has that somebody leaves; None when it is over."""
    with everywhere() as across:
        row = None if session_id is None else queries.live_session(across, session_id)
        return None if row is None else GoesOn(row.created_at, row.proved_at, row.second_at)


def _hash(token: str, state: str) -> str:
    return queries.token_hash(f"{token}.{state}")
