"""Pages of a contractor: which jobs, what is asked, the bill to fill in."""

from flask import Response, render_template
from flask_login import current_user
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.groups.models import Request
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.downloads import XLSX, download
from renogroep.infra.pages import found
from renogroep.infra.scope import here, mine
from renogroep.quotes.actions.sealed import typed_of
from renogroep.quotes.actions.taking import took
from renogroep.quotes.documents.bill_form import bill_file
from renogroep.quotes.presenters.job_list import JobGroup, jobs_elsewhere, jobs_here
from renogroep.quotes.presenters.job_steps import steps_of_job
from renogroep.quotes.presenters.jobs import job_page
from renogroep.quotes.queries.comparing import asked_validity
from renogroep.quotes.queries.jobs import Job, job_of
from renogroep.quotes.queries.totals import scenario_bills
from renogroep.quotes.rules.events import Did
from renogroep.quotes.rules.typed import Typed
from renogroep.quotes.views.blueprint import pages
from renogroep.quotes.views.lots import leaving


def own_firm() -> int:
    """The firm of who reads this page."""
    return found(here().firm_id)


def own_job(request_id: int) -> Job:
    """What was asked of this firm, with its own quotes; else a 404."""
    return job_of(db.session(), mine(Request, request_id), own_firm())


@pages.get("/opdrachten")
@requires(May.JOB_SEE)
def jobs() -> str:
    """Every job of this firm, the first deadline on top; below it those of other municipalities."""
    reader = current_user
    others: list[JobGroup] = []
    if reader.came_alone and len(reader.choices) > 1:
        with db.everywhere() as across:
            others = jobs_elsewhere(
                across, db.session(), reader.choices, here=reader.municipality_id
            )
    rows = jobs_here(db.session(), here().firm_id)
    return render_template("quotes/jobs.html", rows=rows, others=others)


@pages.get("/opdrachten/<int:request_id>")
@requires(May.JOB_SEE)
def job(request_id: int) -> str:
    """What is asked, until when, and the next step."""
    job = own_job(request_id)
    steps = steps_of_job(db.session(), job.request)
    return render_template("quotes/job.html", next_steps=steps, **job_page(db.session(), job))


@pages.get("/opdrachten/<int:request_id>/meetstaat.xlsx")
@requires(May.JOB_SEE)
def bill_xlsx(request_id: int) -> Response:
    """The bill to fill in, with what the firm has typed until now."""

    def work(session: Session, by: By) -> tuple[bytes, str]:
        job = own_job(request_id)
        return _bill(session, job.request, typed_of(job.start_from), by, job.firm_id)

    content, name = leaving(work)
    return download(content, name, XLSX)


@pages.get("/percelen/<int:lot_id>/vragen/<int:request_id>/meetstaat.xlsx")
@requires(May.QUOTES_AWARD)
def bill_form(lot_id: int, request_id: int) -> Response:
    """The empty bill, for the lead: what is handed out elsewhere comes back in at the import."""

    def work(session: Session, by: By) -> tuple[bytes, str]:
        request = mine(Request, request_id)
        found(request if request.lot_id == lot_id else None)
        return _bill(session, request, Typed(), by, None)

    content, name = leaving(work)
    return download(content, name, XLSX)


def _bill(
    session: Session, request: Request, typed: Typed, by: By, firm_id: int | None
) -> tuple[bytes, str]:
    validity = asked_validity(session, request.lot.package)
    content = bill_file(
        request,
        typed,
        made_at=clock.now(),
        validity=validity,
        scenarios=scenario_bills(session, request),
    )
    facts = {} if firm_id is None else {"organisation_id": firm_id}
    took(session, Did.BILL_DOWNLOADED, request, by=by, revision=request.revision, **facts)
    return content, f"meetstaat-{request.reference.lower()}-v{request.revision}.xlsx"
