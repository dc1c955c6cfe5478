"""How far is a firm with each job, in words, and what is asked in one?"""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.text import N_, Text, t
from renogroep.infra.i18n import say
from renogroep.quotes.actions import drafting
from renogroep.quotes.actions.sealed import typed_of
from renogroep.quotes.models import Quote
from renogroep.quotes.presenters.scenarios import scenario_table
from renogroep.quotes.queries import jobs as job_queries
from renogroep.quotes.queries.comparing import asked_validity
from renogroep.quotes.queries.frozen import bands_of
from renogroep.quotes.queries.jobs import Job
from renogroep.quotes.queries.released import released_for
from renogroep.quotes.rules.deadline import in_time, time_left
from renogroep.quotes.rules.lifecycle import QuoteState
from renogroep.quotes.rules.sheet_reading import band_label
from renogroep.quotes.rules.standing import after_deadline
from renogroep.tenders.queries import announced
from renogroep.tenders.rules.bill import NATURE_LABELS, SCOPE_LABELS
from renogroep.tenders.rules.lifecycle import LotState, Mode


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a firm is with one job, in words."""

    label: str  # msgid
    kind: str  # of the badge
    missing: Text
    open: bool
    ready: bool = False  # a complete draft that only waits for the button


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
    sheet, problems = drafting.checked(job.request, typed_of(job.draft))
    if sheet is None:
        missing = t("%(count)s things to fill in or to repair.", count=len(problems))
    else:
        missing = t("Only this: hand in your quote.")
    return Standing(N_("Draft"), "busy", missing, True, ready=sheet is not None)


def _after(quote: Quote) -> Text:
    return after_deadline(QuoteState(quote.state), LotState(quote.request.lot.state))


def job_page(session: Session, job: Job) -> dict[str, Any]:
    """What is asked, until when, and the next step."""
    request = job.request
    package = request.lot.package
    procurement = package.mode == Mode.PROCUREMENT
    return {
        "job": job,
        "row": request,
        "lot": request.lot,
        "package": package,
        "streets": job_queries.streets_of(session, request),
        "bands": "; ".join(say(band_label(band)) for band in bands_of(request)),
        "left": time_left(clock.now(), request.deadline),
        "standing": standing(job),
        "announced": announced(package),
        "validity": asked_validity(session, package),
        "natures": NATURE_LABELS,
        "scopes": SCOPE_LABELS,
        "known": scenario_table(session, request.lot) if procurement else None,
        "photos": [
            (
                url_for("orders.home_file", file_id=key),
                url_for("orders.home_file_small", file_id=key),
            )
            for key in released_for(session, job.firm_id, request.lot_id)
        ],
    }
