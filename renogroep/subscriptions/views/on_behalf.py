"""Pages: the same interest, typed by staff for somebody on the phone or from a paper form."""

from secrets import token_urlsafe
from typing import Any

from flask import render_template, request, url_for
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act, by_reader
from renogroep.infra.i18n import language_now
from renogroep.infra.scope import here, mine
from renogroep.neighbourhoods.models import Address
from renogroep.neighbourhoods.queries import find_address
from renogroep.owners.actions.reading import note_read
from renogroep.owners.models import Case
from renogroep.subscriptions import queries
from renogroep.subscriptions.actions.sending import send_in
from renogroep.subscriptions.forms import PREFIX, OnBehalfForm, on_behalf_form
from renogroep.subscriptions.rules.coming_in import CONSENT_TEXT, read_channel
from renogroep.subscriptions.views.blueprint import pages
from renogroep.subscriptions.views.visit import place_of
from renogroep.subscriptions.words import flow_of, said
from renogroep.tenders.models import Package


@pages.route("/intekenen", methods=["GET", "POST"])
@requires(May.CASE_WORK)
def on_behalf() -> Answer:
    """First the package and the home, then all questions on one page."""
    current = db.session()
    packages = queries.open_packages(current, *here().staff, clock.today())
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
    form = on_behalf_form(flow_of(package))
    reference, address_id = package.reference, address.id
    if request.method == "GET":
        form.language.data = language_now()
        form.submission_key.data = token_urlsafe(24)
        return _questions_page(reference, address_id, form)

    def work(session: Session, by: By) -> int | None:
        package, address = place_of(session, reference, address_id)
        received = send_in(
            session,
            package=package,
            address=address,
            answers=form.answers,
            words=form.words.data or "",
            sender=form.sender(address),
            submission_key=form.submission_key.data or None,
            by=by.through(read_channel(form.channel.data)),
        )
        return received.case.id if received.case else None

    return act(
        form,
        work,
        again=lambda refusal: _questions_page(reference, address_id, form, refusal),
        to=lambda case_id: url_for("subscriptions.on_behalf_done", case_id=case_id),
    )


def _questions_page(
    reference: str, address_id: int, form: OnBehalfForm, refusal: Text | None = None
) -> str:
    session = db.session()
    package, address = place_of(session, reference, address_id)
    return render_template(
        "subscriptions/on_behalf.html",
        package=package,
        address=address,
        flow=form.flow,
        prefix=PREFIX,
        form=form,
        refusal=refusal,
        known=queries.live_at(session, package.id, address.id),
        people=queries.names_at(session, address.id),
        consent_text=CONSENT_TEXT,
    )


def _read_case(case_id: int) -> Case:
    """The case; who reads one leaves a trace."""
    with db.transaction() as session:
        note_read(session, mine(Case, case_id), sensitive=False, by=by_reader())
    return mine(Case, case_id)


@pages.get("/intekenen/<int:case_id>/klaar")
@requires(May.CASE_WORK)
def on_behalf_done(case_id: int) -> Answer:
    """What to read aloud to the household: the code, and by when somebody calls."""
    case = _read_case(case_id)
    rows = queries.of_case(db.session(), case.id)
    return render_template(
        "subscriptions/on_behalf_done.html",
        case_url=url_for("pages.case", case_id=case.id),
        case=case,
        subscription=rows[0] if rows else None,
        call_by=queries.call_promised(db.session(), case),
        said=said(rows[0].answers, flow_of(rows[0].package)) if rows else [],
    )
