"""Pages: the same interest, typed by staff for somebody on the phone or from a paper form."""

from secrets import token_urlsafe
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.audit import record
from renogroep.infra.i18n import language_now
from renogroep.infra.pages import found
from renogroep.neighbourhoods.models import Address
from renogroep.neighbourhoods.queries import find_address
from renogroep.owners import queries as owners
from renogroep.owners.events import Did
from renogroep.subscriptions import queries
from renogroep.subscriptions.actions import coming_in, interest
from renogroep.subscriptions.forms import PREFIX, OnBehalfForm, on_behalf_form
from renogroep.subscriptions.rules.questions import (
    END_TEXTS,
    EndState,
    Flow,
    end_state,
    next_question,
    path,
    question_of,
    read_answer,
)
from renogroep.subscriptions.views.blueprint import pages
from renogroep.subscriptions.words import flow_of, said
from renogroep.tenders.models import Package

Answer = str | Response | tuple[str, int]


@pages.route("/intekenen", methods=["GET", "POST"])
@requires(May.CASE_WORK)
def on_behalf() -> Answer:
    """First the package and the home, then all questions on one page."""
    current = db.session()
    packages = queries.open_packages(
        current, current_user.municipality_id, current_user.neighbourhood_ids, clock.today()
    )
    chosen = request.args.get("pakket", "")
    package = next((one for one in packages if one.reference == chosen), None)
    if package is None:
        return _choose(packages)
    asked = {name: request.args.get(name, "").strip() for name in ("straat", "nummer", "bus")}
    address, meant = find_address(
        current, package.neighbourhood_id, asked["straat"], asked["nummer"], asked["bus"]
    )
    if address is None:
        return _choose(packages, meant=meant, searched=bool(asked["straat"]))
    return _questions(package, address)


def _choose(packages: Any, meant: Any = (), searched: bool = False) -> str:
    return render_template(
        "subscriptions/on_behalf_home.html",
        packages=packages,
        asked=request.args,
        meant=meant,
        searched=searched,
    )


def _questions(package: Package, address: Address) -> Answer:
    flow = flow_of(package)
    form = on_behalf_form(flow)
    if request.method == "GET":
        form.language.data = language_now()
        form.submission_key.data = token_urlsafe(24)
    refusal = None
    if form.validate_on_submit():
        answers = _read(form, flow)
        if answers is not None:
            try:
                return _send(package, address, form, answers)
            except Refused as refused:
                field = form.field_of(refused.code)
                if field is None:
                    refusal = refused.text
                else:
                    field.errors = [*field.errors, refused.text]
    current = db.session()
    return render_template(
        "subscriptions/on_behalf.html",
        package=package,
        address=address,
        flow=flow,
        prefix=PREFIX,
        form=form,
        refusal=refusal,
        known=queries.live_at(current, package.id, address.id),
        people=queries.names_at(current, address.id),
        consent_text=coming_in.CONSENT_TEXT,
    ), 422 if form.errors or refusal else 200


def _read(form: OnBehalfForm, flow: Flow) -> dict[str, list[str]] | None:
    """The answers on this household's way; None when one is missing, which the field then says."""
    answers: dict[str, list[str]] = {}
    for question in flow:
        given = request.form.getlist(PREFIX + question.code)
        if given:
            try:
                answers[question.code] = list(read_answer(question, given))
            except Refused as refused:
                form[PREFIX + question.code].errors = [refused.text]
                return None
    missing = next_question(answers, flow)
    if missing is not None:
        try:
            read_answer(question_of(missing, flow), ())
        except Refused as refused:
            form[PREFIX + missing].errors = [refused.text]
        return None
    return {code: answers[code] for code in path(answers, flow)}


def _send(
    package: Package, address: Address, form: OnBehalfForm, answers: dict[str, list[str]]
) -> Answer:
    flow = flow_of(package)
    end = end_state(answers, flow)
    if end == EndState.OTHER_WORKS:
        raise Refused("subscription.other_works", END_TEXTS[end])
    reference, address_id = package.reference, address.id
    with db.transaction() as current:
        package = found(queries.public_package(current, reference))
        address = found(queries.address_in(current, address_id, package.neighbourhood_id))
        sender = coming_in.Sender(
            name=form.name.data,
            contact=coming_in.read_contact(form.way.data, form.contact_value, address),
            language=form.language.data,
            channel=form.channel.data,
            actor_id=current_user.id,
        )
        if end in interest.INTERESTED_ENDS:
            row = interest.register_interest(
                current,
                package=package,
                address=address,
                answers=answers,
                sender=sender,
                submission_key=form.submission_key.data or None,
            )
            case = row.case
        else:
            case = interest.leave_message(
                current,
                package=package,
                address=address,
                answers=answers,
                words=form.words.data or "",
                sender=sender,
                submission_key=form.submission_key.data or None,
            )
        key = case.id
    return redirect(url_for("subscriptions.on_behalf_done", case_id=key))


@pages.get("/intekenen/<int:case_id>/klaar")
@requires(May.CASE_WORK)
def on_behalf_done(case_id: int) -> Answer:
    """What to read aloud to the household: the code, and by when somebody calls."""
    scope = current_user.municipality_id, current_user.neighbourhood_ids
    with db.transaction() as session:  # who reads a case leaves a trace
        one = found(owners.case(session, case_id, *scope))
        record(session, Did.CASE_SEEN, actor_id=current_user.id, subject=one)
    case = found(owners.case(db.session(), case_id, *scope))
    rows = queries.of_case(db.session(), case.id)
    return render_template(
        "subscriptions/on_behalf_done.html",
        case=case,
        subscription=rows[0] if rows else None,
        said=said(rows[0].answers, flow_of(rows[0].package)) if rows else [],
    )
