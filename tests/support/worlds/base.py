"""What is a world, and which ones are there?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from renogroep.identity.rules.contacts import Contact
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.journeys.actions.screen_home import screen_home
from renogroep.orders.actions.co_owners import CoOwnerAsked
from renogroep.orders.models import Order, Wave
from renogroep.owners.actions.facts import record_facts
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.screening import SCREENING_2026
from renogroep.tenders.models import Lot
from tests.support.make import TODAY, Make

DAY = timedelta(days=1)
ALL_NO = {fact.code: ("no", "") for fact in SCREENING_2026.facts}
PROTECTED = ALL_NO | {"protected": ("yes", "")}
PERMIT = ALL_NO | {"permit": ("yes", "")}
OTHER = CoOwnerAsked("Mia Peeters", Contact("email", "mia@example.org"))
WINDOWS = {"measure": "windows_doors", "title": "Ramen"}


@dataclass(frozen=True)
class World:
    """A household in a lot, on a day.

    who      where the table leaves a choice
    reason   only of an ended order
    """

    home: Subscription
    lot: Lot
    today: date = TODAY
    who: str = ""
    reason: str = ""


Build = Callable[[Make], World]
WORLDS: dict[str, Build] = {}
PLACES: dict[str, int] = {}


def case(place: int, name: str, build: Callable[..., World], *given: Any, **more: Any) -> None:
    """A world of the row at ``place``, built with what is given."""
    PLACES[name] = place
    WORLDS[name] = lambda make: build(make, *given, **more)


def world(place: int) -> Callable[[Build], Build]:
    """The same, known by the name of its function."""

    def keep(build: Build) -> Build:
        case(place, build.__name__, build)
        return build

    return keep


def screened(make: Make, home: Subscription, facts: Mapping[str, tuple[str, str]]) -> None:
    screen_home(make.session, home.case, facts, by=By(make.member(Role.ADVISOR).id))


def lead(make: Make) -> By:
    return By(make.member(Role.LEAD).id)


def told_not_to_fit(make: Make, one: World) -> World:
    """The owner told it of the home in another interest; nobody screened it again."""
    record_facts(make.session, one.home.case, PROTECTED, by=By(one.home.person_id))
    return one


def newest_order(make: Make, one: World) -> Order | None:
    """Its last order in the lot, live or ended: what an old page would still send."""
    return make.session.scalar(
        select(Order)
        .join(Wave, Wave.id == Order.wave_id)
        .where(Order.subscription_id == one.home.id, Wave.lot_id == one.lot.id)
        .order_by(Order.id.desc())
        .limit(1)
    )
