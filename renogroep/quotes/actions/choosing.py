"""How do households choose their contractor, and who must say yes again? Group mode only."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from renogroep.base import clock
from renogroep.base.calendar import add_working_days
from renogroep.base.errors import Refused
from renogroep.financing.queries import periods_on
from renogroep.groups.models import Request
from renogroep.identity.actions.notices import notify
from renogroep.infra.acts import By, check_seen
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.infra.holidays import belgian
from renogroep.infra.i18n import stored_text
from renogroep.quotes.actions.ending import Moment, assigned, copied, is_news, keep_yes
from renogroep.quotes.actions.seen import check_seen_answer, check_seen_or_new, from_before
from renogroep.quotes.actions.spoiling import refuse_unreadable
from renogroep.quotes.models import Assignment, ChoiceRun, Preference
from renogroep.quotes.queries import choosing, opened
from renogroep.quotes.queries.choosing import Outcome
from renogroep.quotes.queries.now import facts_of
from renogroep.quotes.rules.events import Did
from renogroep.quotes.rules.guards import QuoteAct, why_not
from renogroep.subscriptions.models import Subscription
from renogroep.tenders.actions import move_lot
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import LotState

# Once households order, a new outcome would pass over what they signed.
RUN_IN = (LotState.CHOOSING,)


def start_choosing(session: Session, lot: Lot, *, by: By) -> None:
    """Households compare and rank from now on; each one hears it, also when its group got no quote.

    The day until which they choose is announced once; it drives due days and closes nothing.

    Raises Refused without any quote.
    """
    locked(session, Lot, lot.id)
    if lot.state == LotState.CHOOSING:
        return
    check_seen(lot, by)
    refuse_unreadable(session, lot)
    quotes = opened.quotes_of_lot(session, lot.id, opened.REGULAR)
    if not quotes:
        raise Refused(
            "choice.no_quotes", "There is no quote to choose from. Stop this lot, or ask again."
        )
    move_lot(session, lot, "start_choice", by=by)
    lot.choose_until = _days_from_now(session, lot, "choose")
    record(
        session,
        Did.CHOICE_STARTED,
        actor_id=by.actor_id,
        subject=lot,
        quotes=len(quotes),
        choose_until=lot.choose_until.isoformat(),
    )
    with_quotes = {quote.request_id for quote in quotes}
    for request in opened.requests_of(session, lot.id):
        notice = "quotes_choose" if request.id in with_quotes else "quotes_none"
        for home in opened.homes_of(request):
            notify(
                session,
                home.subscription.person,
                notice,
                key=f"{notice}:{request.id}:{home.subscription_id}",
                by=by,
                lot=lot,
                package=lot.package,
                subscription=home.subscription,
                until=lot.choose_until,
                count=sum(1 for quote in quotes if quote.request_id == request.id),
            )


def give_preference(
    session: Session,
    subscription: Subscription,
    request: Request,
    quote_ids: Sequence[int],
    *,
    by: By,
) -> Preference:
    """The contractors that a household accepts, best first; a later answer replaces it.

    raises    StaleDataError when it was changed elsewhere; Refused when the choice is not running,
              nothing was chosen, a contractor stands in the list twice or did not quote.
    """
    _hold(session, subscription, request)
    row = choosing.preference(session, request.id, subscription.id)
    if row is not None and row.quote_ids == list(quote_ids) and from_before(row, by):
        return row
    check_seen_or_new(row, by)
    if refused := _why_not_choose(session, subscription, request, quote_ids):
        raise refused
    if row is None:
        row = Preference(
            municipality_id=subscription.municipality_id,
            request_id=request.id,
            subscription_id=subscription.id,
        )
        session.add(row)
    row.quote_ids, row.channel, row.at = list(quote_ids), by.channel, clock.now()
    record(
        session,
        Did.PREFERENCE_GIVEN,
        actor_id=by.actor_id,
        subject=row,
        subscription_id=subscription.id,
        quote_ids=list(quote_ids),
        channel=by.channel,
    )
    return row


def _hold(session: Session, subscription: Subscription, request: Request) -> None:
    """The lot first: the same line as whoever works the choice out. Fresh values of what decides."""
    locked(session, Lot, request.lot_id)
    session.refresh(request.lot.package)
    session.refresh(subscription)


def _why_not_choose(
    session: Session, subscription: Subscription, request: Request, quote_ids: Sequence[int]
) -> Refused | None:
    facts = facts_of(session, subscription, request, clock.today())
    if refused := why_not(QuoteAct.CHOOSE, facts):
        return refused
    if not quote_ids:
        return Refused(
            "choice.nothing",
            "Choose at least a first contractor. Do you accept none of them? Then call us.",
        )
    offered = {quote.id for quote in choosing.quotes_for(session, request)}
    if len(set(quote_ids)) != len(quote_ids) or not set(quote_ids) <= offered:
        return Refused(
            "choice.twice",
            "Every contractor can stand in your list once. Change your second or later choice.",
        )
    return None


def run(session: Session, lot: Lot, *, by: By) -> list[ChoiceRun]:
    """Work the choice out for every group of the lot; again when somebody stopped or said no.

    A yes that a household gave before to the same contractor stays. Raises Refused when the choice
    is not running, households order already, or nobody answered.
    """
    locked(session, Lot, lot.id)
    today, moment = clock.today(), _moment(session, lot)
    before = opened.latest_runs(session, lot.id)
    requests = opened.requests_of(session, lot.id)
    if (
        from_before(lot, by)
        and before
        and all(choosing.is_current(session, row, before.get(row.id), today) for row in requests)
    ):
        return list(before.values())
    check_seen(lot, by)
    _check_runs(lot)
    made = []
    for request in requests:
        outcome = choosing.outcome(session, request, today)
        if outcome is not None:
            made.append(_run_one(session, lot, outcome, before.get(request.id), moment, by))
    if not made:
        raise Refused(
            "choice.nobody", "No household has chosen yet. Call the ones that did not answer."
        )
    flag_modified(lot, "state")  # whoever looked at the choice must look again
    return made


def _check_runs(lot: Lot) -> None:
    if lot.state == LotState.ORDERING:
        raise Refused(
            "choice.ordering",
            "Households order already, so the choice stays as it is: a new one would pass over signed orders. Call the homes that have no contractor.",
        )
    if lot.state not in RUN_IN:
        raise Refused(
            "choice.not_running",
            "The choice can be worked out from when households choose until they order.",
        )


def run_without(
    session: Session, lot: Lot, *, gone: Collection[int], settled: Collection[int], by: By
) -> int:
    """Households whose contractor does not come move on in their list; how many are asked.

    gone      quotes whose contractor does not come; nobody ends there
    settled   households with an order: they keep what the last run says
    """
    locked(session, Lot, lot.id)
    today, moment = clock.today(), _moment(session, lot)
    before = opened.latest_runs(session, lot.id)
    asked = 0
    for request in opened.requests_of(session, lot.id):
        former = before.get(request.id)
        outcome = choosing.outcome(session, request, today, gone=gone, settled=settled)
        if former is None or outcome is None:
            continue
        if not any(row.quote_id in gone for row in former.assignments):
            continue
        made = _run_one(session, lot, outcome, former, moment, by)
        for old in former.assignments:
            if old.subscription_id in settled:
                session.add(copied(old, made))
        session.flush()
        session.refresh(made)
        asked += sum(choosing.waits_for_yes(row) for row in made.assignments)
    return asked


def _moment(session: Session, lot: Lot) -> Moment:
    """Now, and the last day for a new yes."""
    return Moment(clock.now(), _days_from_now(session, lot, "new_yes"))


def _days_from_now(session: Session, lot: Lot, period: str) -> date:
    """The last working day of a period that starts today."""
    today = clock.today()
    periods, _ = periods_on(session, lot.municipality_id, today)
    return add_working_days(today, periods.days(period), belgian(today))


def _run_one(
    session: Session,
    lot: Lot,
    outcome: Outcome,
    former: ChoiceRun | None,
    moment: Moment,
    by: By,
) -> ChoiceRun:
    result, by_name = outcome.result, outcome.quotes
    row = ChoiceRun(
        municipality_id=lot.municipality_id,
        request_id=outcome.request.id,
        at=moment.at,
        by_id=by.actor_id,
        steps=[stored_text(step) for step in result.steps],
    )
    session.add(row)
    session.flush()
    ended = {a.subscription_id: a for a in former.assignments} if former else {}
    for preference in outcome.preferences:
        home = preference.subscription
        firm = result.assigned[home.reference]
        new = assigned(row, preference, by_name.get(firm or ""), moment)
        keep_yes(new, ended.get(home.id), moment)
        session.add(new)
        session.flush()
        if is_news(new, ended.get(home.id)):
            _tell(session, lot, new, home, result.waiting.get(home.reference), by)
    record(
        session,
        Did.CHOICE_RUN,
        actor_id=by.actor_id,
        subject=row,
        request_id=outcome.request.id,
        homes={str(by_name[f].id): len(result.homes_of(f)) for f in by_name},
        dropped=[by_name[firm].id for firm in result.dropped],
    )
    return row


def _tell(
    session: Session,
    lot: Lot,
    row: Assignment,
    home: Subscription,
    waits_for: str | None,
    by: By,
) -> None:
    """A moved home is asked for a new yes; the others hear where they ended, or for whom they wait."""
    settled = row.yes_by is None or row.yes_at is not None
    notice = "quotes_chosen" if settled else "quotes_choice_new_yes"
    notify(
        session,
        home.person,
        notice,
        key=f"{notice}:{row.run_id}:{home.id}",
        by=by,
        lot=lot,
        package=lot.package,
        subscription=home,
        firm=row.quote.organisation.name if row.quote else None,
        waits_for=waits_for,
        yes_by=row.yes_by,
    )


def accept(session: Session, row: Assignment, *, by: By) -> Assignment:
    """The new yes. Raises Refused as the guard says, StaleDataError when the choice was worked out again."""
    _lock_answer(session, row)
    if row.yes_at is not None:
        return row
    _check_latest(session, row, by)
    _check_answer(session, QuoteAct.SAY_YES, row)
    row.yes_at = clock.now()
    _record_answer(session, Did.CHOICE_ACCEPTED, row, by)
    return row


def decline(session: Session, row: Assignment, *, by: By) -> Assignment:
    """No to the second choice; nothing is lost by it. Raises as ``accept``."""
    _lock_answer(session, row)
    if row.declined_at is not None:
        return row
    _check_latest(session, row, by)
    _check_answer(session, QuoteAct.SAY_NO, row)
    row.declined_at = clock.now()
    _record_answer(session, Did.CHOICE_DECLINED, row, by)
    return row


def _lock_answer(session: Session, row: Assignment) -> None:
    _hold(session, _home_of(session, row), row.run.request)
    locked(session, Assignment, row.id)


def _check_latest(session: Session, row: Assignment, by: By) -> None:
    check_seen_answer(row, by)
    latest = opened.latest_runs(session, row.run.request.lot_id).get(row.run.request_id)
    if latest is None or latest.id != row.run_id:
        raise StaleDataError("the choice was worked out again after this page was made")


def _home_of(session: Session, row: Assignment) -> Subscription:
    return session.get_one(Subscription, row.subscription_id)


def _check_answer(session: Session, act: QuoteAct, row: Assignment) -> None:
    home = _home_of(session, row)
    facts = facts_of(session, home, row.run.request, clock.today(), row)
    if refused := why_not(act, facts):
        raise refused


def _record_answer(session: Session, did: Did, row: Assignment, by: By) -> None:
    record(
        session,
        did,
        actor_id=by.actor_id,
        subject=row,
        quote_id=row.quote_id,
        channel=by.channel,
    )
