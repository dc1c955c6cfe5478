"""Pages: can this owner renovate, does the owner want to, and which route follows? Sensitive."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.text import Text, t
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.i18n import say_stored
from renogroep.owners import queries
from renogroep.owners.actions.routes import end_danger, override_route, record_answers
from renogroep.owners.models import CanWillAnswer, Case
from renogroep.owners.queries import CanWillRules
from renogroep.owners.rules.cost_range import cost_range
from renogroep.owners.rules.kinds import OwnerKind
from renogroep.owners.rules.triage import is_stale, labels
from renogroep.subscriptions.queries import of_case
from renogroep.subscriptions.rules.lifecycle import LIVE
from renogroep.subscriptions.words import in_words
from renogroep.web.pages.blueprint import pages
from renogroep.web.pages.case import channel_of
from renogroep.web.pages.case_forms import MAX_NOTE, DangerForm, OverrideForm
from renogroep.web.pages.case_view import (
    give_choices,
    my_case,
    my_case_as_seen,
    note_read,
    show_case,
)
from renogroep.web.pages.case_words import CHANNEL_LABELS, STAFF_CHANNELS


@pages.get("/dossiers/<int:case_id>/kan-wil")
@requires(May.CASE_SENSITIVE)
def case_questions(case_id: int) -> str:
    """The questions, with what was answered last and when."""
    note_read(case_id)
    return _questions(case_id)


@pages.post("/dossiers/<int:case_id>/kan-wil")
@requires(May.CASE_SENSITIVE)
def case_answers(case_id: int) -> Response | tuple[str, int]:
    """Keep the answers and decide the route that follows."""
    try:
        with db.transaction() as session:
            one = my_case_as_seen(session, case_id)
            decision = record_answers(
                session,
                one,
                _given(one, queries.can_will_rules(session, one.municipality_id, clock.today())),
                channel=channel_of(),
                danger="danger" in request.form,
                measures=_measures(session, one),
                by=By(current_user.id),
            )
            words = say_stored(decision.action)
    except Refused as refused:
        return _questions(case_id, refused.text, request.form), 422
    flash(_("The answers are kept. What comes next: %(action)s", action=words))
    return redirect(url_for("pages.case", case_id=case_id) + "#route")


def _measures(session: Session, case: Case) -> set[str]:
    """The works that this owner wants, as the premium rules call them."""
    return {
        link.lot.measure
        for subscription in of_case(session, case.id)
        if subscription.state in LIVE
        for link in subscription.lots
    }


def _given(case: Case, rules: CanWillRules) -> dict[int, tuple[str, str]]:
    """Question -> chosen answers and note; a question without an answer was not asked."""
    return {
        question.no: (
            " ".join(filter(None, request.form.getlist(f"answer-{question.no}"))),
            request.form.get(f"note-{question.no}", "")[:MAX_NOTE],
        )
        for question in rules.questions.questions
        if request.form.get(f"answer-{question.no}")
    }


def _ranges(session: Session, case: Case, rules: CanWillRules) -> list[Text]:
    """About how much the works of each package that this owner wants cost, as far as we know."""
    measured = queries.quantities(session, case.dwelling_id)
    said = []
    for subscription in of_case(session, case.id):
        for lot in [link.lot for link in subscription.lots if subscription.state in LIVE]:
            presumed = {post.source: post.presumed for post in lot.posts if post.scope == "home"}
            found = cost_range(rules.questions.prices, lot.measure, {**presumed, **measured})
            if found is not None:
                said.append(
                    t(
                        "%(works)s: about %(low)s to %(high)s euro for this home, without VAT and before premiums.",
                        works=in_words(lot, "title"),
                        low=found[0].decimal.to_integral_value(),
                        high=found[1].decimal.to_integral_value(),
                    )
                )
    return said


def _questions(
    case_id: int, refusal: Text | None = None, typed: MultiDict[str, str] | None = None
) -> str:
    session = db.session()
    one = my_case(session, case_id)
    today = clock.today()
    rules = queries.can_will_rules(session, one.municipality_id, today)
    kind = OwnerKind(one.owner_kind)
    premium = queries.premium_applies(session, one, today, _measures(session, one))
    newest = queries.newest_answers(session, one.id)
    rows = [
        {
            "question": question,
            "text": question.text_of(kind),
            "answers": question.answers_of(kind),
            "ranges": _ranges(session, one, rules) if question.with_range else [],
            "chosen": typed.getlist(f"answer-{question.no}") if typed else None,
            **_before(one, newest.get(question.no), rules),
        }
        for question in rules.questions.questions
        if (premium or not question.only_with_premium) and kind != OwnerKind.TENANT
    ]
    return render_template(
        "pages/case_questions.html",
        case=one,
        case_version=request.form.get("case_version") or one.version,
        rows=rows,
        typed=typed,
        channels=[(code, CHANNEL_LABELS[code]) for code in STAFF_CHANNELS],
        refusal_text=refusal,
    )


def _before(case: Case, row: CanWillAnswer | None, rules: CanWillRules) -> dict[str, Any]:
    """What was answered last. An answer that no longer counts is shown, but not filled in again."""
    if row is None:
        return {"last": None, "label": "", "stale": False, "before": []}
    stale = is_stale(clock.local(row.at).date(), clock.today(), case.life_event_on, rules.questions)
    label = labels(rules.questions.answers(row.question, row.answer))
    before = [] if stale else row.answer.split()
    return {"last": row, "label": label, "stale": stale, "before": before}


@pages.post("/dossiers/<int:case_id>/andere-route")
@requires(May.CASE_SENSITIVE)
def case_override(case_id: int) -> Response | tuple[str, int]:
    """The advisor knows better, and says why."""
    form = OverrideForm(prefix="change")
    try:
        with db.transaction() as session:
            one = my_case_as_seen(session, case_id)
            give_choices(session, one, form)
            good = form.validate()
            if good:
                override_route(
                    session,
                    one,
                    can=form.can.data or None,
                    will=form.will.data or None,
                    reason=form.reason.data,
                    measures=_measures(session, one),
                    by=By(current_user.id),
                )
    except Refused as refused:
        return show_case(case_id, refusal=refused.text, failed=form), 422
    if not good:
        return show_case(case_id, failed=form), 422
    flash(_("The route is changed."))
    return redirect(url_for("pages.case", case_id=case_id) + "#route")


@pages.post("/dossiers/<int:case_id>/gevaar-voorbij")
@requires(May.CASE_SENSITIVE)
def case_danger_over(case_id: int) -> Response | tuple[str, int]:
    """The danger is over, and somebody says why: the route is decided anew."""
    form = DangerForm(prefix="danger")
    try:
        with db.transaction() as session:
            one = my_case_as_seen(session, case_id)
            good = form.validate()
            if good:
                end_danger(
                    session,
                    one,
                    reason=form.reason.data,
                    measures=_measures(session, one),
                    by=By(current_user.id),
                )
    except Refused as refused:
        return show_case(case_id, refusal=refused.text, failed=form), 422
    if not good:
        return show_case(case_id, failed=form), 422
    flash(_("The danger is over. See what comes next."))
    return redirect(url_for("pages.case", case_id=case_id) + "#route")
