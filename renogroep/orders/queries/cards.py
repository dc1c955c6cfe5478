"""What does an order cost this household, under the rules of today?"""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.money import Money
from renogroep.base.text import Text, t
from renogroep.base.units import Quantity, Unit
from renogroep.financing.queries.ending import newest_started
from renogroep.financing.rules.cost_card import (
    SIGNED_RATE,
    CardRules,
    CostCard,
    Work,
    cost_card,
)
from renogroep.financing.rules.expiry import told_without_ceilings
from renogroep.financing.rules.loan import OwnRate
from renogroep.financing.rules.vat import VatOutcome, vat_rate, with_vat
from renogroep.orders.models import Order
from renogroep.orders.queries.finding import Counted
from renogroep.orders.queries.offers import Offer, expected_price, offer_of
from renogroep.orders.queries.once import Once
from renogroep.owners.models import Case
from renogroep.owners.queries.household import household_of
from renogroep.quotes.rules.maximum import maximum_of
from renogroep.subscriptions.words import in_words

TOLD_UNSURE = t(
    "You told your income group before the limits of that year were known. Ask your advisor whether it is still right."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the household tries on the page, without anything being kept."""

    category: int | None = None
    rate: OwnRate | None = None


def card_of(
    session: Session,
    order: Order,
    offer: Offer,
    on: date,
    asked: Asked = Asked(),
    counted: Counted | None = None,
    once: Once | None = None,
    rules: CardRules | None = None,
) -> CostCard | None:
    """The five amounts; None while the order has no price.

    asked.category   an income group that the household tries; else what the advisor was told.
    counted          how many others take part, when the caller counted already
    once             of a page that asks more of the same day
    rules            other ones than those of the day, to try them
    """
    work = work_of(session, order, offer, counted)
    if work is None:
        return None
    card = cost_card(
        rules or (once or Once(session, order, on)).card_rules,
        on=on,
        household=household_of(order.subscription.case, category=asked.category),
        works=[work],
        own_rate=asked.rate,
        final=order.final is not None,
    )
    return as_told(session, order.subscription.case, asked, card)


def work_of(
    session: Session, order: Order, offer: Offer, counted: Counted | None = None
) -> Work | None:
    """What an order adds to the account of its home, on an invoice of its own; None without a price.

    A signed order keeps the rate of VAT under which it was signed.
    counted   as ``card_of``
    """
    price = maximum_of(order.final, order.ceiling, None)
    if price is None:
        return None
    return Work(
        measure=order.wave.lot.measure,
        ceiling=price,
        expected=None if order.final else expected_price(session, order, offer, counted),
        area=area_of(order, offer),
        label=in_words(order.wave.lot, "title"),
        source=order.quote.organisation.name,
        valid_from=clock.local(order.quote.opened_at).date() if order.quote.opened_at else None,
        valid_until=None if order.signed_at else order.quote.valid_until,
        begins_after=order.planned_on or order.wave.freeze_on,
        invoice=order.reference,
        vat_signed=order.vat_percent if order.signed_at else None,
    )


def as_told(session: Session, case: Case, asked: Asked, card: CostCard) -> CostCard:
    """The same card, marked where it rests on an income group that was told too early."""
    return _unsure(card) if _told_unsure(session, case, asked) else card


def _unsure(card: CostCard) -> CostCard:
    """The same amounts, marked indicative."""
    lines = tuple(
        replace(
            line,
            why=tuple(replace(why, indicative=True) for why in line.why),
            notes=(*line.notes, TOLD_UNSURE),
        )
        if line.key in ("premium", "own_share")
        else line
        for line in card.lines
    )
    return replace(card, lines=lines)


def _told_unsure(session: Session, case: Case, asked: Asked) -> bool:
    """Was the group told while the ceilings of that day were not known? Not of one that is tried."""
    told_on = case.income_told_on
    if asked.category is not None or told_on is None:
        return False
    row = newest_started(session, case.municipality_id, "income", told_on)
    return row is not None and told_without_ceilings(told_on, row.valid_until)


def area_of(order: Order, offer: Offer) -> Quantity | None:
    """The square metres of the works: those of the first post in m²."""
    amounts = {line.number: line.quantity for line in order.lines}
    numbers = [line.number for line in offer.home_lines if line.unit == Unit.M2]
    return next((amounts[number] for number in numbers if number in amounts), None)


@dataclass(frozen=True, slots=True)
class Vat:
    """The VAT on an order: of the day on which it was signed, else of today."""

    percent: int | None
    reason: Text
    total: Money | None  # the ceiling, or the final price, incl. VAT


def vat_of(session: Session, order: Order, on: date, once: Once | None = None) -> Vat:
    """The rate for this home on a day, and the amount with it; None without a valid rule.

    A signed order keeps the rate under which it was signed.
    once   of a page that asks more of the same day
    """
    price = maximum_of(order.final, order.ceiling, None)
    if order.signed_at is not None and order.vat_percent is not None and price is not None:
        return Vat(order.vat_percent, SIGNED_RATE, with_vat(price, order.vat_percent))
    household = household_of(order.subscription.case)
    outcome: VatOutcome = vat_rate(
        (once or Once(session, order, on)).card_rules.vat,
        on=on,
        build_year=household.build_year,
        private_use=household.private_use,
    )
    known = price is not None and outcome.percent is not None
    total = with_vat(price, outcome.percent) if known else None  # type: ignore[arg-type]
    return Vat(outcome.percent, outcome.reason, total)


def premium_of(
    session: Session,
    order: Order,
    on: date,
    offer: Offer | None = None,
    once: Once | None = None,
) -> Money | None:
    """The premium that was told with the order when it was signed, else that of a day."""
    if order.signed_at is not None:
        return order.premium
    card = card_of(session, order, offer or offer_of(session, order.quote), on, once=once)
    return card.line("premium").amount if card else None
