"""Households that show interest and are screened, through the actions: neighbours of a journey."""

from typing import Any

from sqlalchemy import select

from renogroep.base.units import Quantity, Unit
from renogroep.identity.models import Person
from renogroep.identity.rules.contacts import Contact
from renogroep.infra.acts import By
from renogroep.neighbourhoods.queries import find_address
from renogroep.orders.actions import ordering, surveying
from renogroep.orders.queries import finding, offers
from renogroep.owners.actions import cases, facts
from renogroep.subscriptions.actions import confirming, interest, screening
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.coming_in import Sender
from renogroep.subscriptions.rules.screening import SCREENING_2026
from renogroep.tenders.models import Package
from renogroep.tenders.queries import posts_of
from renogroep.tenders.rules.bill import measured_sources

ANSWERS: dict[str, list[str]] = {
    "owner_kind": ["live_here"],
    "house_type": ["row"],
    "built_in": ["1946_1970"],
    "works": ["1"],
    "seen": ["none"],
    "when": ["within_1"],
    "life_stage": ["family"],
    "budget": ["10_20"],
    "use": ["home"],
}


def neighbour(
    session: Any, package: Package, advisor: Person, name: str, street: str, number: str
) -> Subscription:
    """Interest by mail, the first call, and the visit in which an advisor measures."""
    address, _ = find_address(session, package.neighbourhood_id, street, number, "")
    mail = f"{name.lower().replace(' ', '.')}@example.org"
    row = interest.register_interest(
        session,
        package=package,
        address=address,
        answers=ANSWERS,
        sender=Sender(name=name, contact=Contact("email", mail), language="nl"),
        by=By(None),
    )
    confirming.confirm_interest(session, row, by=By(row.person_id))
    cases.take_case(session, row.case, by=By(advisor.id))
    told = {fact.code: ("no", "") for fact in SCREENING_2026.facts}
    facts.record_facts(session, row.case, told, by=By(advisor.id))
    screening.apply_screening(session, row, by=By(advisor.id))
    needed = measured_sources([post for link in row.lots for post in posts_of(link.lot)])
    measures = {one.code: _size(one.unit, number) for one in needed}
    facts.set_measures(session, row.case.dwelling, measures, by=By(advisor.id))
    return row


def _size(unit: Unit, number: str) -> Quantity:
    """Every home a little different, and the same every time."""
    if unit == Unit.PIECE:
        return Quantity.of("2")
    return Quantity.of(str(50 + int(number) if unit == Unit.M2 else 6))


def orders_too(session: Any, name: str, *, advisor_id: int, firm_person_id: int) -> None:
    """A household says yes, is measured as before by both, and signs."""
    order = finding.orders_of(session, home_of(session, name))[0]
    ordering.say_provisional_yes(session, order, by=By(order.person_id))
    surveying.measure(
        session,
        order,
        quantities=offers.agreed_quantities(order),
        run_code=order.run_code,
        run_size=max(order.run_size, 1),
        by=By(advisor_id),
    )
    surveying.agree(session, order, by=By(firm_person_id))
    ordering.place_order(session, order, ordering.Signing(), by=By(order.person_id))


def home_of(session: Any, name: str) -> Subscription:
    """The subscription of a household, by name."""
    return session.scalars(
        select(Subscription)
        .join(Person, Person.id == Subscription.person_id)
        .where(Person.name == name)
    ).one()
