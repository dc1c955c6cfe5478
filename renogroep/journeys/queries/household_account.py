"""What is the one account of a home: all its lots with a price, under the rules of today?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from renogroep.financing.models import RuleVersion
from renogroep.financing.queries import CARD_KINDS, card_rules_in, newest_in, started
from renogroep.financing.rules.cost_card import cost_card
from renogroep.identity.models import Person
from renogroep.journeys.queries.home_facts import HomeLot, home_lots
from renogroep.journeys.queries.maximum import alone_at
from renogroep.journeys.queries.standings import standing_now
from renogroep.journeys.rules.household_account import HouseholdAccount, LotPrice, Neighbours
from renogroep.journeys.rules.standing import Standing
from renogroep.journeys.rules.standing_words import Code, Maximum
from renogroep.neighbourhoods.models import Address
from renogroep.orders.models import Order
from renogroep.orders.queries import cards
from renogroep.orders.queries.cards import Asked
from renogroep.orders.queries.finding import Counted, counted_of
from renogroep.orders.queries.offers import Offer, expected_of, offers_of
from renogroep.orders.rules.payment import about_due
from renogroep.owners.models import Case, Dwelling
from renogroep.owners.queries.household import household_of
from renogroep.quotes.queries import offers as quoted
from renogroep.subscriptions.models import Subscription, SubscriptionLot
from renogroep.subscriptions.rules.lifecycle import ENDED
from renogroep.subscriptions.words import in_words
from renogroep.tenders.models import Package

COUNTED_FROM = date(2022, 1, 1)  # Mijn VerbouwPremie exists since that year
# Nothing more comes of these: a lot without a price is only named while it may still get one.
OVER = frozenset(
    {
        Code.STOPPED,
        Code.ROUND_ENDED,
        Code.LOT_STOPPED,
        Code.LOT_CLOSED,
        Code.NOT_FIT,
        Code.NOT_FIT_NOW,
        Code.ENDED,
    }
)
# What a page of one account reads of an interest, in one question and one for who is reached.
_WHOLE: tuple[Any, ...] = (
    joinedload(Subscription.package).joinedload(Package.neighbourhood),
    joinedload(Subscription.person).selectinload(Person.contact_points),
    joinedload(Subscription.case)
    .joinedload(Case.dwelling)
    .joinedload(Dwelling.address)
    .joinedload(Address.street),
    joinedload(Subscription.lots).joinedload(SubscriptionLot.lot),
)


@dataclass(frozen=True, slots=True)
class Known:
    """What the orders of one home ask of their quotes and rounds, each asked once."""

    offers: Mapping[int, Offer]  # by quote
    counted: Mapping[int, Counted]  # by order


def interests_of(session: Session, case_id: int) -> Sequence[Subscription]:
    """The live interests of a home, with their lots."""
    return (
        session.scalars(
            select(Subscription)
            .where(Subscription.case_id == case_id, Subscription.state.not_in(sorted(ENDED)))
            .order_by(Subscription.id)
            .options(*_WHOLE)
        )
        .unique()
        .all()
    )


def account_of(
    session: Session,
    case: Case,
    today: date,
    asked: Asked = Asked(),
    *,
    sensitive: bool = True,
) -> HouseholdAccount:
    """One account per home: every lot with a price of its own, premiums per group over all of them.

    asked       what the household tries, of which nothing is kept
    sensitive   False leaves the income category out, for staff who may not see it
    What ended counts in nothing. A lot has the figure that it has everywhere (``figures_of``).
    """
    homes = home_lots(session, interests_of(session, case.id), today, only_amounts=True)
    standings = [(home, standing_now(home)) for home in homes]
    known = known_of(session, [home.order for home, one in standings if home.order and one.maximum])
    prices = [(home, _price(session, home, one, known)) for home, one in standings]
    lots = tuple(lot for _home, lot in prices if lot is not None)
    live = [
        (home, lot)
        for (home, lot), (_, one) in zip(prices, standings, strict=True)
        if one.code not in OVER
    ]
    versions = started(session, case.municipality_id, CARD_KINDS, today)
    rules = card_rules_in(newest_in(versions, today), today)
    card = (
        cost_card(
            rules,
            on=today,
            household=household_of(
                case, category=asked.category if sensitive else None, sensitive=sensitive
            ),
            works=[lot.work for lot in lots],
            own_rate=asked.rate,
            final=all(lot.final for lot in lots),
        )
        if lots
        else None
    )
    return HouseholdAccount(
        on=today,
        card=cards.as_told(session, case, asked, card) if card else None,
        lots=lots,
        unpriced=tuple(in_words(home.lot, "title") for home, lot in live if lot is None),
        changes=_changes(versions),
    )


def known_of(session: Session, orders: Sequence[Order]) -> Known:
    """For all these orders in as many questions as for one."""
    if not orders:
        return Known({}, {})
    with_lines = select(Order).where(Order.id.in_([one.id for one in orders]))
    session.scalars(with_lines.options(joinedload(Order.lines))).unique().all()
    return Known(
        offers=offers_of(session, [one.quote for one in orders]),
        counted=counted_of(session, orders),
    )


def _price(session: Session, home: HomeLot, standing: Standing, known: Known) -> LotPrice | None:
    if standing.maximum is None:
        return None
    return (
        _alone(session, home)
        if standing.maximum == Maximum.ALONE
        else _ordered(session, home, known)
    )


def _ordered(session: Session, home: HomeLot, known: Known) -> LotPrice | None:
    order = home.order
    if order is None:
        return None
    offer, counted = known.offers[order.quote_id], known.counted[order.id]
    work = cards.work_of(session, order, offer, counted)
    if work is None:
        return None
    return LotPrice(
        lot_id=home.lot.id,
        title=in_words(home.lot, "title"),
        firm=order.quote.organisation.name,
        work=replace(work, due_on=about_due(work.begins_after, home.lot.pay_days)),
        pay_days=home.lot.pay_days,
        advance_percent=home.lot.advance_percent,
        ordered=order.ordered_at is not None,
        final=order.final is not None,
        measured=order.advisor_agreed_at is not None,
        order_id=order.id,
        neighbours=None if order.final else _neighbours(session, order, offer, counted),
    )


def _neighbours(session: Session, order: Order, offer: Offer, counted: Counted) -> Neighbours:
    found = expected_of(session, order, offer, counted)
    steps = tuple((step.homes, step.price) for step in found.steps)
    return Neighbours(found.ordered, found.yes, found.priced, found.minimum, steps)


def _alone(session: Session, home: HomeLot) -> LotPrice | None:
    quote, lowest = alone_at(session, home)
    if quote is None:
        return None
    found = quoted.alone_figures(session, home.subscription, home.lot, quote)
    if found.work is None:
        return None
    title = in_words(home.lot, "title")
    return LotPrice(
        lot_id=home.lot.id,
        title=title,
        firm=quote.organisation.name,
        work=replace(
            found.work,
            label=title,
            source=quote.organisation.name,
            valid_until=quote.valid_until,
            invoice=f"{home.subscription.reference}-{home.lot.number}",
        ),
        pay_days=home.lot.pay_days,
        advance_percent=home.lot.advance_percent,
        shared=found.shared.line("bank").amount if found.shared else None,
        lowest=lowest is not None,
    )


def _changes(versions: Sequence[RuleVersion]) -> int:
    """How often other rules of the premium began."""
    days = {row.valid_from for row in versions if row.kind == "premium"}
    return sum(day >= COUNTED_FROM for day in days)
