"""What do all pages share: 404 for what is not yours, refusals, stale forms?"""

from typing import Any, TypeVar

from flask import abort, request, url_for
from sqlalchemy.orm.exc import StaleDataError

from renogroep.infra.db import Model

Row = TypeVar("Row")


def found(row: Row | None) -> Row:
    """The row, or a 404: somebody else's row does not exist for you."""
    if row is None:
        abort(404)
    return row


def check_version(row: Model, sent: str | int | None) -> None:
    """A form carries the version it was made from; an older one means somebody was first.

    raises StaleDataError, which web.errors turns into the 409 page with everything typed.
    """
    if str(sent) != str(row.version):  # type: ignore[attr-defined]
        raise StaleDataError("the form was made from an older version of this row")


def external_url(endpoint: str, **values: Any) -> str:
    """A full address for a mail or letter, also outside a request."""
    return url_for(endpoint, _external=True, **values)


def client_address() -> str:
    """Where a request comes from, for counting attempts only; never stored with a person."""
    return request.remote_addr or "unknown"
