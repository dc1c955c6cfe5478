"""How does a session begin in this browser?"""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from flask import abort, g, session
from flask_login import current_user, login_user, logout_user
from sqlalchemy.orm import Session

from renogroep.identity import queries
from renogroep.identity.actions import sessions
from renogroep.identity.models import Person, SignedLink
from renogroep.infra import db, known_device
from renogroep.infra.carried import TOKEN
from renogroep.infra.device import begin_session, this_device
from renogroep.infra.tenant import move_to

Result = TypeVar("Result")


def traced(work: Callable[[Session], Result]) -> Result:
    """Coming in and leaving are kept whatever the answer is, also from a GET and a failure."""
    with db.transaction() as current:
        return work(current)


def start_session(
    person_id: int,
    link_id: int | None = None,
    *,
    second_at: datetime | None = None,
    before: int | None = None,
    carried: str | None = None,
    goes_on: sessions.GoesOn | None = None,
) -> None:
    """A fresh session: what was typed or chosen before somebody signed in is not carried over.

    The one that this browser had (``before``, when its second factor was not given yet) is over, so
    its cookie is of no use to whoever copied it. ``carried`` is a form that this account sent without
    a session, see ``web/carrying.py``; ``goes_on`` what one in another municipality had. The rest of
    the request is of the municipality of who came in.
    """
    with db.everywhere() as across:
        home = queries.municipality_of_person(across, person_id)
    move_to(home)
    before = before or getattr(current_user, "session_id", None)

    def work(current: Session) -> str:
        sessions.end(current, before)
        link = None if link_id is None else current.get(SignedLink, link_id)
        person = current.get_one(Person, person_id)
        return sessions.begin(
            current,
            person,
            link=link,
            device=this_device().mark,
            second_at=second_at,
            carried=carried,
            goes_on=goes_on,
        )

    token = traced(work)
    with db.everywhere() as across:
        person = queries.principal(across, token)
    if person is None:
        logout_user()
        session.clear()
        abort(401)
    begin_session(person.id)
    session[TOKEN] = f"{secrets.token_hex(20)}.{person.account_id or ''}"
    g.pop(TOKEN, None)
    person.token = token
    login_user(person)
    if person.account_id is not None:
        known_device.remember(person.account_id)
