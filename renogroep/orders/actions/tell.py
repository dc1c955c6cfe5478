"""Who hears what about an order?"""

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from renogroep.identity.actions.notices import notify
from renogroep.identity.models import Person
from renogroep.identity.queries import members_of, people_with_role
from renogroep.infra.access import Role
from renogroep.orders.models import Order, Wave
from renogroep.orders.queries.order_text import order_text
from renogroep.orders.rules.lifecycle import LABELS
from renogroep.orders.rules.order_part import Part
from renogroep.quotes.models import Quote


class Ear(StrEnum):
    """Who hears of an order beside the household."""

    CO_OWNERS = "co_owners"
    FIRM = "firm"
    ADVISORS = "advisors"


EVERYBODY = frozenset(Ear)


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


def household_on_paper(
    session: Session, order: Order, notice: str, event: str, *, online: bool, **facts: Any
) -> None:
    """The same with the whole text of the order, which somebody must be able to keep.

    A household on the phone is called, and gets the text in a letter to its home as well.
    online   does a mail hold the text too? Whoever may still order reads it on the page.
    """
    person = order.person

    def text() -> list[Part]:
        return order_text(session, order)  # called while the language is the reader's

    way = person.contact_way
    parts = text if way == "letter" or (way == "email" and online) else None
    household(session, order, notice, event, parts=parts, **facts)
    if way == "mobile":
        home = order.subscription.case.dwelling.address.full
        household(session, order, notice, f"{event}.paper", parts=text, letter_to=home, **facts)


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


def co_owner_on_paper(
    session: Session, order: Order, person: Person, notice: str, event: str, **facts: Any
) -> None:
    """The same with the whole text of the order; on the phone there is no room for it."""
    parts = (
        None if person.contact_way == "mobile" else lambda: order_text(session, order, own=False)
    )
    co_owner(session, order, person, notice, event, parts=parts, **facts)


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
    for person in _advisors_of(session, order):
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


def _advisors_of(session: Session, order: Order) -> Sequence[Person]:
    advisor = order.subscription.case.advisor
    roles = (Role.ADVISOR, Role.TEAM_LEAD)
    return [advisor] if advisor else people_with_role(session, order.municipality_id, *roles)


def advisors_of_round(session: Session, wave: Wave, orders: Sequence[Order], event: str) -> None:
    """What became of the homes of a round: one message per advisor, with his or her homes."""
    homes: dict[int, tuple[Person, list[tuple[Order, str]]]] = {}
    for order in orders:
        if order.provisional_at is None:
            continue
        for person in _advisors_of(session, order):
            _, mine = homes.setdefault(person.id, (person, []))
            mine.append((order, LABELS[order.state]))
    for person, mine in homes.values():
        notify(
            session,
            person,
            "orders_advisor_round",
            key=f"orders_advisor_round:{wave.id}.{event}:{person.id}",
            link=None,
            lot=wave.lot,
            homes=mine,
        )


def others(session: Session, order: Order, hear: Collection[Ear] = EVERYBODY, **facts: Any) -> None:
    """Co-owners, contractor and advisor hear where the order is now.

    Before the provisional yes contractor and advisor know nothing of it. The contractor reads a
    code, never a name or a house number: those come with the freeze.
    """
    event = f"{order.state}.{order.version}"
    words = {"label": LABELS[order.state], **facts}
    if Ear.CO_OWNERS in hear:
        for row in order.co_owners:
            co_owner(session, order, row.person, "orders_co_owner_news", event, **words)
    if order.provisional_at is None:
        return
    if Ear.FIRM in hear:
        key = f"{order.id}.{event}"
        firm(session, order.quote, "orders_firm_news", key, wave=order.wave, order=order, **words)
    if Ear.ADVISORS in hear:
        advisors(session, order, "orders_advisor_news", event, **words)
