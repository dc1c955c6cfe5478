"""Which device is this, and who was here since somebody last signed out on it?"""

import hashlib
import secrets
from dataclasses import dataclass

from flask import after_this_request, current_app, g, request, session
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

COOKIE = "device"
SECONDS = 400 * 86_400  # as long as a link to one's own page works; browsers keep none longer
PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Device:
    """Where somebody acts.

    mark    a hash of the random number that this device keeps; it says nothing of its owner
    people  who was here in this session of the browser, the reader too; signing out empties it
    """

    mark: str
    people: frozenset[int]


def this_device() -> Device:
    """The device of this request; one that has no number yet gets it with the answer."""
    return Device(hashlib.sha256(_number().encode()).hexdigest(), people_here())


def people_here() -> frozenset[int]:
    """Everybody who was signed in since this session began."""
    reader = {current_user.id} if current_user.is_authenticated else set()
    return frozenset(session.get(PEOPLE, ())) | reader


def begin_session(person_id: int) -> None:
    """A fresh session: of what was before, only who was here is carried over."""
    people = people_here() | {person_id}
    session.clear()
    session.permanent = True
    session[PEOPLE] = sorted(people)
    _number()


def _number() -> str:
    if "device" not in g:
        g.device = _kept() or _new()
    number: str = g.device
    return number


def _kept() -> str | None:
    try:
        return str(_signer().loads(request.cookies.get(COOKIE, "")))
    except BadSignature:
        return None


def _new() -> str:
    number = secrets.token_urlsafe(16)

    @after_this_request
    def _keep(response: Response) -> Response:
        response.set_cookie(
            COOKIE,
            str(_signer().dumps(number)),
            max_age=SECONDS,
            secure=bool(current_app.config.get("SESSION_COOKIE_SECURE")),
            httponly=True,
            samesite="Lax",
        )
        return response

    return number


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt=COOKIE)
