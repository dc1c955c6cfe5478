"""Pages: the code that went to my new mailbox, and a question about my home."""

from flask import redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.identity.models import Person
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act
from renogroep.infra.scope import mine
from renogroep.journeys.actions import my_details as actions
from renogroep.journeys.forms.my_data import DigitsForm, QuestionForm
from renogroep.journeys.presenters.my_data import question_page
from renogroep.journeys.views.blueprint import pages
from renogroep.owners.models import Case
from renogroep.subscriptions.actions.codes import WRONG

WAITS = "new_mailbox"  # in the cookie: the address that somebody gave, and whether we write there


def _mailbox(form: DigitsForm, refusal: Text | None = None) -> str:
    if request.method == "GET" and "fout" in request.args:
        refusal = Text(WRONG)
    return render_template(
        "journeys/my_mailbox.html",
        form=form,
        refusal=refusal,
        address=session[WAITS][0],
        details_url=url_for("pages.my_details"),
    )


@pages.route("/mijn-gegevens/e-mailadres", methods=["GET", "POST"])
@requires(May.MY_HOME)
def my_mailbox() -> Answer:
    """The six digits that went to a new mailbox."""
    if WAITS not in session:
        return redirect(url_for("pages.my_details"))
    form = DigitsForm()
    if request.method == "GET":
        return _mailbox(form)
    address, first = session[WAITS]

    def work(current: Session, by: By) -> bool:
        return actions.confirm_mailbox(
            current,
            mine(Person, by.person_id),
            address,
            form.code.data or "",
            first=first,
            stay=current_user.session_id,
            by=by,
        )

    def to(fits: bool) -> str:
        if not fits:  # a wrong try is counted, so it is no refusal that undoes everything
            return url_for("pages.my_mailbox", fout="1")
        session.pop(WAITS, None)
        return url_for("pages.my_data")

    def done(fits: bool) -> str | None:
        return _("Your new e-mail address counts from now on.") if fits else None

    return act(form, work, again=lambda refusal: _mailbox(form, refusal), to=to, done=done)


def _question(case_id: int, form: QuestionForm, refusal: Text | None = None) -> str:
    shown_values = question_page(db.session(), mine(Case, case_id))
    return render_template("journeys/my_question.html", form=form, refusal=refusal, **shown_values)


@pages.route("/mijn-gegevens/vraag/<int:case_id>", methods=["GET", "POST"])
@requires(May.MY_HOME)
def my_question(case_id: int) -> Answer:
    """What we know of a home is not changed here: an advisor looks at it together with them."""
    form = QuestionForm()
    if request.method == "GET":
        return _question(case_id, form)

    def work(current: Session, by: By) -> None:
        actions.ask_correction(current, mine(Case, case_id), form.words.data or "", by=by)

    return act(
        form,
        work,
        again=lambda refusal: _question(case_id, form, refusal),
        to=url_for("pages.my_question", case_id=case_id),
    )
