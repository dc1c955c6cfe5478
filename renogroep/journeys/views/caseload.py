"""Pages: which owners must be called, and who waits for a call back?"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.names import cleaned
from renogroep.base.text import Text
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import Answer, By, act, by_reader
from renogroep.infra.scope import mine, scope_for
from renogroep.journeys.presenters.stage_words import Step, how_many, step_of
from renogroep.journeys.queries import caseload as piled
from renogroep.journeys.queries.caseload import CAP, MAX_SEARCH, PAGE_SIZE, Hits
from renogroep.journeys.queries.stages import FirstTask, first_tasks
from renogroep.journeys.rules.piles import PILE_LABELS, Looker, Pile
from renogroep.journeys.views.blueprint import pages
from renogroep.orders.rules.lifecycle import LABELS as ORDER_LABELS
from renogroep.owners import queries
from renogroep.owners.actions.cases import MAX_OUTCOME, handle_call, take_case
from renogroep.owners.actions.reading import note_caseload
from renogroep.owners.models import CallRequest, Case
from renogroep.owners.rules.kinds import OWNER_LABELS
from renogroep.subscriptions.rules.lifecycle import STATE_LABELS

LAST_PAGE = 1000  # of a pile that is not counted to its end


def looker() -> Looker:
    """The member of staff behind this request, today."""
    return Looker(current_user.id, *scope_for(May.CASE_SEE).staff, clock.today())


@pages.get("/dossiers")
@requires(May.CASE_SEE)
def caseload() -> str:
    """Call-backs first, then the cases of one pile."""
    return _shown()


def _shown(refusal: Text | None = None, typed: dict[str, Any] | None = None) -> str:
    session, who = db.session(), looker()
    search = cleaned(request.args.get("zoek", ""))[:MAX_SEARCH]
    found_cases = piled.hits(session, who, search)
    counts = piled.counts(session, who, found_cases)
    pile = _pile(counts)
    big = counts[pile] > CAP
    last_page = LAST_PAGE if big else max(1, -(-counts[pile] // PAGE_SIZE))
    page = min(max(request.args.get("pagina", 1, type=int) or 1, 1), last_page)
    rows = _read(who, pile, found_cases, page, big)
    ids = [row.id for row in rows]
    tasks = first_tasks(session, ids)
    return render_template(
        "journeys/caseload.html",
        steps={row.id: _step(row, tasks, who.today) for row in rows},
        order_labels=ORDER_LABELS,
        calls=queries.waiting_calls(session, who.municipality_id, who.scope),
        rows=rows,
        interests=piled.interests(session, ids),
        counts={pile: how_many(count) for pile, count in counts.items()},
        pile=pile,
        piles=PILE_LABELS,
        search=search,
        page=page,
        last_page=None if big else last_page,
        more=len(rows) == PAGE_SIZE if big else page < last_page,
        today=who.today,
        owner_labels=OWNER_LABELS,
        state_labels=STATE_LABELS,
        refusal_text=refusal,
        typed=typed or {},
    )


def _step(row: Any, tasks: Mapping[int, FirstTask], today: date) -> Step:
    first, where = tasks.get(row.id), row.neighbourhood_id
    return step_of(row.stage, row.due_on, row.waits_for, first, today, where)


def _read(who: Looker, pile: Pile, hits: Hits, page: int, big: bool) -> Sequence[Any]:
    """One page of cases. Whoever reads names and homes leaves a trace of which ones."""
    with db.transaction() as session:
        rows = piled.rows(session, who, pile, hits, page, big=big)
        note_caseload(session, who.municipality_id, [row.id for row in rows], by=by_reader())
    return rows


def _pile(counts: dict[Pile, int]) -> Pile:
    """The pile that was asked for; else mine, or everybody's when somebody searches."""
    asked = request.args.get("stapel", "")
    if asked in set(Pile):
        return Pile(asked)
    return Pile.ALL if request.args.get("zoek") else Pile.MINE


@pages.post("/dossiers/oproepen/<int:call_id>/gedaan")
@requires(May.CASE_WORK)
def call_done(call_id: int) -> Answer:
    """Write what came of a call back; who is second hears that a colleague was first."""
    outcome = request.form.get("outcome", "")[:MAX_OUTCOME]

    def work(session: Session, by: By) -> None:
        handle_call(session, mine(CallRequest, call_id), outcome=outcome, by=by)

    return act(
        None,
        work,
        again=lambda refusal: _shown(refusal, {"call_id": call_id, "outcome": outcome}),
        to=url_for("pages.caseload"),
        done=_("The call is noted."),
    )


@pages.post("/dossiers/<int:case_id>/nemen")
@requires(May.CASE_WORK)
def case_take(case_id: int) -> Answer:
    """Make a case mine."""

    def work(session: Session, by: By) -> None:
        take_case(session, mine(Case, case_id), by=by)

    return act(
        None,
        work,
        again=_shown,
        to=url_for("pages.case", case_id=case_id),
        done=_("This case is yours now."),
    )
