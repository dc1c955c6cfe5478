"""Of which municipality is this request?

What its address or form names decides: a link, a code, a public page. A public page that names
nothing is of the front door, every other page of who is signed in. Whoever finds it out later, as
signing in does, says so with ``move_to``, or with ``elsewhere`` for a part of its work.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Flask, current_app, g, request
from flask_login import current_user
from sqlalchemy.orm import Session

from renogroep.identity.queries import municipalities
from renogroep.infra import tenant
from renogroep.infra.access import PUBLIC
from renogroep.infra.db import everywhere, session
from renogroep.infra.pages import host_here
from renogroep.neighbourhoods.queries import municipalities_of_slug
from renogroep.subscriptions.actions.answering import municipalities_of_answer
from renogroep.tenders.queries import municipalities_of_reference

Ask = Callable[[Session], Sequence[int]]
MARK = "renogroep.municipality"
DOORS = frozenset({"pages", "subscriptions", "neighbourhoods"})  # what a visitor of a place sees
NOBODYS = frozenset(
    {
        *("static", "metrics", "alive", "ready", "health"),
        *("pages.robots", "pages.security", "identity.language"),
    }
)


def register(app: Flask) -> None:
    """After the name of the host was checked, before everything else that looks at a request."""

    @app.before_request
    def _say() -> None:
        request.environ[MARK] = tenant.become(None)
        if request.endpoint is not None and request.endpoint not in NOBODYS:
            tenant.become(municipality_here())

    @app.teardown_request
    def _over(_error: BaseException | None) -> None:
        mark = request.environ.pop(MARK, None)
        if mark is not None:
            tenant.leave(mark)


def municipality_here() -> int | None:
    """None in a house without any municipality."""
    permission = getattr(current_app.view_functions.get(request.endpoint or ""), "permission", "")
    if permission != PUBLIC:
        return _of_reader() or _of_the_door()
    named = _named()
    if named is not None or request.blueprint in DOORS:
        return named or _of_the_door()
    return _of_reader() or _of_the_door()


def _of_reader() -> int | None:
    """Whoever is signed in, or gave a password and no code yet."""
    reader: Any = current_user if current_user.is_authenticated else g.get("waits_for_second")
    return None if reader is None else reader.municipality_id


def _of_the_door() -> int | None:
    door = municipalities.front_municipality(session(), host_here())
    return None if door is None else door.id


def _named() -> int | None:
    """The one that the address or the form is about."""
    ask = _question(request.endpoint or "", request.view_args or {})
    if ask is None:
        return None
    with everywhere() as across:
        known = ask(across)
    return _best(known)


def _typed(values: Mapping[str, str], name: str) -> str:
    """PostgreSQL cannot look for a NUL, and nobody has one in a name; the page answers after."""
    value = values.get(name, "")
    return "" if "\x00" in value else value


def _question(endpoint: str, values: dict[str, Any]) -> Ask | None:
    """Which municipalities know what the visitor names? None: nothing is named."""
    posted = request.form if request.method == "POST" else {}
    if endpoint == "identity.open_link":
        return lambda across: municipalities.of_token(across, values["token"])
    if endpoint == "subscriptions.answer" and posted:
        typed, number = posted.get("code", ""), posted.get("reference", "")
        return lambda across: municipalities_of_answer(across, typed, number)
    if endpoint == "pages.price_idea":  # it names in its query from where the reader came
        values = {"reference": _typed(request.args, "pakket"), "slug": _typed(request.args, "wijk")}
        values = {name: value for name, value in values.items() if value}
    if "reference" in values:
        return lambda across: municipalities_of_reference(across, values["reference"])
    if "slug" in values:
        return lambda across: municipalities_of_slug(across, values["slug"])
    return None


def _best(known: Sequence[int]) -> int | None:
    """Two know it: the one whose door this is, else the reader's, else the oldest."""
    if len(known) > 1:
        for mine in (_of_the_door(), _of_reader()):
            if mine in known:
                return mine
    return known[0] if known else None
