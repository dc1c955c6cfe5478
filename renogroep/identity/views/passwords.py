"""Page: choose a password."""

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.identity import queries
from renogroep.identity.actions import passwords
from renogroep.identity.forms import NewPasswordForm, PasswordForm
from renogroep.identity.views.blueprint import pages
from renogroep.identity.views.proving import is_proved, why_not_password
from renogroep.identity.views.starting import start_session
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act
from renogroep.infra.pages import found


@pages.route("/wachtwoord", methods=["GET", "POST"])
@requires(May.STAFF_HOME)
def password() -> Answer:
    """Choose a password; who did not come in just now types the old one too."""
    found(queries.own_account(db.session(), current_user.id))
    form: PasswordForm = NewPasswordForm() if _needs_no_old_one() else PasswordForm()

    def work(current: Session, by: By) -> None:
        passwords.choose_password(
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
    if not _knows_the_old_one(form):
        return page(), 422
    return act(
        form,
        work,
        again=page,
        to=_home_in_a_new_session,
        done=_("Your password is set. Next time you can sign in with it."),
    )


def _needs_no_old_one() -> bool:
    """Who proved it just now; a link that one municipality sent is no proof for the others."""
    if not is_proved() or not queries.has_password(db.session(), current_user.id):
        return is_proved()
    return bool(current_user.came_alone) or len(current_user.homes) < 2


def _knows_the_old_one(form: PasswordForm) -> bool:
    """True too for who proved it just now, and is not asked."""
    if form.old is None:
        return True
    if not form.validate():
        return False
    refusal = why_not_password(form.old.data or "")
    if refusal is not None:
        form.old.errors = [*form.old.errors, refusal]
    return refusal is None


def _home_in_a_new_session(_result: object) -> str:
    """Whoever chose a password goes on; every session of before is over."""
    start_session(current_user.id, second_at=current_user.second_at)
    return url_for("pages.staff_home")
