"""Pages: can this owner renovate, does the owner want to, and which route follows? Sensitive."""

from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act
from renogroep.infra.i18n import say_stored
from renogroep.infra.scope import mine
from renogroep.journeys.forms.case import MAX_NOTE, DangerForm, OverrideForm
from renogroep.journeys.presenters import case_file
from renogroep.journeys.presenters.case_questions import question_numbers, questions_page
from renogroep.journeys.views.blueprint import pages
from renogroep.journeys.views.case import (
    channel_of,
    read_case,
    seen_version,
    show_case,
    to_case,
)
from renogroep.owners.actions.routes import end_danger, note_danger, override_route, record_answers
from renogroep.owners.models import Case, RouteDecision
from renogroep.subscriptions.queries import wanted_measures


@pages.get("/dossiers/<int:case_id>/kan-wil")
@requires(May.CASE_SENSITIVE)
def case_questions(case_id: int) -> str:
    """The questions, with what was answered last and when."""
    return _questions(read_case(case_id))


@pages.post("/dossiers/<int:case_id>/kan-wil")
@requires(May.CASE_SENSITIVE)
def case_answers(case_id: int) -> Answer:
    """Keep the answers and decide the route that follows."""

    def work(session: Session, by: By) -> RouteDecision:
        one = mine(Case, case_id)
        return record_answers(
            session,
            one,
            _given(question_numbers(session, one)),
            danger="danger" in request.form,
            measures=wanted_measures(session, one.id),
            by=by.through(channel_of()),
        )

    def done(decision: RouteDecision) -> str:
        action = say_stored(decision.action)
        return _("The answers are kept. What comes next: %(action)s", action=action)

    return act(
        None,
        work,
        again=lambda refusal: _questions(mine(Case, case_id), refusal, typed=True),
        to=to_case(case_id, "route"),
        done=done,
    )


def _given(numbers: list[int]) -> dict[int, tuple[str, str]]:
    """Question -> chosen answers and note; a question without an answer was not asked."""
    return {
        no: (
            " ".join(filter(None, request.form.getlist(f"answer-{no}"))),
            request.form.get(f"note-{no}", "")[:MAX_NOTE],
        )
        for no in numbers
        if request.form.get(f"answer-{no}")
    }


def _questions(case: Case, refusal: Text | None = None, *, typed: bool = False) -> str:
    return render_template(
        "journeys/case_questions.html",
        **questions_page(db.session(), case, request.form if typed else None),
        case_version=seen_version(case),
        refusal_text=refusal,
    )


def _route_act(case_id: int, form: Any, work: Any, done: str) -> Answer:
    return act(
        form,
        work,
        again=lambda refusal: show_case(case_id, refusal, failed=form),
        to=to_case(case_id, "route"),
        done=done,
    )


@pages.post("/dossiers/<int:case_id>/andere-route")
@requires(May.CASE_SENSITIVE)
def case_override(case_id: int) -> Answer:
    """The advisor knows better, and says why."""
    form = OverrideForm(prefix="change")

    def work(session: Session, by: By) -> None:
        override_route(
            session,
            mine(Case, case_id),
            can=form.can.data or None,
            will=form.will.data or None,
            reason=form.reason.data,
            blocker=form.blocker.data or None,
            measures=wanted_measures(session, case_id),
            by=by,
        )

    return _route_act(case_id, form, work, _("The route is changed."))


@pages.post("/dossiers/<int:case_id>/gevaar")
@requires(May.DANGER_NOTE)
def case_danger(case_id: int) -> Answer:
    """Somebody saw or heard of danger; who sees can and will confirms it at once."""

    def work(session: Session, by: By) -> None:
        case = mine(Case, case_id)
        note_danger(
            session,
            case,
            confirmed=case_file.sees_sensitive(case),
            measures=wanted_measures(session, case_id),
            by=by,
        )

    return _route_act(
        case_id, None, work, _("The danger is noted. It stands on top of every list.")
    )


@pages.post("/dossiers/<int:case_id>/gevaar-voorbij")
@requires(May.CASE_SENSITIVE)
def case_danger_over(case_id: int) -> Answer:
    """The danger is over, and somebody says why: the route is decided anew."""
    form = DangerForm(prefix="danger")

    def work(session: Session, by: By) -> None:
        measures = wanted_measures(session, case_id)
        end_danger(session, mine(Case, case_id), reason=form.reason.data, measures=measures, by=by)

    return _route_act(case_id, form, work, _("The danger is over. See what comes next."))
