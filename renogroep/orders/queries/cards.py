"""What does an order cost this household, under the rules of today?"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.base.money import Money
from renogroep.base.text import Text, t
from renogroep.base.units import Quantity, Unit
from renogroep.financing.queries import as_value, card_rules, current_version
from renogroep.financing.rules.cost_card import (
    CardRules,
    CostCard,
    Household,
    Work,
    cost_card,
)
from renogroep.financing.rules.income import Ceiling, ceilings
from renogroep.financing.rules.loan import OwnRate
from renogroep.financing.rules.vat import VatOutcome, vat_rate, with_vat
from renogroep.orders.models import Order
from renogroep.orders.queries.finding import Counted
from renogroep.orders.queries.offers import Offer, expected_price, offer_of
from renogroep.quotes.rules.maximum import maximum_of
from renogroep.subscriptions.words import in_words


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
    rules: CardRules | None = None,
) -> CostCard | None:
    """The five amounts; None while the order has no price.

    asked.category   an income group that the household tries; else what the advisor was told.
    counted          how many others take part, when the caller counted already
    rules            of that day, when the caller has them
    """
    price = maximum_of(order.final, order.ceiling, None)
    if price is None:
        return None
    work = Work(
        measure=order.wave.lot.measure,
        ceiling=price,
        expected=None if order.final else expected_price(session, order, offer, counted),
        area=area_of(order, offer),
        label=in_words(order.wave.lot, "title"),
        source=order.quote.organisation.name,
        valid_from=clock.local(order.quote.opened_at).date() if order.quote.opened_at else None,
        valid_until=None if order.signed_at else order.quote.valid_until,
        begins_after=order.planned_on or order.wave.freeze_on,
    )
    return cost_card(
        rules or rules_of(session, order, on),
        on=on,
        household=household_of(order, asked.category),
        works=[work],
        own_rate=asked.rate,
        final=order.final is not None,
    )


def rules_of(session: Session, order: Order, on: date) -> CardRules:
    """The premium, VAT and loan rules of a day."""
    return card_rules(session, order.municipality_id, on)


def household_of(order: Order, category: int | None = None) -> Household:
    """What the money rules want to know; an income group is told, never worked out."""
    case = order.subscription.case
    return Household(
        build_year=case.dwelling.build_year,
        owner_kind=case.owner_kind,
        category=category or case.income_category,
        other_dwelling=case.other_dwelling,
    )


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


def vat_of(session: Session, order: Order, on: date, rules: CardRules | None = None) -> Vat:
    """The rate for this home on a day, and the amount with it; None without a valid rule.

    A signed order keeps the rate under which it was signed.
    rules   of that day, when the caller has them
    """
    price = maximum_of(order.final, order.ceiling, None)
    if order.signed_at is not None and order.vat_percent is not None and price is not None:
        signed = t("This is the rate of the day on which the order was signed.")
        return Vat(order.vat_percent, signed, with_vat(price, order.vat_percent))
    household = household_of(order)
    outcome: VatOutcome = vat_rate(
        (rules or rules_of(session, order, on)).vat,
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
    rules: CardRules | None = None,
) -> Money | None:
    """The premium that was told with the order when it was signed, else that of a day."""
    if order.signed_at is not None:
        return order.premium
    offer = offer or offer_of(session, order.quote)
    card = card_of(session, order, offer, on, rules=rules)
    return card.line("premium").amount if card else None


def income_groups(session: Session, order: Order, on: date) -> dict[str, tuple[Ceiling, ...]]:
    """The income groups with their ceilings, for somebody alone and for two; none without a rule."""
    row = current_version(session, order.municipality_id, "income", on)
    version = as_value(row) if row else None
    return {
        "alone": ceilings(version, on=on, couple=False, dependants=0),
        "together": ceilings(version, on=on, couple=True, dependants=0),
    }
