"""Pages: sign in, sign out, open a link from a mail or letter, choose a language."""

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.identity import queries
from renogroep.identity.actions import keys
from renogroep.identity.events import Did
from renogroep.identity.forms import PasswordForm, SignInForm
from renogroep.identity.models import Account, SignedLink
from renogroep.infra import db
from renogroep.infra.access import May, public, requires
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.i18n import LANGUAGES
from renogroep.infra.pages import client_address, own_page

pages = Blueprint("identity", __name__)


@pages.route("/aanmelden", methods=["GET", "POST"])
@public
def sign_in() -> str | Response | tuple[str, int]:
    """For staff and contractors; residents come with a link."""
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("identity/sign_in.html", form=form), 422 if form.errors else 200
    refusal = None
    try:
        with db.transaction() as current:
            account = keys.sign_in(
                current,
                email=form.email.data,
                password=form.password.data,
                address=client_address(),
            )
            person_id = account.person_id if account else None
    except Refused as refused:
        person_id, refusal = None, refused.text
    if person_id is None:
        return render_template(
            "identity/sign_in.html", form=form, refusal=refusal, wrong=refusal is None
        ), 422
    _start_session(f"{person_id}:")
    return redirect(own_page(request.args.get("next", "")) or url_for("pages.staff_home"))


def _start_session(cookie: str) -> None:
    """A fresh session: what was typed or chosen before somebody signed in is not carried over."""
    session.clear()
    session.permanent = True
    person = queries.principal(db.session(), cookie)
    if person is None:
        abort(401)
    login_user(person)


@pages.post("/afmelden")
@public
def sign_out() -> Response:
    """Ends the session, whoever it belongs to."""
    if current_user.is_authenticated:
        with db.transaction() as current:
            account = current.scalar(select(Account).where(Account.person_id == current_user.id))
            if account is not None:
                record(current, Did.SIGNED_OUT, actor_id=current_user.id, subject=account)
    logout_user()
    session.clear()
    flash(_("You have signed out."))
    return redirect(url_for("pages.front"))


@pages.route("/l/<token>", methods=["GET", "POST"])
@public
def open_link(token: str) -> str | Response | tuple[str, int]:
    """Trade the token for a session and move on at once, so that it stays in no address bar.

    A sign-in link works once, and mail scanners open every link: there a button does it.
    """
    try:
        with db.transaction() as current:
            link = keys.good_link(current, token)
            if link.purpose == "sign_in" and request.method != "POST":
                return render_template("identity/open_link.html")
            keys.open_link(current, link)
            cookie, purpose, subject = f"{link.person_id}:{link.id}", link.purpose, link.subject_id
            has_password = queries.has_password(current, link.person_id)
    except Refused as refused:
        return render_template("identity/link_not_good.html", refusal=refused.text), 404
    _start_session(cookie)
    if purpose == "sign_in":
        return redirect(url_for("pages.staff_home" if has_password else "identity.password"))
    if purpose == "co_sign":
        return redirect(url_for("orders.co_sign", order_id=subject))
    return redirect(url_for("pages.my_home"))


@pages.route("/wachtwoord", methods=["GET", "POST"])
@requires(May.STAFF_HOME)
def password() -> str | Response | tuple[str, int]:
    """Choose a password; only from a fresh sign-in link or with an open session of one's own."""
    form = PasswordForm()
    account = db.session().scalar(select(Account).where(Account.person_id == current_user.id))
    if account is None:
        abort(404)
    if not form.validate_on_submit():
        return render_template("identity/password.html", form=form), 422 if form.errors else 200
    try:
        with db.transaction() as current:
            mine = current.scalars(
                select(Account).where(Account.person_id == current_user.id)
            ).one()
            keys.set_password(current, mine, form.password.data, by=By(current_user.id))
            for link in current.scalars(
                select(SignedLink).where(
                    SignedLink.person_id == current_user.id,
                    SignedLink.purpose == "sign_in",
                    SignedLink.revoked_at.is_(None),
                    SignedLink.id != (current_user.link_id or 0),
                    SignedLink.expires_at > clock.now(),
                )
            ):
                keys.revoke_link(current, link, by=By(current_user.id))
    except Refused as refused:
        return render_template("identity/password.html", form=form, refusal=refused.text), 422
    flash(_("Your password is set. Next time you can sign in with it."))
    return redirect(url_for("pages.staff_home"))


@pages.get("/taal/<code>")
@public
def language(code: str) -> Response:
    """Remember a language on this device and go back to where one was."""
    if code not in LANGUAGES:
        abort(404)
    answer = redirect(own_page(request.args.get("next", "")) or "/")
    answer.set_cookie("language", code, max_age=31_536_000, samesite="Lax", httponly=True)
    return answer
