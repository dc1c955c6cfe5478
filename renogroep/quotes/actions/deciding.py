"""Who gets the lot, who hears it the same minute, and from when may households order?"""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.calendar import standstill_period
from renogroep.base.errors import Refused
from renogroep.financing.queries import periods_on
from renogroep.groups.models import Request
from renogroep.identity.actions.notices import notify
from renogroep.infra.acts import By, check_seen
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.infra.holidays import belgian
from renogroep.quotes.actions.finishing import check_nothing_waits
from renogroep.quotes.actions.telling import tell_firm
from renogroep.quotes.models import Assignment, ChoiceRun, Decision
from renogroep.quotes.queries import choosing, deciding, opened
from renogroep.quotes.queries.deciding import Ranked, Ranking
from renogroep.quotes.rules.events import Did
from renogroep.quotes.rules.lifecycle import QUOTES
from renogroep.tenders.actions import move_lot
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import LotState, Mode


def decide(
    session: Session,
    lot: Lot,
    quote_id: int,
    *,
    motive: str,
    tie_reason: str = "",
    by: By,
) -> Decision:
    """The reasoned decision: the first in the ranking gets the lot, and the standstill starts.

    tie_reason   why this one, when two or more share the first place
    raises       Refused while a price is being asked about, a score is missing, the winner is not
                 first, its largest scenario is above the announced value, or the motive is missing.
                 Nothing changes then.
    """
    locked(session, Lot, lot.id)
    taken = opened.decision_of(session, lot.id)
    if taken is not None and taken.quote_id == quote_id:
        return taken
    check_seen(lot, by)
    ranking = _ready(session, lot)
    winner = _winner(ranking, quote_id, tie_reason)
    if over := deciding.over_maximum(lot, winner):
        raise over
    if not motive:
        raise Refused(
            "decision.no_motive",
            "Write the motive: points alone do not explain a decision. Name prices and the formula.",
        )
    stated = motive if len(ranking.first) == 1 else f"{motive}\n\n{tie_reason}"
    decision = _written(session, lot, ranking, winner, stated, by)
    for row in ranking.rows:
        _settle(session, row, winner, by)
    move_lot(session, lot, "decide", by=by, quote_id=winner.quote.id)
    move_lot(session, lot, "start_standstill", by=by)
    record(
        session,
        Did.LOT_DECIDED,
        actor_id=by.actor_id,
        subject=decision,
        lot_id=lot.id,
        quote_id=winner.quote.id,
        standstill_until=decision.standstill_until.isoformat(),
        tie=len(ranking.first) > 1,
    )
    _tell_bidders(session, lot, ranking, winner, decision, by)
    return decision


def _ready(session: Session, lot: Lot) -> Ranking:
    if lot.state != LotState.CHECKED:
        raise Refused(
            "decision.not_now",
            "A decision is possible after the checks and only once. Reload the page to see what is.",
        )
    check_nothing_waits(session, lot)  # a quote may have come back since the checks were done
    ranking = deciding.ranking(session, lot)
    if ranking.missing:
        firm, criterion = ranking.missing[0]
        raise Refused(
            "decision.no_score",
            "%(firm)s has no score for “%(criterion)s” yet. Give every quote a score first.",
            firm=firm,
            criterion=criterion,
        )
    return ranking


def _winner(ranking: Ranking, quote_id: int, tie_reason: str) -> Ranked:
    winner = next((row for row in ranking.first if row.quote.id == quote_id), None)
    if winner is None:
        raise Refused(
            "decision.not_first",
            "Only the quote that stands first can be chosen. The ranking follows the announced criteria.",
        )
    if len(ranking.first) > 1 and not tie_reason:
        raise Refused(
            "decision.tie",
            "%(count)s quotes share the first place. Write why you choose this one.",
            count=len(ranking.first),
        )
    return winner


def _written(
    session: Session, lot: Lot, ranking: Ranking, winner: Ranked, motive: str, by: By
) -> Decision:
    today = clock.today()
    periods, version_id = periods_on(session, lot.municipality_id, today)
    row = Decision(
        municipality_id=lot.municipality_id,
        lot_id=lot.id,
        quote_id=winner.quote.id,
        ranking=deciding.stored_ranking(ranking, lot),
        motive=motive,
        decided_by=by.actor_id,
        decided_at=clock.now(),
        standstill_until=standstill_period(today, periods.days("standstill"), belgian(today)).last,
        periods_version_id=version_id,
    )
    session.add(row)
    return row


