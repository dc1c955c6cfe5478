"""Who hears what about an order?"""

from typing import Any

from sqlalchemy.orm import Session

from renogroep.identity.actions.notices import notify
from renogroep.identity.models import Person
from renogroep.identity.queries import members_of, people_with_role
from renogroep.infra.access import Role
from renogroep.orders.models import Order, Wave
from renogroep.quotes.models import Quote


def household(session: Session, order: Order, notice: str, event: str, **facts: Any) -> None:
    """The person who asked, with the key to their own page. ``event`` makes it unique."""
    notify(
        session,
        order.person,
        notice,
        key=f"{notice}:{order.id}.{event}:{order.person_id}",
        order=order,
        lot=order.wave.lot,
        **facts,
    )


def co_owner(
    session: Session, order: Order, person: Person, notice: str, event: str, **facts: Any
) -> None:
    """Another owner, with a key to this order only."""
    notify(
        session,
        person,
        notice,
        key=f"{notice}:{order.id}.{event}:{person.id}",
        link="co_sign",
        link_subject_id=order.id,
        order=order,
        lot=order.wave.lot,
        **facts,
    )


def firm(
    session: Session, quote: Quote, notice: str, key: str, *, wave: Wave, **facts: Any
) -> None:
    """Everybody of the contractor; they have accounts, so no key goes along."""
    for person in members_of(session, quote.organisation_id):
        notify(
            session,
            person,
            notice,
            key=f"{notice}:{key}:{person.id}",
            link=None,
            lot=wave.lot,
            wave=wave,
            firm=quote.organisation,
            **facts,
        )


def advisors(session: Session, order: Order, notice: str, event: str, **facts: Any) -> None:
    """The advisor of the case, else all of them."""
    advisor = order.subscription.case.advisor
    roles = (Role.ADVISOR, Role.TEAM_LEAD)
    people = [advisor] if advisor else people_with_role(session, order.municipality_id, *roles)
    for person in people:
        notify(
            session,
            person,
            notice,
            key=f"{notice}:{order.id}.{event}:{person.id}",
            link=None,
            order=order,
            lot=order.wave.lot,
            **facts,
        )
