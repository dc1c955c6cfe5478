"""What is known of households in their lots, gathered in a fixed number of questions?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from renogroep.base import clock
from renogroep.identity.models import Person
from renogroep.infra.holidays import belgian
from renogroep.journeys.models import CaseStage
from renogroep.journeys.queries import home_choices as choices
from renogroep.journeys.queries.home_choices import Key
from renogroep.journeys.rules.case_stage import Stage
from renogroep.journeys.rules.standing_facts import Assigned, LotFacts, YesNo
from renogroep.orders.models import CoOwner, Order, OrderTicket, Wave, WaveFirm
from renogroep.orders.queries.now import with_room
from renogroep.orders.queries.tickets import open_of
from renogroep.orders.rules.conditions import Condition, ConditionState
from renogroep.orders.rules.lifecycle import LIVE, RUNNING, OrderState, WaveState
from renogroep.owners.rules.cases import first_call_due
from renogroep.quotes.models import Assignment, ChoiceRun, Decision, Quote
from renogroep.subscriptions.actions.screening import fitting_lots
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.lifecycle import SCREENED, SubscriptionState
from renogroep.tenders.models import Lot
from renogroep.tenders.rules.lifecycle import LotState, Mode, PackageState

# Nobody looked yet. A home that was found not to fit does not fit, also when it signed before.
UNSCREENED = frozenset({SubscriptionState.INTERESTED, SubscriptionState.SUBSCRIBED})


@dataclass(frozen=True, slots=True)
class HomeLot:
    """One household in one lot: the facts, and the rows from which its page takes amounts and links.

    order       the newest live order; ended: the newest ended one, when it still tells something
    assignment  of the newest run of the choice
    quote       the quote with which this household goes on, or is asked to
    pressed_at  it pressed the button of its order then, and waits for its turn
    """

    subscription: Subscription
    lot: Lot
    facts: LotFacts
    order: Order | None
    ended: Order | None
    assignment: Assignment | None
    quote: Quote | None
    pressed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """The answers to the questions below, each asked once for all households."""

    orders: Mapping[Key, Sequence[Order]]  # oldest first
    requests: Mapping[Key, int]
    firms: Mapping[int, Mapping[int, Quote]]  # request -> its regular quotes
    preferred: Mapping[tuple[int, int], int]  # request, subscription -> its first choice
    runs: Mapping[int, ChoiceRun]  # request -> the newest
    assigned: Mapping[tuple[int, int], Assignment]  # run, subscription
    decisions: Mapping[int, Decision]
    fits: Mapping[int, frozenset[int]] = field(default_factory=dict)
    room: frozenset[int] = frozenset()  # orders for which there is a place
    pressed: Mapping[int, OrderTicket] = field(default_factory=dict)  # its press, not settled yet
    waived: Mapping[int, date | None] = field(default_factory=dict)  # its firm answers by then
    calls: Mapping[int, date | None] = field(default_factory=dict)  # due day of a case's "call"


def home_lots(
    session: Session,
    subscriptions: Sequence[Subscription],
    today: date,
    *,
    only_amounts: bool = False,
) -> list[HomeLot]:
    """Every lot of these interests, in the order of the interests and of the lots' numbers.

    subscriptions   with package, lots, person and case loaded; drafts do not occur
    only_amounts    whoever asks which amount stands beside a lot, and neither acts nor days: what
                    moves no amount is not asked (a place, a press, who calls)
    The number of questions does not grow with the number of households, only with that of packages.
    """
    if not subscriptions:
        return []
    orders = _orders(session, [row.id for row in subscriptions])
    ask = _known_amounts if only_amounts else _known
    known = ask(session, subscriptions, orders, today)
    return [
        _home_lot(known, row, lot, today)
        for row in subscriptions
        for lot in sorted((link.lot for link in row.lots), key=lambda lot: lot.number)
    ]


def _known(
    session: Session,
    subscriptions: Sequence[Subscription],
    orders: Mapping[Key, Sequence[Order]],
    today: date,
) -> _Known:
    live = [order for many in orders.values() for order in many if order.state in LIVE]
    may_press = [order.id for order in live if order.state == OrderState.SURVEYED]
    return replace(
        _known_choices(session, subscriptions, orders),
        fits=_fits(session, subscriptions),
        room=with_room(session, live, today),
        pressed=open_of(session, may_press) if may_press else {},
        waived=_waived(session, live) if live else {},
        calls=_calls(session, {row.case_id for row in subscriptions if row.case_id}),
    )


def _known_amounts(
    session: Session,
    subscriptions: Sequence[Subscription],
    orders: Mapping[Key, Sequence[Order]],
    today: date,
) -> _Known:
    """Less: no row of a live order turns to another amount by a choice, a place or a call."""
    live = {key for key, many in orders.items() for one in many if one.state in LIVE}
    undecided = [
        row for row in subscriptions if any((row.id, link.lot_id) not in live for link in row.lots)
    ]
    return replace(_known_choices(session, undecided, orders), fits=_fits(session, subscriptions))


def _known_choices(
    session: Session,
    subscriptions: Sequence[Subscription],
    orders: Mapping[Key, Sequence[Order]],
) -> _Known:
    """Nothing is asked about nothing: a home that is in no request has no run and no choice."""
    lots = {link.lot_id: link.lot for row in subscriptions for link in row.lots}
    groups = [row.id for row in subscriptions if row.package.mode == Mode.GROUP_QUOTES]
    tenders = [key for key, lot in lots.items() if lot.package.mode == Mode.PROCUREMENT]
    requests = choices.asked(session, groups)
    runs = choices.runs(session, set(requests.values())) if requests else {}
    return _Known(
        orders=orders,
        requests=requests,
        preferred=choices.preferred(session, groups) if requests else {},
        firms=choices.regular(session, set(requests.values())) if requests else {},
        runs=runs,
        assigned=choices.assigned(session, runs.values(), groups) if runs else {},
        decisions=choices.decisions(session, tenders) if tenders else {},
    )


def _orders(session: Session, ids: Sequence[int]) -> dict[Key, list[Order]]:
    rows = session.scalars(
        select(Order)
        .where(Order.subscription_id.in_(ids))
        .order_by(Order.id)
        .options(
            joinedload(Order.wave).joinedload(Wave.lot),
            joinedload(Order.quote).joinedload(Quote.organisation),
            joinedload(Order.person).lazyload(Person.contact_points),
            joinedload(Order.conditions),
            joinedload(Order.co_owners).joinedload(CoOwner.person).lazyload(Person.contact_points),
        )
    ).unique()
    found: dict[Key, list[Order]] = {}
    for row in rows:
        found.setdefault((row.subscription_id, row.wave.lot_id), []).append(row)
    return found


def _fits(session: Session, subscriptions: Sequence[Subscription]) -> dict[int, frozenset[int]]:
    packages: dict[int, list[int]] = {}
    for row in subscriptions:
        if row.state in SCREENED:
            packages.setdefault(row.package_id, []).append(row.id)
    found: dict[int, frozenset[int]] = {}
    for package_id, ids in packages.items():
        only = ids[0] if len(ids) == 1 else None
        found |= fitting_lots(session, package_id, only)
    return found


def _calls(session: Session, case_ids: Iterable[int]) -> dict[int, date | None]:
    return dict(
        session.execute(
            select(CaseStage.case_id, CaseStage.due_on).where(
                CaseStage.case_id.in_(case_ids), CaseStage.stage == Stage.CALL
            )
        ).all()
    )


def _waived(session: Session, orders: Sequence[Order]) -> dict[int, date | None]:
    """Order -> until when its firm may still say that it comes with too few homes."""
    rows = session.execute(
        select(WaveFirm.wave_id, WaveFirm.quote_id, WaveFirm.waive_until).where(
            WaveFirm.wave_id.in_([order.wave_id for order in orders])
        )
    )
    until = {(row[0], row[1]): row[2] for row in rows}
    return {order.id: until.get((order.wave_id, order.quote_id)) for order in orders}


def _day(at: datetime | None) -> date | None:
    return clock.local(at).date() if at else None


def _home_lot(known: _Known, row: Subscription, lot: Lot, today: date) -> HomeLot:
    key = (row.id, lot.id)
    orders = known.orders.get(key, [])
    order = next((one for one in reversed(orders) if one.state in LIVE), None)
    request_id = known.requests.get(key)
    run = known.runs.get(request_id or 0)
    assignment = known.assigned.get((run.id, row.id)) if run else None
    ended = _ended(orders, order, run, assignment)
    quote = _quote(known, row, lot, order, assignment)
    facts = LotFacts(
        **_of_interest(known, row, lot, today),
        **_of_choice(known, row, lot, request_id, assignment),
        **(_of_order(known, order) if order else {}),
        firm=quote.organisation.name if quote else None,
        ended_reason=_ended_reason(ended),
        ended_on=_day(ended.ended_at) if ended else None,
        running_elsewhere=any(
            one.state in RUNNING
            for other, many in known.orders.items()
            for one in many
            if other[0] == row.id and other[1] != lot.id
        ),
        call_on=known.calls.get(row.case_id),
    )
    ticket = known.pressed.get(order.id) if order else None
    pressed_at = clock.local(ticket.pressed_at) if ticket else None
    return HomeLot(row, lot, facts, order, ended, assignment, quote, pressed_at)


def _of_interest(known: _Known, row: Subscription, lot: Lot, today: date) -> dict[str, Any]:
    package = lot.package
    came_in = clock.local(row.came_in_at).date()
    return {
        "subscription": SubscriptionState(row.state),
        "mode": Mode(package.mode),
        "lot": LotState(lot.state),
        "package": PackageState(package.state),
        "today": today,
        "fits": row.state in UNSCREENED or lot.id in known.fits.get(row.id, frozenset()),
        "interest_deadline": package.interest_deadline,
        "quote_deadline": _day(lot.quote_deadline),
        "call_by": first_call_due(came_in, belgian(came_in)),
        "has_phone": bool(row.person.phone),
        "confirm_by": row.confirm_by,
        "confirmed": row.confirmed_at is not None,
    }


def _of_choice(
    known: _Known,
    row: Subscription,
    lot: Lot,
    request_id: int | None,
    assignment: Assignment | None,
) -> dict[str, Any]:
    if lot.package.mode == Mode.PROCUREMENT:
        decision = known.decisions.get(lot.id)
        return {"standstill_until": decision.standstill_until if decision else None}
    return {
        "choose_until": lot.choose_until,
        "asked": request_id is not None,
        "quotes": len(known.firms.get(request_id or 0, {})),
        "preferred": (request_id or 0, row.id) in known.preferred,
        "assigned": _assigned_word(assignment),
        "yes_by": assignment.yes_by if assignment else None,
        "answer": _answer(assignment),
    }


def _assigned_word(row: Assignment | None) -> Assigned | None:
    if row is None:
        return None
    if row.quote_id is None:
        return Assigned.NOBODY
    return Assigned.FIRST if row.place == 1 else Assigned.OTHER


def _answer(row: Assignment | None) -> YesNo | None:
    if row is None or (row.yes_at is None and row.declined_at is None):
        return None
    return YesNo.NO if row.declined_at is not None else YesNo.YES


def _of_order(known: _Known, order: Order) -> dict[str, Any]:
    return {
        "order": OrderState(order.state),
        "wave": WaveState(order.wave.state),
        "order_until": order.wave.order_until,
        "freeze_on": order.wave.freeze_on,
        "advisor_agreed": order.advisor_agreed_at is not None,
        "contractor_agreed": order.contractor_agreed_at is not None,
        "disputed": order.advisor_agreed_at is None and bool(order.survey_note),
        "price_until": order.quote.valid_until,
        "room": order.id in known.room,
        "waiting": order.waiting_at is not None,
        "place_until": order.place_until,
        "withdraw_until": order.withdraw_until,
        "open_conditions": tuple(
            Condition(row.kind) for row in order.conditions if row.state == ConditionState.OPEN
        ),
        "unsigned": tuple(row.person.name for row in order.co_owners if row.signed_at is None),
        "own_money_until": order.own_money_until,
        "waive_until": known.waived.get(order.id),
        "planned_on": order.planned_on,
        "handed_over_on": _day(order.handed_over_at),
    }


def _ended(
    orders: Sequence[Order],
    live: Order | None,
    run: ChoiceRun | None,
    assignment: Assignment | None,
) -> Order | None:
    """The newest ended order, unless a later run gave another firm."""
    ended = next((one for one in reversed(orders) if one.ended_at is not None), None)
    if ended is None or ended.ended_at is None or live is not None:
        return None
    other = assignment is not None and assignment.quote_id not in (None, ended.quote_id)
    return None if run is not None and run.at > ended.ended_at and other else ended


def _ended_reason(order: Order | None) -> str | None:
    if order is None:
        return None
    if order.state == OrderState.WITHDRAWN:
        return "withdrawn"
    return str(order.loss_reason or "other")


def _quote(
    known: _Known,
    row: Subscription,
    lot: Lot,
    order: Order | None,
    assignment: Assignment | None,
) -> Quote | None:
    """With whom the household goes on; before a run of the choice, its own first choice."""
    if order is not None:
        return order.quote
    if lot.package.mode == Mode.PROCUREMENT:
        decision = known.decisions.get(lot.id)
        return decision.quote if decision else None
    if assignment is not None:
        return assignment.quote
    request_id = known.requests.get((row.id, lot.id), 0)
    return known.firms.get(request_id, {}).get(known.preferred.get((request_id, row.id), 0))
