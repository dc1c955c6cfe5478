"""Pages: for which municipality somebody works now, and going on at another front door."""

import re
import secrets
from datetime import timedelta
from typing import Any

from flask import abort, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from renogroep.base.hosts import host_of
from renogroep.base.text import Text, t
from renogroep.identity.actions import invitations, sessions, switching
from renogroep.identity.presenters.switching import door_of, is_ours, origin, ways
from renogroep.identity.queries.invitations import invitation_of, invitations_for
from renogroep.identity.queries.municipalities import own_doors
from renogroep.identity.rules.homes import Home
from renogroep.identity.rules.roles import ROLE_LABELS
from renogroep.identity.views.blueprint import pages
from renogroep.identity.views.proving import is_proved
from renogroep.identity.views.starting import start_session, traced
from renogroep.infra import db
from renogroep.infra.access import public
from renogroep.infra.acts import Answer, By, act, by_reader, pressed
from renogroep.infra.pages import found, host_here, own_page
from renogroep.infra.tenant import elsewhere, move_to

STATE, HANDED = "hand_over", "handed_over"  # cookies of the door that asks
STATE_KEPT = timedelta(minutes=10)
_STATE = re.compile(r"[A-Za-z0-9_-]{43}")
BY_LINK = t(
    "You came in with a link that the municipality sent, and it opens that municipality alone. Sign in with your password, then you can go on elsewhere."
)


def _reader() -> Any:
    """Somebody who signed in to an account, whatever they may do; else the page to sign in."""
    if not current_user.is_authenticated or current_user.account_id is None:
        abort(401)
    return current_user


def _home(reader: Any, municipality_id: int) -> Home:
    known = {home.municipality_id: home for home in reader.choices}
    return found(known.get(municipality_id))


def _goes_on(reader: Any) -> sessions.GoesOn:
    return sessions.GoesOn(reader.created_at, reader.proved_at, reader.second_at)


def _target() -> str | None:
    return own_page(request.values.get("next", ""))


@pages.get("/wissel")
@public
def switch_page() -> str:
    """Every municipality that the reader works for, and those that ask."""
    return _page()


def _page(refusal: Text | None = None) -> str:
    reader = _reader()
    with db.everywhere() as across:
        asked = invitations_for(across, reader.account_id)
    target = _target()
    return render_template(
        "identity/switch.html",
        ways=ways(db.session(), reader.choices, here=reader.municipality_id, target=target),
        invitations=asked,
        roles=ROLE_LABELS,
        next=target or "",
        today_url=url_for("pages.staff_home"),
        refusal=refusal or (None if reader.came_alone else BY_LINK),
        may_switch=reader.came_alone,
    )


@pages.post("/wissel/<int:id>")
@public
def switch(id: int) -> Answer:
    """Go on in this municipality: a new session, with new tokens."""
    reader = _reader()
    home = _home(reader, id)
    if not reader.came_alone:
        return _page(BY_LINK), 422
    (way,) = ways(db.session(), [home], here=0, target=_target())
    if way.asks:
        return redirect(way.url, 303)
    by, goes_on, target = by_reader(), _goes_on(reader), _target()
    with elsewhere(home.municipality_id):
        traced(lambda current: switching.note_switch(current, home, by=by))
    start_session(home.person_id, goes_on=goes_on)
    return redirect(target or url_for("pages.staff_home"), 303)


@pages.post("/wissel/uitnodiging/<int:id>")
@public
def invitation_answer(id: int) -> Answer:
    """Yes or no to a municipality that asks; whoever says so proved just now who they are."""
    reader = _reader()
    account_id, goes_on, person_id = reader.account_id, _goes_on(reader), reader.id
    with db.everywhere() as across:
        asks = found(invitation_of(across, id, account_id)).municipality_id
    if not reader.came_alone:
        return _page(BY_LINK), 422
    if not is_proved():
        page = "pages.prove" if reader.works_here else "identity.sign_in"
        return redirect(url_for(page, next=url_for("identity.switch_page")), 303)

    def work(current: Session, by: By) -> bool:
        link = found(invitation_of(current, id, account_id))
        says_yes: bool = pressed("answer", {"yes": True, "no": False})
        if says_yes:
            invitations.accept(current, link, account_id)
        else:
            invitations.decline(current, link)
        return says_yes

    def afterwards(says_yes: bool) -> str:
        if says_yes:
            start_session(person_id, goes_on=goes_on)
            flash(_("You can work for that municipality too. Choose for which one you work now."))
        else:
            flash(_("You said no. Nothing has changed."))
        return url_for("identity.switch_page")

    with elsewhere(asks):
        return act(None, work, again=_page, to=afterwards)


