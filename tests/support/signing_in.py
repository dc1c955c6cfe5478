"""Somebody is signed in in a test's browser, without the page that asks for a password."""

from typing import Any

from flask import Flask

from renogroep.identity.actions import sessions
from renogroep.identity.models import Person, WebSession
from renogroep.identity.queries import account_by_email, people_of, token_hash
from renogroep.infra import tenant
from renogroep.infra.db import session, transaction


def signed_in(app: Flask, client: Any, person_id: int) -> None:
    """Give the browser a session of this person, as after a password."""
    with tenant.upkeep(), app.app_context(), transaction() as current:
        token = sessions.begin(current, current.get_one(Person, person_id))
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True


def person_of(email: str) -> Person:
    """Who signs in with this e-mail, in the oldest municipality of the account."""
    account = account_by_email(session(), email)
    assert account is not None
    return people_of(session(), account.id)[0]


def reader_of(app: Flask, client: Any) -> int | None:
    """The key of whoever is signed in there, by the row that decides."""
    with client.session_transaction() as cookie:
        token = cookie.get("_user_id", "")
    with app.app_context():
        found = session().query(WebSession).filter_by(token_hash=token_hash(token)).one_or_none()
        return found.person_id if found else None
