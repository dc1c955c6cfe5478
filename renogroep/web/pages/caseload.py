"""Pages: which owners must be called, and who waits for a call back?"""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.names import cleaned
from renogroep.base.text import Text
from renogroep.identity.models import Municipality
from renogroep.infra import db
from renogroep.infra.access import May, requires
from renogroep.infra.acts import By
from renogroep.infra.audit import record
from renogroep.infra.pages import found
from renogroep.owners import queries
from renogroep.owners.actions.cases import handle_call, take_case
from renogroep.owners.events import Did
from renogroep.owners.rules.kinds import OWNER_LABELS
from renogroep.subscriptions.rules.lifecycle import STATE_LABELS
from renogroep.web.pages import caseload_rows
from renogroep.web.pages.blueprint import pages
from renogroep.web.pages.caseload_rows import MAX_SEARCH, PAGE_SIZE, PILE_LABELS, Hits, Looker, Pile

MAX_OUTCOME = 300


def looker() -> Looker:
    """The member of staff behind this request, today."""
    return Looker(
        current_user.id,
        current_user.municipality_id,
        current_user.neighbourhood_ids,
        clock.today(),
    )


@pages.get("/dossiers")
@requires(May.CASE_SEE)
def caseload() -> str:
    """Call-backs first, then the cases of one pile."""
    return _shown()


def _shown(refusal: Text | None = None, typed: dict[str, Any] | None = None) -> str:
    session, who = db.session(), looker()
    search = cleaned(request.args.get("zoek", ""))[:MAX_SEARCH]
    found_cases = caseload_rows.hits(session, who, search)
    counts = caseload_rows.counts(session, who, found_cases)
    pile = _pile(counts)
    last_page = max(1, -(-counts[pile] // PAGE_SIZE))
    page = min(max(request.args.get("pagina", 1, type=int) or 1, 1), last_page)
    rows = _read(who, pile, found_cases, page)
    return render_template(
        "pages/caseload.html",
        calls=queries.waiting_calls(session, who.municipality_id, who.scope),
        rows=rows,
        interests=caseload_rows.interests(session, [row.id for row in rows]),
        counts=counts,
        pile=pile,
        piles=PILE_LABELS,
        search=search,
        page=page,
        last_page=last_page,
        today=who.today,
        owner_labels=OWNER_LABELS,
        state_labels=STATE_LABELS,
        refusal_text=refusal,
        typed=typed or {},
    )


def _read(who: Looker, pile: Pile, hits: Hits, page: int) -> Sequence[Any]:
    """One page of cases. Whoever reads names and homes leaves a trace of which ones."""
    with db.transaction() as session:
        rows = caseload_rows.rows(session, who, pile, hits, page)
        if rows:
            record(
                session,
                Did.CASELOAD_SEEN,
                actor_id=who.person_id,
                subject=session.get_one(Municipality, who.municipality_id),
                cases=[row.id for row in rows],
            )
    return rows


def _pile(counts: dict[Pile, int]) -> Pile:
    """The pile that was asked for; else mine, or everybody's when somebody searches."""
    asked = request.args.get("stapel", "")
    if asked in set(Pile):
        return Pile(asked)
    return Pile.ALL if request.args.get("zoek") else Pile.MINE


@pages.post("/dossiers/oproepen/<int:call_id>/gedaan")
@requires(May.CASE_WORK)
def call_done(call_id: int) -> Response | tuple[str, int]:
    """Write what came of a call back; who is second hears that a colleague was first."""
    outcome = request.form.get("outcome", "")[:MAX_OUTCOME]
    try:
        with db.transaction() as session:
            call = found(
                queries.call_request(
                    session,
                    call_id,
                    current_user.municipality_id,
                    current_user.neighbourhood_ids,
                )
            )
            handle_call(session, call, outcome=outcome, by=By(current_user.id))
    except Refused as refused:
        return _shown(refused.text, {"call_id": call_id, "outcome": outcome}), 422
    flash(_("The call is noted."))
    return redirect(url_for("pages.caseload"))


@pages.post("/dossiers/<int:case_id>/nemen")
@requires(May.CASE_WORK)
def case_take(case_id: int) -> Response | tuple[str, int]:
    """Make a case mine."""
    try:
        with db.transaction() as session:
            case = found(
                queries.case(
                    session,
                    case_id,
                    current_user.municipality_id,
                    current_user.neighbourhood_ids,
                )
            )
            take_case(session, case, by=By(current_user.id))
    except Refused as refused:
        return _shown(refused.text), 422
    flash(_("This case is yours now."))
    return redirect(url_for("pages.case", case_id=case_id))
