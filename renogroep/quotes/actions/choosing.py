"""How do households choose their contractor, and who must say yes again? Group mode only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from renogroep.base import clock
from renogroep.base.calendar import add_working_days
from renogroep.base.errors import Refused
from renogroep.groups.models import Request
from renogroep.identity.actions.notices import notify
from renogroep.infra.audit import record
from renogroep.infra.db import locked
from renogroep.infra.holidays import belgian
from renogroep.infra.i18n import stored_text
from renogroep.quotes.events import Did
from renogroep.quotes.models import Assignment, ChoiceRun, Preference, Quote
from renogroep.quotes.queries import choosing, opened
from renogroep.quotes.rules.choice import NEW_YES_WORKING_DAYS, ChoiceResult, run_choice
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.lifecycle import SCREENED
from renogroep.tenders.actions import lock, move_lot
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import LotState

RUN_IN = (LotState.CHOOSING, LotState.ORDERING)  # until the freeze a late withdrawal counts


def start_choosing(session: Session, lot: Lot, *, actor_id: int) -> None:
    """Households compare and rank from now on; each one hears it. Raises Refused without quotes."""
    lock(session, lot.id)
    quotes = opened.quotes_of_lot(session, lot.id, opened.REGULAR)
    if not quotes:
        raise Refused(
            "choice.no_quotes", "There is no quote to choose from. Stop this lot, or ask again."
        )
    move_lot(session, lot, "start_choice", actor_id=actor_id)
    record(session, Did.CHOICE_STARTED, actor_id=actor_id, subject=lot, quotes=len(quotes))
    with_quotes = {quote.request_id for quote in quotes}
    for request in opened.requests_of(session, lot.id):
        for home in opened.homes_of(request) if request.id in with_quotes else []:
            notify(
                session,
                home.subscription.person,
                "quotes_choose",
                key=f"quotes_choose:{request.id}:{home.subscription_id}",
                actor_id=actor_id,
                lot=lot,
                package=lot.package,
                subscription=home.subscription,
                count=sum(1 for quote in quotes if quote.request_id == request.id),
            )


def give_preference(
    session: Session,
    subscription: Subscription,
    request: Request,
    quote_ids: Sequence[int],
    *,
    channel: str,
    version: int,
    actor_id: int,
) -> Preference:
    """The contractors that a household accepts, best first; a later answer replaces it.

    version   of the answer that was on the page, 0 for none
    raises    StaleDataError when it was changed elsewhere; Refused when the choice is not running,
              nothing was chosen, a contractor stands in the list twice or did not quote.
    """
    lock(session, request.lot_id)
    _check_may_choose(session, subscription, request, quote_ids)
    row = choosing.preference(session, request.id, subscription.id)
    if (row.version if row is not None else 0) != version:
        raise StaleDataError("the choice was changed after this page was made")
    if row is None:
        row = Preference(
            municipality_id=subscription.municipality_id,
            request_id=request.id,
            subscription_id=subscription.id,
        )
        session.add(row)
    row.quote_ids, row.channel, row.at = list(quote_ids), channel, clock.now()
    record(
        session,
        Did.PREFERENCE_GIVEN,
        actor_id=actor_id,
        subject=row,
        subscription_id=subscription.id,
        quote_ids=list(quote_ids),
        channel=channel,
    )
    return row


def _check_may_choose(
    session: Session, subscription: Subscription, request: Request, quote_ids: Sequence[int]
) -> None:
    if request.lot.state != LotState.CHOOSING or subscription.state not in SCREENED:
        raise Refused(
            "choice.closed",
            "Choosing is not possible now. Call us if you want to change something.",
        )
    if not quote_ids:
        raise Refused(
            "choice.nothing",
            "Choose at least a first contractor. Do you accept none of them? Then call us.",
        )
    quotes = opened.quotes_of_lot(session, request.lot_id, opened.REGULAR)
    offered = {quote.id for quote in quotes if quote.request_id == request.id}
    if len(set(quote_ids)) != len(quote_ids) or not set(quote_ids) <= offered:
        raise Refused(
            "choice.twice",
            "Every contractor can stand in your list once. Change your second or later choice.",
        )


@dataclass(frozen=True, slots=True)
class _Moment:
    """When a run happens, and until when a new yes may come."""

    at: datetime
    yes_by: date


def run(session: Session, lot: Lot, *, actor_id: int) -> list[ChoiceRun]:
    """Work the choice out for every group of the lot; again after a late withdrawal.

    A yes that a household gave before to the same contractor stays. Raises Refused when the choice
    is not running or nobody answered.
    """
    lock(session, lot.id)
    if lot.state not in RUN_IN:
        raise Refused(
            "choice.not_running",
            "The choice can be worked out from when households choose until the works start.",
        )
    today = clock.today()
    moment = _Moment(clock.now(), add_working_days(today, NEW_YES_WORKING_DAYS, belgian(today)))
    before = opened.latest_runs(session, lot.id)
    made = []
    for request in opened.requests_of(session, lot.id):
        preferences = choosing.live_preferences(session, request)
        if preferences:
            former = before.get(request.id)
            made.append(_run_one(session, lot, request, preferences, former, moment, actor_id))
    if not made:
        raise Refused(
            "choice.nobody", "No household has chosen yet. Call the ones that did not answer."
        )
    return made


def _run_one(
    session: Session,
    lot: Lot,
    request: Request,
    preferences: Sequence[Preference],
    former: ChoiceRun | None,
    moment: _Moment,
    actor_id: int,
) -> ChoiceRun:
    quotes = choosing.quotes_for(session, request)
    names = opened.labels(quotes)
    lists = choosing.accepted_lists(session, request, preferences, clock.today())
    result = _outcome(session, quotes, names, lists)
    row = ChoiceRun(
        municipality_id=lot.municipality_id,
        request_id=request.id,
        at=moment.at,
        by_id=actor_id,
        steps=[stored_text(step) for step in result.steps],
    )
    session.add(row)
    session.flush()
    by_name = {names[quote.id]: quote for quote in quotes}
    said_yes = {a.subscription_id: a for a in former.assignments} if former else {}
    for preference in preferences:
        home = preference.subscription
        firm = result.assigned[home.reference]
        new = _assignment(row, home, by_name.get(firm or ""), result, moment)
        _keep_yes(new, said_yes.get(home.id))
        session.add(new)
        session.flush()
        _tell(session, lot, new, home, actor_id)
    record(
        session,
        Did.CHOICE_RUN,
        actor_id=actor_id,
        subject=row,
        request_id=request.id,
        homes={str(by_name[f].id): len(result.homes_of(f)) for f in by_name},
        dropped=[by_name[firm].id for firm in result.dropped],
    )
    return row


def _outcome(
    session: Session,
    quotes: Sequence[Quote],
    names: dict[int, str],
    lists: Mapping[str, Sequence[int]],
) -> ChoiceResult:
    totals = choosing.totals(session, quotes)
    return run_choice(
        {home: [names[key] for key in keys if key in names] for home, keys in lists.items()},
        {names[quote.id]: opened.minimum_of(quote) for quote in quotes},
        {names[quote.id]: quote.capacity for quote in quotes},
        {names[key]: amount for key, amount in totals.items()},
    )


def _assignment(
    run: ChoiceRun,
    home: Subscription,
    quote: Quote | None,
    result: ChoiceResult,
    moment: _Moment,
) -> Assignment:
    moved = quote is not None and home.reference in result.needs_new_yes
    return Assignment(
        municipality_id=run.municipality_id,
        run_id=run.id,
        subscription_id=home.id,
        quote=quote,
        place=result.place[home.reference],
        yes_by=moment.yes_by if moved else None,
    )


def _keep_yes(new: Assignment, old: Assignment | None) -> None:
    """Who said yes to this contractor, or may still answer, is not asked again."""
    if old is None or old.yes_by is None or new.yes_by is None:
        return
    if new.quote is not None and old.quote_id == new.quote.id:
        new.yes_by, new.yes_at = old.yes_by, old.yes_at


def _tell(session: Session, lot: Lot, row: Assignment, home: Subscription, actor_id: int) -> None:
    """A moved home is asked for a new yes; the others hear where they ended."""
    settled = row.yes_by is None or row.yes_at is not None
    notice = "quotes_chosen" if settled else "quotes_choice_new_yes"
    where = row.quote.id if row.quote else 0
    notify(
        session,
        home.person,
        notice,
        key=f"{notice}:{row.run.request_id}:{home.id}:{where}:{row.yes_by or ''}",
        actor_id=actor_id,
        lot=lot,
        package=lot.package,
        subscription=home,
        firm=row.quote.organisation.name if row.quote else None,
        yes_by=row.yes_by,
    )


def accept(
    session: Session, assignment_id: int, *, version: int, channel: str, actor_id: int
) -> Assignment:
    """The new yes. Raises Refused after the last day or after an answer; StaleDataError when stale."""
    row = _answerable(session, assignment_id, version)
    row.yes_at = clock.now()
    record(
        session,
        Did.CHOICE_ACCEPTED,
        actor_id=actor_id,
        subject=row,
        quote_id=row.quote_id,
        channel=channel,
    )
    return row


def decline(
    session: Session, assignment_id: int, *, version: int, channel: str, actor_id: int
) -> Assignment:
    """No to the second choice; nothing is lost by it. Raises as ``accept``."""
    row = _answerable(session, assignment_id, version)
    row.declined_at = clock.now()
    record(
        session,
        Did.CHOICE_DECLINED,
        actor_id=actor_id,
        subject=row,
        quote_id=row.quote_id,
        channel=channel,
    )
    return row


def _answerable(session: Session, assignment_id: int, version: int) -> Assignment:
    known = session.get_one(Assignment, assignment_id)
    lock(session, known.run.request.lot_id)  # the same line as whoever works the choice out
    row = locked(session, Assignment, assignment_id)
    if row is None or row.version != version:
        raise StaleDataError("the choice was worked out again after this page was made")
    latest = opened.latest_runs(session, row.run.request.lot_id).get(row.run.request_id)
    if latest is None or latest.id != row.run_id:
        raise StaleDataError("the choice was worked out again after this page was made")
    if row.yes_by is None or row.yes_at is not None or row.declined_at is not None:
        raise Refused("choice.answered", "There is nothing to answer any more.")
    if clock.today() > row.yes_by:
        raise Refused(
            "choice.too_late",
            "You could answer until %(day)s. Call us, then we look together what is possible.",
            day=row.yes_by,
        )
    return row
