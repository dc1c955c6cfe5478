"""Pages: sign in, sign out, open a link from a mail or letter, choose a language."""

from dataclasses import dataclass

from flask import abort, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, logout_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from renogroep.base.text import Text
from renogroep.identity import queries
from renogroep.identity.actions import keys, passwords, sessions, signing_in
from renogroep.identity.forms import SignInForm
from renogroep.identity.models import WebSession
from renogroep.identity.queries.municipalities import own_door
from renogroep.identity.views.blueprint import pages
from renogroep.identity.views.second_factor import next_page
from renogroep.identity.views.starting import start_session, traced
from renogroep.infra import carried, db, known_device
from renogroep.infra.access import May, public, requires
from renogroep.infra.acts import Answer, By, act, by_reader
from renogroep.infra.i18n import LANGUAGES
from renogroep.infra.pages import client_address, found, host_here, own_page, this_page
from renogroep.infra.scope import mine
from renogroep.infra.tenant import elsewhere


@pages.route("/aanmelden", methods=["GET", "POST"])
@public
def sign_in() -> Answer:
    """For staff and contractors; residents come with a link."""
    form = SignInForm()
    if not form.validate_on_submit():
        return _sign_in_page(form), 422 if form.errors else 200
    came = _come_in(form.email.data or "", form.password.data or "")
    if came.person_id is None:
        return _sign_in_page(form, came.refusal, wrong=came.refusal is None), 422
    sealed = request.form.get("carried", "")
    kept = carried.unpack(sealed, came.account_id, "typed")
    start_session(came.person_id, carried=sealed if kept else None)
    return redirect(_form_again(kept) if kept else next_page())


def _form_again(kept: carried.Carried) -> str:
    """The page of the form itself; one that only takes forms is opened with a button."""
    return own_page(kept.path) or url_for("pages.typed_form")


def _sign_in_page(form: SignInForm, refusal: Text | None = None, *, wrong: bool = False) -> str:
    return render_template(
        "identity/sign_in.html",
        form=form,
        refusal=refusal,
        wrong=wrong,
        carried=request.form.get("carried", ""),
        action=request.full_path,
    )


def sign_in_again(sealed: str) -> str:
    """The page for who sent a form without being signed in; it brings the form along."""
    return render_template(
        "identity/sign_in.html",
        form=SignInForm(formdata=None),
        carried=sealed,
        action=url_for("identity.sign_in", next=this_page()),
    )


@dataclass(frozen=True, slots=True)
class _Came:
    """Who came in with a password; nobody, and why when it is not the pair that was wrong."""

    person_id: int | None = None
    account_id: int | None = None
    refusal: Text | None = None


def _come_in(email: str, password: str) -> _Came:
    """The comparison of passwords is slow: nobody waits for it."""
    attempt = traced(
        lambda current: signing_in.begin(
            current, email=email, address=client_address(), known=known_device.accounts_here()
        )
    )
    if attempt.guess.wait:
        return _Came(refusal=attempt.guess.refusal().text)
    if not passwords.fits(attempt.kept, password):
        return _Came()

    home = queries.begins_as(found(attempt.account_id), own_door(db.session(), host_here()))

    def work(current: Session) -> _Came:
        account = signing_in.finish(current, attempt, password, person_id=home.person_id)
        return _Came() if account is None else _Came(home.person_id, account.id)

    with elsewhere(home.municipality_id):
        return traced(work)


@pages.post("/afmelden")
@public
def sign_out() -> Response:
    """Ends the session, whoever it belongs to."""
    if current_user.is_authenticated:
        by = by_reader()
        here = current_user.session_id
        traced(lambda current: keys.sign_out(current, by.person_id, here, by=by))
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
    opened = traced(
        lambda current: keys.trade_link(current, token, pressed=pressed, reader_id=reader_id)
    )
    if opened.refusal:
        return render_template("identity/link_not_good.html", refusal=opened.refusal), 404
    if opened.waits:
        stay = _where_one_was() if opened.owner else ""
        return render_template("identity/open_link.html", owner=opened.owner, stay=stay)
    if opened.purpose == "identity":
        flash(_("Thank you. From now on you can sign in that way."))
        return redirect(url_for("identity.sign_in"))
    if opened.purpose == "join":
        return redirect(url_for("identity.switch_page"))
    start_session(opened.person_id, opened.link_id)
    if opened.purpose == "new_password":
        return redirect(url_for("identity.password"))
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
