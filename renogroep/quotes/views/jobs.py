"""Pages of a contractor: which jobs, what is asked, the bill to fill in."""

from dataclasses import dataclass

from flask import render_template
from flask_login import current_user
from werkzeug.wrappers import Response

from renogroep.base import clock
from renogroep.base.text import N_, Text, t
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.audit import record
from renogroep.infra.i18n import say
from renogroep.infra.pages import found
from renogroep.quotes.actions import drafting
from renogroep.quotes.actions.sealed import open_typed
from renogroep.quotes.documents.bill_form import bill_file
from renogroep.quotes.events import Did
from renogroep.quotes.models import Quote
from renogroep.quotes.presenters.job_steps import steps_of_job
from renogroep.quotes.queries import jobs as job_queries
from renogroep.quotes.queries.comparing import asked_validity
from renogroep.quotes.queries.frozen import bands_of
from renogroep.quotes.queries.jobs import Job
from renogroep.quotes.queries.opened import requests_of
from renogroep.quotes.queries.totals import scenario_bills
from renogroep.quotes.rules.deadline import in_time, time_left
from renogroep.quotes.rules.lifecycle import QuoteState
from renogroep.quotes.rules.sheet_reading import band_label
from renogroep.quotes.rules.standing import after_deadline
from renogroep.quotes.rules.typed import Typed
from renogroep.quotes.views.blueprint import pages
from renogroep.quotes.views.lots import my_lot
from renogroep.tenders.queries import announced
from renogroep.tenders.rules.bill import NATURE_LABELS, SCOPE_LABELS
from renogroep.tenders.rules.lifecycle import LotState

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a firm is with one job, in words."""

    label: str  # msgid
    kind: str  # of the badge
    missing: Text
    open: bool
    ready: bool = False  # a complete draft that only waits for the button


def my_job(request_id: int) -> Job:
    """The job of this firm, or a 404."""
    return found(job_queries.job(db.session(), request_id, current_user.firm_id))


def standing(job: Job) -> Standing:
    """What this firm did and what is still missing; its own prices only."""
    if job.stopped:
        missing = t("Nothing. This job does not go ahead.")
        return Standing(N_("Does not go ahead"), "quiet", missing, False)
    is_open = in_time(clock.now(), job.request.deadline) and job.request.opened_at is None
    if job.submitted:
        missing = t("Nothing. You can replace or withdraw your quote until the deadline.")
        if job.draft:
            missing = t("You have a newer draft that is not handed in.")
        return Standing(
            N_("Handed in"),
            "good",
            missing if is_open else _after(job.submitted),
            is_open,
        )
    if not is_open:
        label = N_("Not submitted") if job.draft else N_("Closed")
        return Standing(label, "quiet", t("The deadline has passed."), False)
    if not job.draft:
        return Standing(N_("Nothing yet"), "new", t("Your prices and your terms."), True)
    sheet, problems = drafting.checked(job.request, open_typed(job.draft))
    if sheet is None:
        missing = t("%(count)s things to fill in or to repair.", count=len(problems))
    else:
        missing = t("Only this: hand in your quote.")
    return Standing(N_("Draft"), "busy", missing, True, ready=sheet is not None)


def _after(quote: Quote) -> Text:
    return after_deadline(QuoteState(quote.state), LotState(quote.request.lot.state))


@pages.get("/opdrachten")
@requires(May.JOB_SEE)
def jobs() -> str:
    """Every job of this firm, the first deadline on top."""
    now = clock.now()
    rows = [
        (job, standing(job), None if job.stopped else time_left(now, job.request.deadline))
        for job in job_queries.jobs_of(db.session(), current_user.firm_id, now)
    ]
    return render_template("quotes/jobs.html", rows=rows)


@pages.get("/opdrachten/<int:request_id>")
@requires(May.JOB_SEE)
def job(request_id: int) -> str:
    """What is asked, until when, and the next step."""
    mine = my_job(request_id)
    request = mine.request
    return render_template(
        "quotes/job.html",
        job=mine,
        row=request,
        lot=request.lot,
        package=request.lot.package,
        streets=job_queries.streets_of(db.session(), request),
        bands="; ".join(say(band_label(band)) for band in bands_of(request)),
        left=time_left(clock.now(), request.deadline),
        standing=standing(mine),
        next_steps=steps_of_job(db.session(), request),
        announced=announced(request.lot.package),
        validity=asked_validity(db.session(), request.lot.package),
        natures=NATURE_LABELS,
        scopes=SCOPE_LABELS,
    )


@pages.get("/opdrachten/<int:request_id>/meetstaat.xlsx")
@requires(May.JOB_SEE)
def bill_xlsx(request_id: int) -> Response:
    """The bill to fill in, with what the firm has typed until now."""
    my_job(request_id)
    with db.transaction() as session:
        mine = my_job(request_id)
        content = bill_file(
            mine.request,
            open_typed(mine.start_from),
            made_at=clock.now(),
            validity=asked_validity(session, mine.request.lot.package),
            scenarios=scenario_bills(session, mine.request),
        )
        record(
            session,
            Did.BILL_DOWNLOADED,
            actor_id=current_user.id,
            subject=mine.request,
            organisation_id=current_user.firm_id,
            revision=mine.request.revision,
        )
        name = f"meetstaat-{mine.request.reference.lower()}-v{mine.request.revision}.xlsx"
    return attachment(content, XLSX, name)


@pages.get("/percelen/<int:lot_id>/vragen/<int:request_id>/meetstaat.xlsx")
@requires(May.QUOTES_AWARD)
def bill_form(lot_id: int, request_id: int) -> Response:
    """The empty bill, for the lead: what is handed out elsewhere comes back in at the import."""
    with db.transaction() as session:
        lot = my_lot(lot_id)
        asked = {request.id: request for request in requests_of(session, lot.id)}
        request = found(asked.get(request_id))
        content = bill_file(
            request,
            Typed(),
            made_at=clock.now(),
            validity=asked_validity(session, request.lot.package),
            scenarios=scenario_bills(session, request),
        )
        record(
            session,
            Did.BILL_DOWNLOADED,
            actor_id=current_user.id,
            subject=request,
            revision=request.revision,
        )
        name = f"meetstaat-{request.reference.lower()}-v{request.revision}.xlsx"
    return attachment(content, XLSX, name)


def attachment(content: bytes, kind: str, name: str) -> Response:
    """A file to keep, never shown inside the page and never kept on the way."""
    answer = Response(content, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