def _settle(session: Session, row: Ranked, winner: Ranked, by: By) -> None:
    quote = row.quote
    QUOTES.move(quote, "rank")
    record(
        session,
        Did.QUOTE_RANKED,
        actor_id=by.actor_id,
        subject=quote,
        place=row.place,
        total=str(row.total),
    )
    QUOTES.move(quote, "award" if row is winner else "not_award")


def _tell_bidders(
    session: Session,
    lot: Lot,
    ranking: Ranking,
    winner: Ranked,
    decision: Decision,
    by: By,
) -> None:
    """Everybody the same minute: own points beside the winner's, never another loser's."""
    rows: dict[int, Ranked] = {row.quote.id: row for row in ranking.rows}
    for quote in opened.quotes_of_lot(session, lot.id):
        tell_firm(
            session,
            quote.organisation,
            "quotes_result",
            key=f"quotes_result:{lot.id}:{quote.id}",
            by=by,
            lot=lot,
            package=lot.package,
            quote=quote,
            own=rows.get(quote.id),
            winner=winner,
            decision=decision,
        )


def start_ordering(session: Session, lot: Lot, *, by: By) -> None:
    """Households may order from now on.

    Procurement: from the day after the standstill. Group mode: when the choice is worked out on
    the answers as they stand and nobody still has time for a new yes. Raises Refused before that.
    """
    locked(session, Lot, lot.id)
    if lot.state == LotState.ORDERING:
        return
    check_seen(lot, by)
    if lot.package.mode == Mode.PROCUREMENT:
        _check_standstill(session, lot)
    else:
        _check_choice(session, lot)
    move_lot(session, lot, "start_orders", by=by)
    if lot.package.mode == Mode.GROUP_QUOTES:
        _tell_left_out(session, lot, by)


def _check_standstill(session: Session, lot: Lot) -> None:
    decision = opened.decision_of(session, lot.id)
    if decision is not None and clock.today() <= decision.standstill_until:
        raise Refused(
            "ordering.standstill",
            "The waiting period runs until %(day)s. Ordering can start from the day after.",
            day=decision.standstill_until,
        )


def _check_choice(session: Session, lot: Lot) -> None:
    """A group in which nobody answered holds up nobody else."""
    runs = opened.latest_runs(session, lot.id)
    if not runs:
        raise Refused(
            "ordering.no_choice",
            "The choice is not worked out yet. Do that first.",
        )
    today = clock.today()
    if last := _last_new_yes(session, lot, today):
        raise Refused(
            "ordering.new_yes",
            "Households that did not get their first choice have until %(day)s to say yes. Ordering can start after that day, or when all have answered.",
            day=last,
        )
    for request in opened.requests_of(session, lot.id):
        if not choosing.is_current(session, request, runs.get(request.id), today):
            raise Refused(
                "ordering.choice_changed",
                "Request %(request)s: somebody changed, stopped or said no after the choice was worked out, and that can leave a contractor below its minimum. Work the choice out again first.",
                request=request.reference,
            )


def _tell_left_out(session: Session, lot: Lot, by: By) -> None:
    """Who never answered hears that the others go on."""
    placed = {
        row.subscription_id
        for run in opened.latest_runs(session, lot.id).values()
        for row in run.assignments
    }
    with_quotes = {q.request_id for q in opened.quotes_of_lot(session, lot.id, opened.REGULAR)}
    for request in opened.requests_of(session, lot.id):
        for home in opened.homes_of(request) if request.id in with_quotes else []:
            if home.subscription_id not in placed:
                notify(
                    session,
                    home.subscription.person,
                    "quotes_left_out",
                    key=f"quotes_left_out:{request.id}:{home.subscription_id}",
                    by=by,
                    lot=lot,
                    subscription=home.subscription,
                )


def _last_new_yes(session: Session, lot: Lot, today: date) -> date | None:
    latest = (
        select(func.max(ChoiceRun.id))
        .join(Request, Request.id == ChoiceRun.request_id)
        .where(Request.lot_id == lot.id)
        .group_by(ChoiceRun.request_id)
    )
    return session.scalar(
        select(func.max(Assignment.yes_by)).where(
            Assignment.run_id.in_(latest),
            Assignment.yes_at.is_(None),
            Assignment.declined_at.is_(None),
            Assignment.yes_by >= today,
        )
    )
