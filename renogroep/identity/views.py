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
from renogroep.identity.actions import keys
from renogroep.identity.forms import PasswordForm, SignInForm
from renogroep.infra import db
from renogroep.infra.access import May, Role, public, requires
from renogroep.infra.acts import Answer, By, act, by_reader
from renogroep.infra.device import begin_session
from renogroep.infra.i18n import LANGUAGES
from renogroep.infra.pages import client_address, found, own_page

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
    _start_session(f"{came.person_id}:")
    return redirect(own_page(request.args.get("next", "")) or url_for("pages.staff_home"))


def _start_session(cookie: str) -> None:
    """A fresh session: what was typed or chosen before somebody signed in is not carried over."""
    person = queries.principal(db.session(), cookie)
    if person is None:
        logout_user()
        session.clear()
        abort(401)
    begin_session(person.id)
    login_user(person)


@pages.post("/afmelden")
@public
def sign_out() -> Response:
    """Ends the session, whoever it belongs to."""
    if current_user.is_authenticated:
        by = by_reader()
        _traced(lambda current: keys.sign_out(current, by.person_id, by=by))
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
    _start_session(opened.cookie)
    if opened.purpose == "sign_in":
        return redirect(url_for("pages.staff_home" if opened.has_password else "identity.password"))
    if opened.purpose == "co_sign":
        return redirect(url_for("orders.co_sign", order_id=opened.subject_id))
    return redirect(url_for("pages.my_home"))


def _where_one_was() -> str:
    """The own page of whoever is signed in now."""
    if current_user.co_sign_order_id is not None:
        return url_for("orders.co_sign", order_id=current_user.co_sign_order_id)
    resident = current_user.roles == {Role.RESIDENT}
    return url_for("pages.my_home" if resident else "pages.staff_home")


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
        to=url_for("pages.staff_home"),
        done=_("Your password is set. Next time you can sign in with it."),
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
