"""What does a household, or another owner, read about its order?"""

from collections.abc import Collection
from typing import Any

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import Session

from renogroep.base import clock
from renogroep.identity.rules.phone import shown
from renogroep.infra.holidays import belgian
from renogroep.infra.pages import found
from renogroep.orders.actions.placing import SIGNED
from renogroep.orders.models import CoOwner, Order
from renogroep.orders.queries import cards, finding
from renogroep.orders.queries.now import acts_of, facts_of
from renogroep.orders.queries.offers import offer_of
from renogroep.orders.queries.once import Once
from renogroep.orders.queries.order_text import order_text
from renogroep.orders.rules.guards import OrderAct, OrderNow, why_not, why_unanswered
from renogroep.orders.rules.lifecycle import AFTER_FREEZE, ORDERS, OrderState, WaveState
from renogroep.orders.rules.queue import busy_text
from renogroep.orders.rules.signing import why_not_here
from renogroep.orders.rules.withdrawal import withdraw_until
from renogroep.owners.rules.kinds import OwnerKind
from renogroep.subscriptions.words import in_words


def around(order: Order) -> dict[str, Any]:
    """What every page of a resident about an order shows around it."""
    neighbourhood = order.wave.lot.package.neighbourhood
    return {
        "order": order,
        "lot_title": in_words(order.wave.lot, "title"),
        "home": order.subscription.case.dwelling.address,
        "neighbourhood_theme": neighbourhood,
        "phone": neighbourhood.phone,
        "home_url": url_for("pages.my_home"),
    }


def step_page(session: Session, order: Order) -> dict[str, Any]:
    """What the household may do with its order now."""
    today = clock.today()
    return {
        "today": today,
        "acts": acts_of(session, order, today),
        "in_time": order.wave.state == WaveState.ORDERING and today <= order.wave.order_until,
        "costs_url": url_for("orders.cost_card", order_id=order.id),
        **around(order),
    }


def is_signed(order: Order) -> bool:
    """Did the household sign, so that it reads its order and signs no other?"""
    return order.state in SIGNED


def order_page(session: Session, order: Order) -> dict[str, Any]:
    """The order, whether it can be signed now, and what stands in the way when not.

    Who pressed and waits for its turn reads that, and presses nothing more.
    order   loaded with ``finding.ON_ONE_PAGE``
    """
    if order.open_ticket is not None:
        return {"busy": busy_text(clock.local(order.open_ticket.pressed_at)), **around(order)}
    once = Once(session, order, clock.today())
    facts = facts_of(session, order, clock.today(), once=once)
    refused = why_not(OrderAct.ORDER, facts)
    known = refused is not None and ORDERS.may(order.state, "order")
    asks = asks_use(facts)
    ready = refused is None and not asks
    # Only who may sign reads it.
    rest = order_facts(session, order, once=once) if ready else {}
    return {
        "ready": ready,
        "asks_use": asks,
        "full": why_not(OrderAct.WAIT, facts) is None,
        "blocked": refused.text if refused is not None and known else None,
        **rest,
        **around(order),
    }


def lets(order: Order) -> bool:
    """Is it a landlord who orders, so that we ask how the home is rented out?"""
    return order.subscription.case.owner_kind == OwnerKind.LANDLORD


def home_told(order: Order) -> dict[str, Any]:
    """What was said of the home until now, as the form about it wants it."""
    case = order.subscription.case
    return {"lets": lets(order), "use": case.dwelling.use, "letting": case.letting}


def asks_use(facts: OrderNow) -> bool:
    """Could this household order, were it not that we never asked what its home is for?"""
    if why_not(OrderAct.ORDER, facts) is not None:
        return False
    return why_unanswered(OrderAct.ORDER, facts) is not None


def paper_order_page(session: Session, order: Order) -> dict[str, Any]:
    """The order as staff note it from paper; what the home is used for comes first."""
    asks = asks_use(facts_of(session, order, clock.today()))
    return {"order": order, "asks_use": asks, **({} if asks else order_facts(session, order))}


def order_facts(
    session: Session, order: Order, *, own: bool = True, once: Once | None = None
) -> dict[str, Any]:
    """The text of the order, its price and premium, and the last day to withdraw when signed today.

    own, once   as ``order_text``
    """
    today = clock.today()
    once = once or Once(session, order, today)
    offer, vat = offer_of(session, order.quote), cards.vat_of(session, order, today, once)
    return {
        "parts": order_text(session, order, own=own, offer=offer, vat=vat, once=once),
        "vat": vat,
        "premium": cards.premium_of(session, order, today, offer, once),
        "until": withdraw_until(today, once.periods.days("withdrawal"), belgian(today)),
    }


def paper_page(session: Session, order: Order, reader_id: int) -> dict[str, Any]:
    """The order as a page, for everybody who signs it."""
    own = order.person_id == reader_id
    return {
        "parts": order_text(session, order, own=own),
        "own": own,
        "waits": [row for row in order.co_owners if row.signed_at is None],
        "today": clock.today(),
        **around(order),
    }


def leave_page(session: Session, order: Order) -> dict[str, Any]:
    """May this household go, until when, and is it bound?"""
    until = order.withdraw_until if order.state == OrderState.ORDERED else None
    return {
        "bound": until is not None,
        "days_left": (until - clock.today()).days if until else None,
        "may": OrderAct.WITHDRAW in acts_of(session, order, clock.today()),
        "frozen": order.state in AFTER_FREEZE,
        **around(order),
    }


def co_sign_page(
    session: Session, order: Order, person_id: int, people: Collection[int]
) -> dict[str, Any]:
    """The same order, for another owner: signed, to sign, not here, or not asked any more.

    people   who was signed in since this session of the browser began
    """
    once = Once(session, order, clock.today())
    facts = facts_of(session, order, clock.today(), person_id=person_id, once=once)
    row = signer(order, person_id)
    not_here = why_not_here(order.person_id, order.person.name, people)
    return {
        "signed": row is not None and row.signed_at is not None,
        "can_sign": why_not(OrderAct.CO_SIGN, facts) is None,
        "not_here": not_here.text if not_here else None,
        **order_facts(session, order, own=False, once=once),
        **around(order),
    }


def signer(order: Order, person_id: int) -> CoOwner | None:
    """The other owner on this order."""
    return next((row for row in order.co_owners if row.person_id == person_id), None)


def as_asked(row: CoOwner) -> dict[str, Any]:
    """How another owner was written down, as a form shows it."""
    person = row.person
    value = person.reached_at
    if person.contact_way == "mobile":
        value = shown(value)
    return {"co_name": person.name, "co_way": person.contact_way, "co_value": value}


def readable(session: Session, order_id: int) -> Order:
    """The order, for everybody who signs it; else a 404."""
    link = current_user.co_sign_order_id
    return found(finding.readable(session, order_id, current_user.id, link))
