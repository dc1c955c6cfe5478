"""Pages: sign in with the government's own sign-in, and come back from it."""

from functools import partial
from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, url_for
from flask_babel import get_locale

from renogroep.base.errors import Refused
from renogroep.base.text import N_, Text
from renogroep.identity.actions import official as actions
from renogroep.identity.forms import SignInForm
from renogroep.identity.official import FAILURES, OfficialSignIn, official
from renogroep.identity.queries import begins_as, people_of
from renogroep.identity.queries.municipalities import own_door
from renogroep.identity.rules.claims import Official, read_claims
from renogroep.identity.views.starting import start_session, traced
from renogroep.infra import db
from renogroep.infra.access import public
from renogroep.infra.acts import Answer
from renogroep.infra.i18n import DEFAULT
from renogroep.infra.pages import external_url, host_here
from renogroep.infra.tenant import elsewhere, move_to

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
    try:
        person_id = _arrive(who, there.issuer)
    except Refused as refused:
        return _sign_in_page(refused.text), 403
    if person_id is None:
        return render_template("identity/official_mailed.html")
    start_session(person_id)
    return redirect(url_for("pages.staff_home"))


def _arrive(who: Official, issuer: str) -> int | None:
    """Trade an official sign-in for somebody here, with the roles that its claims give.

    One piece of work per municipality. None: it waits for a click in a mail.
    """
    with db.everywhere() as across:
        oldest = actions.municipality_of(across, who, issuer)
    if oldest is not None:
        move_to(oldest)
    language = str(get_locale() or DEFAULT)
    account_id = traced(lambda current: actions.identify(current, who, issuer, language=language))
    if account_id is None:
        return None
    with db.everywhere() as across:
        known = [(one.municipality_id, one.id) for one in people_of(across, account_id)]
    for municipality_id, person_id in known:
        follow = partial(
            actions.follow_claims, official=who, account_id=account_id, person_id=person_id
        )
        with elsewhere(municipality_id):
            traced(follow)
    home = begins_as(account_id, own_door(db.session(), host_here()))
    with elsewhere(home.municipality_id):
        traced(partial(actions.come_in, account_id=account_id, person_id=home.person_id))
    return home.person_id


def _failed(error: Exception) -> Answer:
    """In words, with the other ways to sign in; the log says which step, never a name or token."""
    current_app.logger.warning("official sign-in failed: %s", type(error).__name__)
    return _sign_in_page(FAILED), 422


def _sign_in_page(refusal: Text | None) -> str:
    return render_template("identity/sign_in.html", form=SignInForm(formdata=None), refusal=refusal)
