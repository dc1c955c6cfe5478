"""Pages: who works on a case, what is to do, and when does it end?"""

from collections.abc import Callable
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act, pressed
from renogroep.infra.pages import found
from renogroep.infra.scope import mine
from renogroep.journeys.actions.close_case import close_case
from renogroep.journeys.actions.reopen_case import reopen_case
from renogroep.journeys.actions.wait import wait_for_owner
from renogroep.journeys.forms.case import (
    CloseForm,
    ContactForm,
    HandOverForm,
    TaskForm,
    WaitForm,
    number_of,
)
from renogroep.journeys.presenters import case_file
from renogroep.journeys.views.blueprint import pages
from renogroep.journeys.views.case import seen_version, show_case, to_case
from renogroep.owners import queries
from renogroep.owners.actions import cases
from renogroep.owners.actions.contact import note_contact
from renogroep.owners.actions.handing_over import answer_hand_over, ask_hand_over
from renogroep.owners.models import Case
from renogroep.owners.rules.cases import HAND_OVERS
from renogroep.owners.rules.contact import Direction, Said

Work = Callable[[Session, By], Any]


def _do(case_id: int, form: Any, work: Work, done: str) -> Answer:
    """One small form of the case, and back to it."""
    return act(
        form,
        work,
        again=lambda refusal: show_case(case_id, refusal, failed=form),
        to=to_case(case_id),
        done=done,
    )


@pages.post("/dossiers/<int:case_id>/overdragen")
@requires(May.CASE_WORK)
def case_hand_over(case_id: int) -> Answer:
    """Give the case to a colleague, who hears it."""
    form = HandOverForm(prefix="to")

    def work(session: Session, by: By) -> None:
        to_id, note = form.to_id.data, form.note.data or ""
        ask_hand_over(session, mine(Case, case_id), to_id=to_id, note=note, by=by)

    return _do(case_id, form, work, _("Your colleague is asked. The case moves when they accept."))


@pages.post("/dossiers/<int:case_id>/overdracht")
@requires(May.CASE_WORK)
def case_hand_over_answer(case_id: int) -> Answer:
    """Accept, decline or take back."""

    def work(session: Session, by: By) -> None:
        move = pressed("answer", {move: move for move in HAND_OVERS.moves})
        answer_hand_over(session, mine(Case, case_id), move, by=by)

    return _do(case_id, None, work, _("Your answer is kept."))


@pages.post("/dossiers/<int:case_id>/wachten")
@requires(May.CASE_WORK)
def case_wait(case_id: int) -> Answer:
    """The next step is the owner's."""
    form = WaitForm(prefix="wait")

    def work(session: Session, by: By) -> None:
        wait_for_owner(session, mine(Case, case_id), until=form.until.data, by=by)

    return _do(case_id, form, work, _("The case waits for the owner."))


@pages.post("/dossiers/<int:case_id>/contact")
@requires(May.CASE_WORK)
def case_contact(case_id: int) -> Answer:
    """Somebody was called, or called us: what came of it."""
    form = ContactForm(prefix="contact")

    def work(session: Session, by: By) -> None:
        said = Said(
            kind=form.kind.data,
            direction=form.direction.data or Direction.OUT,
            outcome=form.outcome.data,
            words=form.words.data or "",
            next_on=form.next_on.data,
            next_time=form.next_time.data,
            promised=form.promised.data,
            told=form.told.data or (),
            key=form.key.data or None,
        )
        note_contact(session, mine(Case, case_id), said, by=by)

    return _do(case_id, form, work, _("The contact is noted."))


@pages.post("/dossiers/<int:case_id>/sluiten")
@requires(May.CASE_WORK)
def case_close(case_id: int) -> Answer:
    """End the case; the interest in packages ends with it, for the same reason."""
    form = CloseForm(prefix="close")

    def work(session: Session, by: By) -> None:
        close_case(session, mine(Case, case_id), reason=form.reason.data or "", by=by)

    return _do(case_id, form, work, _("The case is closed."))


@pages.get("/dossiers/<int:case_id>/heropenen")
@requires(May.CASE_WORK)
def case_reopening(case_id: int) -> str:
    """Does the owner take part again, too?"""
    return _reopening(case_id)


def _reopening(case_id: int, refusal: Text | None = None) -> str:
    case = mine(Case, case_id)
    return render_template(
        "journeys/case_reopen.html",
        case=case,
        case_version=seen_version(case),
        interests=case_file.stopped_interests(db.session(), case),
        chosen=request.form.getlist("resume"),
        refusal_text=refusal,
    )


@pages.post("/dossiers/<int:case_id>/heropenen")
@requires(May.CASE_WORK)
def case_reopen(case_id: int) -> Answer:
    """Take the case up again, with the interests that go on."""

    def work(session: Session, by: By) -> None:
        resume = [number_of(key) for key in request.form.getlist("resume")]
        reopen_case(session, mine(Case, case_id), resume=resume, by=by)

    return act(
        None,
        work,
        again=lambda refusal: _reopening(case_id, refusal),
        to=to_case(case_id),
        done=_("The case is open again."),
    )


@pages.post("/dossiers/<int:case_id>/taken")
@requires(May.CASE_WORK)
def case_task(case_id: int) -> Answer:
    """Something to do before a day, for whoever works on the case."""
    form = TaskForm(prefix="task")

    def work(session: Session, by: By) -> None:
        one = mine(Case, case_id)
        cases.add_task(
            session,
            one,
            what=form.what.data,
            due_on=form.due_on.data,
            assignee_id=one.advisor_id or by.person_id,
            by=by,
        )

    return _do(case_id, form, work, _("The task is added."))


@pages.post("/dossiers/<int:case_id>/taken/<int:task_id>/gedaan")
@requires(May.CASE_WORK)
def case_task_done(case_id: int, task_id: int) -> Answer:
    """A task is done; who is second hears that a colleague was first."""

    def work(session: Session, by: By) -> None:
        task = found(queries.task(session, task_id, mine(Case, case_id).id))
        cases.done_task(session, task, by=by)

    return _do(case_id, None, work, _("The task is done."))
