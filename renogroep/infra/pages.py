"""What do all pages share: 404 for what is not yours, refusals, stale forms?"""

import re
from typing import Any, TypeVar

from flask import abort, current_app, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from renogroep.base.hosts import host_of

Row = TypeVar("Row")
# One slash, then printable ASCII without a backslash: browsers drop tabs and line ends from an
# address and read a backslash as a slash, which makes "/<tab>/elsewhere" another site.
_OWN_PATH = re.compile(r"/(?!/)[!-\[\]-~]*")


def found(row: Row | None) -> Row:
    """The row, or a 404: somebody else's row does not exist for you."""
    if row is None:
        abort(404)
    return row


def own_page(target: str) -> str | None:
    """The path when it is a page of this site that can be opened, else None."""
    if not _OWN_PATH.fullmatch(target):
        return None
    try:
        current_app.url_map.bind("").match(target.partition("?")[0], method="GET")
    except RequestRedirect:
        return target
    except HTTPException:
        return None
    return target


def this_page() -> str:
    """Where somebody is now, to come back to; "/" when it is no page that can be opened again."""
    here = request.full_path.rstrip("?")
    return own_page(here) or "/"


def host_here() -> str:
    """The name in the address of this request, as a municipality's is kept."""
    return host_of(request.host)


def external_url(endpoint: str, *, host: str | None = None, **values: Any) -> str:
    """A full address for a mail or letter.

    host   of the municipality that it is about; None when it has no name of its own

    It starts with the name that the settings give: what a visitor's browser calls us is theirs to
    choose, and must not end up in somebody else's mail.
    """
    name = host or current_app.config.get("SERVER_NAME")
    if not name:
        return url_for(endpoint, _external=True, **values)
    scheme = current_app.config["PREFERRED_URL_SCHEME"]
    return f"{scheme}://{name}{url_for(endpoint, _external=False, **values)}"


def client_address() -> str:
    """Where a request comes from, for counting attempts only; never stored with a person."""
    return request.remote_addr or "unknown"
