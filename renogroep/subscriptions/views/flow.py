"""Pages: the interest check, one question at a time, and the receipt. No account, no script."""

from dataclasses import replace
from datetime import date
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from renogroep.base import clock
from renogroep.base.text import Text
from renogroep.infra import sms
from renogroep.infra.access import public
from renogroep.infra.acts import Answer, By, act
from renogroep.infra.i18n import language_now
from renogroep.infra.pages import client_address
from renogroep.subscriptions import queries
from renogroep.subscriptions.actions import interest
from renogroep.subscriptions.actions.sending import send_in
from renogroep.subscriptions.forms import ContactForm, question_form
from renogroep.subscriptions.rules.coming_in import CONSENT_TEXT
from renogroep.subscriptions.rules.questions import (
    END_TEXTS,
    MAX_QUESTIONS,
    Ending,
    lets,
    next_question,
    previous_question,
    question_of,
    read_answer,
)
from renogroep.subscriptions.views.blueprint import pages
from renogroep.subscriptions.views.visit import Visit, load, place_of
from renogroep.subscriptions.words import said

HOME = "/pakket/<reference>/interesse/<int:address_id>"


def _page(template: str, visit: Visit, **values: Any) -> str:
    neighbourhood = visit.package.neighbourhood
    home = url_for("pages.neighbourhood", slug=neighbourhood.slug)
    return render_template(
        f"subscriptions/{template}.html",
        visit=visit,
        package=visit.package,
        address=visit.address,
        neighbourhood=neighbourhood,
        neighbourhood_theme=neighbourhood,
        neighbourhood_url=home,
        call_me_url=f"{home}#bel-mij",
        **values,
    )


def _closed(visit: Visit) -> str | None:
    """A page with a next step when the package takes no interest now."""
    if queries.open_for_interest(visit.package, clock.today()):
        return None
    return _page("closed", visit)


def _first_missing(visit: Visit) -> Response:
    """To the first question that has no answer, else to the summary."""
    missing = next_question(visit.answers, visit.flow)
    if missing is None:
        return redirect(visit.url("check"))
    return redirect(visit.url("question", code=missing))


@pages.get(HOME)
@public
def start(reference: str, address_id: int) -> Answer:
    """Begin, or go on where one was."""
    visit = load(reference, address_id, again=True)
    return _closed(visit) or _first_missing(visit)


@pages.route(f"{HOME}/<code>", methods=["GET", "POST"])
@public
def question(reference: str, address_id: int, code: str) -> Answer:
    """One question. Opened out of turn it leads to the first one that is missing."""
    visit = load(reference, address_id)
    if code not in {one.code for one in visit.flow}:
        raise NotFound
    closed = _closed(visit)
    if closed:
        return closed
    if code not in visit.walked:
        return _first_missing(visit)
    asked = question_of(code, visit.flow)
    form = question_form(asked, visit.answers)
    changing = "wijzig" in request.args
    if form.validate_on_submit():
        visit.answer(code, read_answer(asked, form.answer.raw_data))
        return redirect(_after(visit, code, changing))
    back = previous_question(code, visit.answers, visit.flow)
    return _page(
        "question",
        visit,
        question=asked,
        form=form,
        place=visit.walked.index(code) + 1,
        most=MAX_QUESTIONS,
        back_url=visit.url("check") if changing else _before(visit, back),
    ), 422 if form.answer.errors else 200


def _before(visit: Visit, back: str | None) -> str:
    if back is None:
        return url_for("pages.package_public", reference=visit.package.reference)
    return visit.url("question", code=back)


def _after(visit: Visit, code: str, changing: bool) -> str:
    """The next question; straight back to the summary when an answer was only changed."""
    walked = visit.walked
    complete = visit.end is not None
    last = code == walked[-1]
    if complete and (changing or last):
        return visit.url("check")
    if changing:
        return visit.url("question", code=next_question(visit.answers, visit.flow))
    return visit.url("question", code=walked[walked.index(code) + 1])


@pages.get(f"{HOME}/nakijken")
@public
def check(reference: str, address_id: int) -> Answer:
    """Everything that was answered, the result in a sentence, and what one can do."""
    visit = load(reference, address_id)
    end = visit.end
    if end is None:
        return _first_missing(visit)
    return _closed(visit) or _page(
        "check",
        visit,
        rows=said(visit.answers, visit.flow),
        end=end,
        result=END_TEXTS[end],
        counts=end in interest.INTERESTED_ENDS,
        back_url=visit.url("question", code=visit.walked[-1]),
    )


@pages.route(f"{HOME}/contact", methods=["GET", "POST"])
@public
def contact(reference: str, address_id: int) -> Answer:
    """A name and one way to reach somebody; sending it is the interest."""
    visit = load(reference, address_id)
    end = visit.end
    if end is None:
        return _first_missing(visit)
    if end not in interest.INTERESTED_ENDS | interest.MESSAGE_ENDS:
        return redirect(visit.url("check"))
    if "done" in visit.kept:
        return redirect(visit.url("done"))
    form = ContactForm(data={"language": language_now()})
    if request.method == "GET":
        return _contact_page(visit, end, form)
    return _send(visit, end, form)


def _contact_page(visit: Visit, end: Ending, form: ContactForm, refusal: Text | None = None) -> str:
    counts = end in interest.INTERESTED_ENDS
    return _closed(visit) or _page(
        "contact",
        visit,
        form=form,
        refusal=refusal,
        end=end,
        tenant=end == Ending.TENANT_SIGNAL,
        counts=counts,
        lets=lets(visit.answers),
        consent_text=CONSENT_TEXT,
        back_url=visit.url("check"),
    )


def _send(visit: Visit, end: Ending, form: ContactForm) -> Answer:
    """Write it down; all refusals come from the action."""
    reference, address_id = visit.package.reference, visit.address.id

    def work(session: Session, by: By) -> dict[str, Any]:
        package, address = place_of(session, reference, address_id)
        received = send_in(
            session,
            package=package,
            address=address,
            answers={**visit.answers, **form.home},
            words=form.words.data or "",
            sender=replace(form.sender(address), network=client_address()),
            submission_key=visit.kept["key"],
            by=by,
        )
        day = received.call_by or received.confirm_by
        return {"reference": received.reference, "day": day.isoformat() if day else None}

    def to(facts: dict[str, Any]) -> str:
        visit.finish(way=form.way.data, **facts)
        return visit.url("done")

    return act(form, work, again=lambda refusal: _contact_page(visit, end, form, refusal), to=to)


@pages.get(f"{HOME}/klaar")
@public
def done(reference: str, address_id: int) -> Answer:
    """The code, what was said, what the visitor does next and by when. Fit for a printer."""
    visit = load(reference, address_id)
    if "done" not in visit.kept:
        return _first_missing(visit)
    facts = visit.kept["done"]
    end = visit.end
    return _page(
        "done",
        visit,
        code=facts.get("reference"),
        way=facts["way"],
        texts=sms.is_on(current_app.config),
        day=date.fromisoformat(facts["day"]) if facts["day"] else None,
        tenant=end == Ending.TENANT_SIGNAL,
        rows=said(visit.answers, visit.flow),
    )
