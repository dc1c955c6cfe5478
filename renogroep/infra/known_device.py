"""Which accounts signed in on this device before? A signed cookie, so that nobody can make it up."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from flask import after_this_request, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from renogroep.base import clock

COOKIE = "known"
KEPT = timedelta(days=180)
MOST = 20  # accounts on one device; the longest ago is forgotten


def accounts_here() -> frozenset[int]:
    """Their keys; after 180 days without a sign-in an account is strange here again."""
    return frozenset(key for key, _ in _kept())


def remember(account_id: int) -> None:
    """Somebody signed in to this account on this device just now."""
    others = [(key, at) for key, at in _kept() if key != account_id]
    rows = sorted([*others, (account_id, int(clock.now().timestamp()))], key=lambda row: row[1])

    @after_this_request
    def _keep(response: Response) -> Response:
        response.set_cookie(
            COOKIE,
            str(_signer().dumps(rows[-MOST:])),
            max_age=KEPT,
            secure=bool(current_app.config.get("SESSION_COOKIE_SECURE")),
            httponly=True,
            samesite="Lax",
        )
        return response


def _kept() -> Iterator[tuple[int, int]]:
    try:
        rows: Any = _signer().loads(request.cookies.get(COOKIE, ""))
    except BadSignature:
        return
    oldest = (clock.now() - KEPT).timestamp()
    yield from ((int(key), int(at)) for key, at in rows if at > oldest)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt=COOKIE)
