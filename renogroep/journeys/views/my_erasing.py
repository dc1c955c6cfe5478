"""Pages: I want my data to go."""

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.identity.models import Person
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act
from renogroep.infra.scope import mine
from renogroep.journeys.actions import erase_me as actions
from renogroep.journeys.forms.my_data import EraseForm
from renogroep.journeys.presenters.my_erasing import erasing_page
from renogroep.journeys.views.blueprint import pages
from renogroep.subscriptions.actions.codes import WRONG


def _page(form: EraseForm | None = None, refusal: Text | None = None) -> str:
    if request.method == "GET" and "fout" in request.args:
        refusal = Text(WRONG)
    return render_template(
        "journeys/my_erasing.html",
        form=form or EraseForm(),
        sent=form is not None or "code" in request.args,
        refusal=refusal,
        **erasing_page(db.session(), mine(Person, current_user.id)),
    )


@pages.route("/mijn-gegevens/wissen", methods=["GET", "POST"])
@requires(May.MY_HOME)
def my_erasing() -> Answer:
    """What goes, what stays, and the tick with the digits of the mail."""
    if request.method == "GET":
        return _page()
    form = EraseForm()

    def work(session: Session, by: By) -> bool:
        person = mine(Person, by.person_id)
        return actions.erase_me(session, person, form.code.data or "", by=by)

    def to(fits: bool) -> str:  # a wrong try is counted, so it is no refusal that undoes everything
        return url_for("pages.front") if fits else url_for("pages.my_erasing", code="1", fout="1")

    def done(fits: bool) -> str | None:
        return _("Your data are deleted, and you are signed out. Thank you.") if fits else None

    return act(form, work, again=lambda refusal: _page(form, refusal), to=to, done=done)


@pages.post("/mijn-gegevens/wissen/code")
@requires(May.MY_HOME)
def my_erasing_code() -> Answer:
    """The digits go to the mailbox that we know."""

    def work(session: Session, by: By) -> None:
        actions.ask_code(session, mine(Person, by.person_id), by=by)

    return act(
        None,
        work,
        again=lambda refusal: _page(refusal=refusal),
        to=url_for("pages.my_erasing", code="1"),
        done=_("We sent you a mail with a code."),
    )


@pages.post("/mijn-gegevens/wissen/vragen")
@requires(May.MY_HOME)
def my_erasing_ask() -> Answer:
    """Who has no mailbox is called."""

    def work(session: Session, by: By) -> None:
        actions.ask_erasing(session, mine(Person, by.person_id), by=by)

    return act(
        None,
        work,
        again=lambda refusal: _page(refusal=refusal),
        to=url_for("pages.my_erasing"),
    )
