"""Pages: sign in with the government's own sign-in, and come back from it."""

from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, url_for
from flask_babel import get_locale

from renogroep.base.text import N_, Text
from renogroep.identity.actions.official import Arrived, arrive, municipality_of
from renogroep.identity.forms import SignInForm
from renogroep.identity.official import FAILURES, OfficialSignIn, official
from renogroep.identity.queries.municipalities import own_door
from renogroep.identity.rules.claims import read_claims
from renogroep.identity.views.starting import start_session, traced
from renogroep.infra import db
from renogroep.infra.access import public
from renogroep.infra.acts import Answer
from renogroep.infra.db import everywhere
from renogroep.infra.i18n import DEFAULT
from renogroep.infra.pages import external_url, host_here
from renogroep.infra.tenant import become

pages = Blueprint("official", __name__)

FAILED = Text(
    N_(
        "The official sign-in did not work this time. Try again, or sign in with your password or a link."
    )
)


def _the_sign_in() -> OfficialSignIn:
    return official() or abort(404)


@pages.get("/aanmelden/overheid")
@public
def start() -> Answer:
    """Go to the other side, with a state, a nonce and a proof that only this browser knows."""
    there = _the_sign_in()
    try:
        metadata = there.client.load_server_metadata()
        if str(metadata.get("issuer", "")).rstrip("/") != there.issuer:
            raise ValueError("the sign-in calls itself otherwise than our settings do")
        answer: Any = there.client.authorize_redirect(external_url("official.back"))
    except FAILURES as error:
        return _failed(error)
    return answer  # type: ignore[no-any-return]


@pages.get("/aanmelden/overheid/terug")
@public
def back() -> Answer:
    """Somebody comes back: a state works once, and the token must be for us, now."""
    there = _the_sign_in()
    try:
        claims = there.client.authorize_access_token().get("userinfo") or {}
    except FAILURES as error:
        return _failed(error)
    who = read_claims(claims, there.names)
    if who is None:
        return _failed(ValueError("the token does not say who it is"))
    with everywhere() as across:
        home = municipality_of(across, who, there.issuer)
    if home is not None:
        become(home)
    language = str(get_locale() or DEFAULT)
    front = own_door(db.session(), host_here())
    came = traced(
        lambda current: arrive(current, who, there.issuer, language=language, front=front)
    )
    return _welcome(came)


def _welcome(came: Arrived) -> Answer:
    if came.mailed:
        return render_template("identity/official_mailed.html")
    if came.person_id is None:
        return _sign_in_page(came.refusal), 403
    start_session(came.person_id)
    return redirect(url_for("pages.staff_home"))


def _failed(error: Exception) -> Answer:
    """In words, with the other ways to sign in; the log says which step, never a name or token."""
    current_app.logger.warning("official sign-in failed: %s", type(error).__name__)
    return _sign_in_page(FAILED), 422


def _sign_in_page(refusal: Text | None) -> str:
    return render_template("identity/sign_in.html", form=SignInForm(formdata=None), refusal=refusal)