@pages.get("/wissel/naar/<int:id>")
@public
def hand_over_out(id: int) -> Answer:
    """Another front door asks: a button takes the reader there, once, within a minute."""
    reader = _reader()
    home = _home(reader, id)
    state = request.args.get("staat", "")
    door = door_of(home, own_doors(db.session()))
    if door is None or not _STATE.fullmatch(state):
        abort(404)
    if not reader.came_alone:
        return _page(BY_LINK), 422
    key = reader.session_id

    def work(current: Session) -> str:
        return switching.hand_over(current, home, state=state, session_id=key)

    with elsewhere(home.municipality_id):
        token = traced(work)
    g.form_to = origin(door)
    return render_template(
        "identity/hand_over.html",
        home=home,
        door=door,
        action=g.form_to + url_for("identity.hand_over_in"),
        token=token,
        next=_target() or "",
    )


@pages.get("/overdracht")
@public
def hand_over_ask() -> Response:
    """Somebody signed in elsewhere wants to come in here: ask there, for this browser alone."""
    back = host_of(request.args.get("terug", ""))
    wanted = request.args.get("voor", type=int)
    if wanted is None or back == host_here() or not is_ours(db.session(), back):
        abort(404)
    state = secrets.token_urlsafe(32)
    page = url_for("identity.hand_over_out", id=wanted, staat=state, next=_target())
    return _kept(redirect(origin(back) + page), STATE, state, STATE_KEPT)


@pages.post("/overdracht")
@public
def hand_over_in() -> Response:
    """The hand-over comes back, from a page of another site: it has our cookies on the next page."""
    token = request.form.get("overdracht", "")
    if not token:
        abort(400)
    given = [token, _target() or ""]
    answer = redirect(url_for("identity.hand_over_done"), 303)
    kept = str(_signer().dumps(given))[:2_000]
    return _kept(answer, HANDED, kept, timedelta(minutes=1))


@pages.get("/overdracht/binnen")
@public
def hand_over_done() -> Answer:
    """In, when this browser asked for it; else why not, and what to do."""
    token, target = _handed()
    state = request.cookies.get(STATE, "")
    with db.everywhere() as across:
        home = switching.municipality_of(across, token, state)
    if home is not None:
        move_to(home)
    came = traced(lambda current: switching.arrive(current, token, state=state))
    if isinstance(came, Text):
        page = render_template("identity/hand_over_failed.html", refusal=came)
        return _without_cookies(current_app.make_response((page, 422)))
    start_session(came.person_id, goes_on=came.goes_on)
    return _without_cookies(redirect(own_page(target) or url_for("pages.staff_home"), 303))


def _handed() -> tuple[str, str]:
    try:
        token, target = _signer().loads(request.cookies.get(HANDED, ""))
    except (BadSignature, ValueError):
        return "", ""
    return str(token), str(target)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt=HANDED)


def _kept(answer: Any, name: str, value: str, how_long: timedelta) -> Response:
    answer.set_cookie(
        name,
        value,
        max_age=how_long,
        secure=bool(current_app.config.get("SESSION_COOKIE_SECURE")),
        httponly=True,
        samesite="Lax",
        path=url_for("identity.hand_over_ask"),
    )
    return answer  # type: ignore[no-any-return]


def _without_cookies(answer: Any) -> Response:
    for name in (STATE, HANDED):
        answer.delete_cookie(name, path=url_for("identity.hand_over_ask"))
    return answer  # type: ignore[no-any-return]
