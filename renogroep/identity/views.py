"""Pages: sign in, sign out, open a link from a mail or letter, choose a language."""

from collections.abc import Callable
from typing import TypeVar

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from renogroep.base.text import Text
from renogroep.identity import queries
from renogroep.identity.actions import keys, sessions
from renogroep.identity.forms import PasswordForm, SignInForm
from renogroep.identity.models import Person, SignedLink, WebSession
from renogroep.infra import db
from renogroep.infra.access import May, public, requires
from renogroep.infra.acts import Answer, By, act, by_reader
from renogroep.infra.device import begin_session, this_device
from renogroep.infra.i18n import LANGUAGES
from renogroep.infra.pages import client_address, found, own_page
from renogroep.infra.scope import mine

pages = Blueprint("identity", __name__)

Result = TypeVar("Result")


def _traced(work: Callable[[Session], Result]) -> Result:
    """Coming in and leaving are kept whatever the answer is, also from a GET and a failure."""
    with db.transaction() as current:
        return work(current)


@pages.route("/aanmelden", methods=["GET", "POST"])
@public
def sign_in() -> Answer:
    """For staff and contractors; residents come with a link."""
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("identity/sign_in.html", form=form), 422 if form.errors else 200
    came = _traced(
        lambda current: keys.try_sign_in(
            current,
            email=form.email.data,
            password=form.password.data,
            address=client_address(),
        )
    )
    if came.person_id is None:
        return render_template(
            "identity/sign_in.html", form=form, refusal=came.refusal, wrong=came.refusal is None
        ), 422
    _start_session(came.person_id)
    return redirect(own_page(request.args.get("next", "")) or url_for("pages.staff_home"))


def _start_session(person_id: int, link_id: int | None = None) -> None:
    """A fresh session: what was typed or chosen before somebody signed in is not carried over.

    The one that this browser had is over, so its cookie is of no use to whoever copied it.
    """
    before = getattr(current_user, "session_id", None)

    def work(current: Session) -> str:
        sessions.end(current, before)
        link = None if link_id is None else current.get(SignedLink, link_id)
        person = current.get_one(Person, person_id)
        return sessions.begin(current, person, link=link, device=this_device().mark)

    token = _traced(work)
    person = queries.principal(db.session(), token)
    if person is None:
        logout_user()
        session.clear()
        abort(401)
    begin_session(person.id)
    person.token = token
    login_user(person)


@pages.post("/afmelden")
@public
def sign_out() -> Response:
    """Ends the session, whoever it belongs to."""
    if current_user.is_authenticated:
        by = by_reader()
        here = current_user.session_id
        _traced(lambda current: keys.sign_out(current, by.person_id, here, by=by))
    logout_user()
    session.clear()
    flash(_("You have signed out."))
    return redirect(url_for("pages.front"))


@pages.route("/l/<token>", methods=["GET", "POST"])
@public
def open_link(token: str) -> Answer:
    """Trade the token for a session and move on at once, so that it stays in no address bar.

    Only when it is somebody else's session already, nothing switches before that person says so.
    """
    pressed = request.method == "POST"
    reader_id = current_user.id if current_user.is_authenticated else None
    opened = _traced(
        lambda current: keys.trade_link(current, token, pressed=pressed, reader_id=reader_id)
    )
    if opened.refusal:
        return render_template("identity/link_not_good.html", refusal=opened.refusal), 404
    if opened.waits:
        stay = _where_one_was() if opened.owner else ""
        return render_template("identity/open_link.html", owner=opened.owner, stay=stay)
    _start_session(opened.person_id, opened.link_id)
    if opened.purpose == "sign_in":
        return redirect(url_for("pages.staff_home" if opened.has_password else "identity.password"))
    if opened.purpose == "co_sign":
        return redirect(url_for("orders.co_sign", order_id=opened.subject_id))
    return redirect(url_for("pages.my_home"))


def _where_one_was() -> str:
    """The own page of whoever is signed in now."""
    if current_user.co_sign_order_id is not None:
        return url_for("orders.co_sign", order_id=current_user.co_sign_order_id)
    return url_for("pages.staff_home" if current_user.works_here else "pages.my_home")


@pages.route("/wachtwoord", methods=["GET", "POST"])
@requires(May.STAFF_HOME)
def password() -> Answer:
    """Choose a password; only from a fresh sign-in link or with an open session of one's own."""
    found(queries.own_account(db.session(), current_user.id))
    form = PasswordForm()

    def work(current: Session, by: By) -> None:
        keys.choose_password(
            current,
            found(queries.own_account(current, by.person_id)),
            form.password.data,
            keep_link=current_user.link_id,
            by=by,
        )

    def page(refusal: Text | None = None) -> str:
        return render_template("identity/password.html", form=form, refusal=refusal)

    if not form.is_submitted():
        return page()
    return act(
        form,
        work,
        again=page,
        to=_home_in_a_new_session,
        done=_("Your password is set. Next time you can sign in with it."),
    )


def _home_in_a_new_session(_result: object) -> str:
    """Whoever chose a password goes on; every session of before is over."""
    _start_session(current_user.id)
    return url_for("pages.staff_home")


@pages.get("/mijn-aanmeldingen")
@requires(May.STAFF_HOME)
def my_sessions() -> str:
    """On which devices is the reader signed in?"""
    return _my_sessions()


def _my_sessions(refusal: Text | None = None) -> str:
    rows = queries.open_sessions(db.session(), current_user.id)
    return render_template(
        "identity/my_sessions.html", rows=rows, here=current_user.session_id, refusal=refusal
    )


@pages.post("/mijn-aanmeldingen/<int:id>/afmelden")
@requires(May.STAFF_HOME)
def my_session_end(id: int) -> Answer:
    """Sign out on one device."""

    def work(current: Session, by: By) -> None:
        mine(WebSession, id)
        sessions.end_own(current, id, by=by)

    return act(
        None,
        work,
        again=_my_sessions,
        to=url_for("identity.my_sessions"),
        done=_("That device is signed out."),
    )


@pages.post("/mijn-aanmeldingen/overal")
@requires(May.STAFF_HOME)
def my_sessions_end() -> Answer:
    """Sign out everywhere, here too."""

    def work(current: Session, by: By) -> None:
        sessions.end_everywhere(current, by.person_id, by=by)

    return act(
        None,
        work,
        again=_my_sessions,
        to=url_for("identity.sign_in"),
        done=_("You are signed out on every device."),
    )


@pages.get("/taal/<code>")
@public
def language(code: str) -> Response:
    """Remember a language on this device and go back to where one was."""
    if code not in LANGUAGES:
        abort(404)
    answer = redirect(own_page(request.args.get("next", "")) or "/")
    answer.set_cookie(
        "language",
        code,
        max_age=31_536_000,
        samesite="Lax",
        httponly=True,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )
    return answer
