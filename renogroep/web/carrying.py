"""A session was over while somebody sent a form: how do they find it again with what they typed?"""

from typing import Any

from flask import Flask, current_app, g, request
from flask_login import current_user

from renogroep.identity.actions import sessions
from renogroep.identity.views.signing_in import sign_in_again
from renogroep.identity.views.starting import traced
from renogroep.infra import carried
from renogroep.infra.access import PUBLIC
from renogroep.infra.acts import REFILL


def register(app: Flask) -> None:
    """Before the token of a form is checked: the one of the page to sign in is of the old session."""

    @app.before_request
    def _refill() -> None:
        if not _is_guarded() or not current_user.is_authenticated:
            return
        sealed = request.form.get("carried", "") if request.method == "POST" else _waiting()
        kept = carried.unpack(sealed, current_user.account_id, "typed")
        if kept is None or not carried.put_back(kept):
            return
        request.method = "POST"  # what was typed is shown by the same lines as after a bad field
        setattr(g, REFILL, True)
        key = current_user.session_id
        traced(lambda session: sessions.put_down(session, key))


def _waiting() -> str:
    """What this session still has to show."""
    return current_user.carried or ""


def page_to_sign_in() -> tuple[Any, int] | None:
    """For a form that nobody signed in sent: sign in, then the form; None when we cannot keep it."""
    if request.method != "POST" or not _is_guarded() or current_user.is_authenticated:
        return None
    account_id = carried.typed_by()
    sealed = None if account_id is None else carried.pack(account_id, "typed")
    return None if sealed is None else (sign_in_again(sealed), 401)


def _is_guarded() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "permission", PUBLIC) != PUBLIC
