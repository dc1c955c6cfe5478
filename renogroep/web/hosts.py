"""Is this request for one of our own names?

Links in pages and mails start with a host name; one that a visitor makes up must never be ours.
Checked before any page, redirect or limit, so that no answer repeats a foreign name.
"""

from flask import Flask, current_app, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import BadRequest

from renogroep.base.hosts import OWN_MACHINE, host_of, known_hosts
from renogroep.identity.queries.municipalities import is_host_of_a_municipality
from renogroep.infra.db import session


class UnknownHost(BadRequest):
    """A name that is not ours: 400, whatever the page."""


def is_own_machine(address: str) -> bool:
    """True when only somebody on this machine can reach it."""
    return host_of(address) in OWN_MACHINE


def register(app: Flask) -> None:
    """Before everything else that looks at a request."""

    @app.before_request
    def _only_ours() -> None:
        names = app.config.get("SERVER_NAMES") or [app.config.get("SERVER_NAME") or ""]
        host = host_of(request.headers.get("Host", ""))
        if host not in known_hosts(names) and not _of_a_municipality(host):
            raise UnknownHost


def _of_a_municipality(host: str) -> bool:
    """A database that is away knows no names: only those of the settings are answered then."""
    try:
        return is_host_of_a_municipality(session(), host)
    except SQLAlchemyError:
        current_app.logger.warning("the names of municipalities could not be read")
        session().rollback()
        return False
