"""Pages: the code of a phone, and setting it up."""

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.text import Text
from renogroep.identity import queries
from renogroep.identity.actions import second_factor
from renogroep.identity.forms import CodeForm, SetUpForm
from renogroep.identity.models import Municipality
from renogroep.identity.rules.homes import held_anywhere
from renogroep.identity.rules.second_factor import address_of, in_groups, is_asked
from renogroep.identity.views.blueprint import pages
from renogroep.identity.views.starting import start_session, traced
from renogroep.infra import db
from renogroep.infra.access import public
from renogroep.infra.acts import Answer, By, act
from renogroep.infra.pages import client_address, found, own_page
from renogroep.infra.qr import picture
from renogroep.infra.sealed_text import put_away_text, take_out_text


def keep_waiting(reader: queries.Principal | None) -> queries.Principal | None:
    """Nobody, while a second factor is asked that was not given: then nothing opens but its pages."""
    wanted = current_app.config["SECOND_FACTOR_ROLES"]
    if reader is None or reader.account_id is None or reader.second_at is not None:
        return reader
    if not is_asked(held_anywhere(reader.homes), wanted, has_one=reader.has_second):
        return reader
    g.waits_for_second = reader
    return None


def waiting() -> queries.Principal | None:
    """Who gave a password in this browser, and no code yet."""
    reader: queries.Principal | None = None
    if not current_user.is_authenticated:
        reader = g.get("waits_for_second")
    return reader


def where_to_give_it(target: str) -> str | None:
    """The page that asks the code, or to set it up; None when nobody waits for it."""
    reader = waiting()
    if reader is None:
        return None
    page = "identity.second_code" if reader.has_second else "identity.second_set_up"
    return url_for(page, next=target)


def next_page() -> str:
    """Where somebody wanted to go, else to the work of today."""
    return own_page(request.args.get("next", "")) or url_for("pages.staff_home")


@pages.route("/aanmelden/code", methods=["GET", "POST"])
@public
def second_code() -> Answer:
    """The code that the phone shows, or a recovery code."""
    reader = waiting()
    if reader is None or not reader.has_second:
        return redirect(where_to_give_it(next_page()) or next_page())
    form = CodeForm()
    if not form.validate_on_submit():
        return render_template("identity/second_code.html", form=form), 422 if form.errors else 200
    account_id, typed = found(reader.account_id), form.code.data or ""
    answered = traced(
        lambda session: second_factor.answer(
            session, account_id, typed, person_id=reader.id, address=client_address()
        )
    )
    if answered.refusal is not None:
        form.code.errors = [*form.code.errors, answered.refusal]
        return render_template("identity/second_code.html", form=form), 422
    _through(reader)
    if answered.left is not None:
        flash(_("Recovery codes left: %(left)s of 10.", left=answered.left))
    return redirect(next_page())


def _through(reader: queries.Principal) -> None:
    """A new session with both factors; the one with the password alone is over."""
    start_session(
        reader.id,
        reader.link_id,
        second_at=clock.now(),
        before=reader.session_id,
        carried=reader.carried,
    )


@pages.route("/aanmelden/instellen", methods=["GET", "POST"])
@public
def second_set_up() -> Answer:
    """The first time: put the secret in an app on a phone, and show that it works."""
    reader = waiting()
    if reader is None or reader.has_second:
        return redirect(where_to_give_it(next_page()) or next_page())
    return set_up(reader)


def set_up(reader: queries.Principal) -> Answer:
    """The page with the secret, of who does it for the first time or has another phone."""
    form = SetUpForm()
    account = found(queries.own_account(db.session(), reader.id))
    about = f"set up {account.id}"
    secret = take_out_text(form.secret.data or "", about) if form.is_submitted() else None
    old_page = form.is_submitted() and secret is None
    secret = secret or second_factor.new_secret()
    form.secret.data = put_away_text(secret, about)

    def page(refusal: Text | None = None) -> str:
        issuer = db.session().get_one(Municipality, reader.municipality_id).name
        return render_template(
            "identity/second_set_up.html",
            form=form,
            refusal=refusal,
            picture=picture(address_of(secret, email=account.email, issuer=issuer)),
            secret=in_groups(secret, " "),
        )

    if not form.is_submitted():
        return page()
    if old_page or not form.validate():
        return page(), 422
    codes: list[str] = []

    def work(session: Session, by: By) -> None:
        own = found(queries.own_account(session, reader.id))
        typed = form.code.data or ""
        codes.extend(second_factor.set_up(session, own, secret, typed, by=By(reader.id)))

    answer = act(form, work, again=page, to=next_page())
    if not codes:
        return answer
    _through(reader)
    return codes_page(codes)


def codes_page(codes: list[str]) -> str:
    """Shown once: nobody can read them again."""
    return render_template("identity/recovery_codes.html", codes=codes, go_on=next_page())
