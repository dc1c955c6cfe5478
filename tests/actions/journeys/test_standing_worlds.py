"""Each row of the table of standings is reached by real actions, and offers what the actions accept."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm.exc import StaleDataError

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.identity.rules.contacts import Contact
from renogroep.infra.acts import By
from renogroep.infra.audit import AuditEvent
from renogroep.journeys.actions.stop_interest import stop_interest
from renogroep.journeys.queries.home_facts import HomeLot, home_lots
from renogroep.journeys.rules.acts import ACTS, is_possible
from renogroep.journeys.rules.standing import other_standing_of, standing_of
from renogroep.orders.actions import co_owners, funding, ordering, withdrawing
from renogroep.orders.actions.co_owners import CoOwnerAsked
from renogroep.orders.rules.guards import OrderAct
from renogroep.quotes.actions import choosing
from renogroep.quotes.queries import offers
from renogroep.quotes.rules.guards import QuoteAct
from renogroep.subscriptions.actions.confirming import confirm_interest
from renogroep.subscriptions.rules.guards import SubscriptionAct
from tests.support.make_orders import at
from tests.support.worlds import PLACES, WORLDS, World, newest_order
from tests.unit.journeys.standing_table import HOUSEHOLD, TABLE, dutch, msgid

DATABASES = ("sqlite",)  # the same acts meet PostgreSQL in their own rooms and in the races
NL = dutch()
DAY = timedelta(days=1)
NOT_YET = {3, 4}  # settled, invoiced: no act leads there
UNCALLED = re.compile(r",? ten laatste op %\(call_on\)s")  # nobody worked out the day of the call
BY_WORD = {str(act): act for act in ACTS}
ANOTHER = CoOwnerAsked("Roos Peeters", Contact("email", "roos@example.org"))
# Days that close or open an act, and the day of the row itself.
DAYS = (
    "order_until",
    "freeze_on",
    "price_until",
    "place_until",
    "withdraw_until",
    "own_money_until",
    "yes_by",
    "confirm_by",
)


def look(session, world: World, today: date) -> HomeLot:
    session.expire_all()
    homes = home_lots(session, [world.home], today)
    return next(home for home in homes if home.lot.id == world.lot.id)


def check_row(name: str, world: World, home: HomeLot) -> None:
    """Its code, sentence, day, who, silence, amount and acts are those of the table."""
    row, facts = TABLE[PLACES[name]], home.facts
    standing = standing_of(facts)
    urgent = row["urgent"] == "yes" or (row["urgent"] != "" and world.who == "household")
    assert (standing.code, facts.ended_reason) == (row["code"], world.reason or None)
    assert NL.gettext(standing.say.msgid) == UNCALLED.sub("", msgid(row["nl"]))
    assert standing.on == (getattr(facts, row["date"]) if row["date"] else None)
    assert standing.who == (world.who or row["who"])
    assert standing.urgent is urgent
    assert str(standing.silence or "") == (row["silence_en"] if urgent else "")
    assert (standing.maximum or "") == row["maximum"]
    assert [act for act in standing.acts if act != SubscriptionAct.STOP_INTEREST] == [
        word.rstrip("?")
        for word in row["acts"].split()
        if not word.endswith("?") or is_possible(BY_WORD[word[:-1]], facts)
    ]


def test_every_row_has_a_world():
    assert set(PLACES.values()) == set(HOUSEHOLD) - NOT_YET


def tries(session, world: World, home: HomeLot, order) -> dict[str, Callable[[], object]]:
    """Each act as a page would send it; only what there are rows for."""
    me = By(world.home.person_id)
    found: dict[str, Callable[[], object]] = {
        SubscriptionAct.CONFIRM: lambda: confirm_interest(session, world.home, by=me),
        SubscriptionAct.STOP_INTEREST: lambda: stop_interest(
            session, world.home, reason="cost", by=me
        ),
    }
    place = offers.place_of(session, world.home, world.lot)
    if place is not None:
        found[QuoteAct.CHOOSE] = lambda: choosing.give_preference(
            session, world.home, place.request, another_order(session, place, world), by=me
        )
    if home.assignment is not None:
        row = home.assignment
        found[QuoteAct.SAY_YES] = lambda: choosing.accept(session, row, by=me)
        found[QuoteAct.SAY_NO] = lambda: choosing.decline(session, row, by=me)
    if order is not None:
        found |= tries_of_order(session, order, me)
    return found


def another_order(session, place, world: World) -> list[int]:
    """Contractors in an order that the household did not give before."""
    from renogroep.quotes.queries.choosing import preference, quotes_for

    before = preference(session, place.request.id, world.home.id)
    keys = [quote.id for quote in quotes_for(session, place.request)] or [1]
    return keys[::-1] if before is not None and before.quote_ids == keys else keys


def tries_of_order(session, order, me: By) -> dict[str, Callable[[], object]]:
    found: dict[str, Callable[[], object]] = {
        OrderAct.PROVISIONAL: lambda: ordering.say_provisional_yes(session, order, by=me),
        OrderAct.ORDER: lambda: ordering.place_order(session, order, ordering.Signing(), by=me),
        OrderAct.WAIT: lambda: ordering.wait_for_place(session, order, by=me),
        OrderAct.WITHDRAW: lambda: withdrawing.withdraw(session, order, by=me),
        OrderAct.PAY_SELF: lambda: funding.pay_self(session, order, by=me),
        OrderAct.STOP_ORDER: lambda: funding.stop_order(session, order, by=me),
        OrderAct.CALL_FIRST: lambda: funding.call_first(session, order, by=me),
    }
    if order.co_owners:
        key = order.co_owners[0].person_id
        found[OrderAct.CO_SIGN] = lambda: ordering.co_sign(
            session, order, person_id=key, by=By(key)
        )
        found[OrderAct.CHANGE_CO_OWNER] = lambda: co_owners.change_co_owner(
            session, order, key, ANOTHER, by=me
        )
    return found


def accepted(session, attempt: Callable[[], object]) -> bool:
    """Did it change something? An act that was done already says nothing and changes nothing."""
    count = select(func.count()).select_from(AuditEvent)
    before = session.scalar(count)
    savepoint = session.begin_nested()
    try:
        attempt()
        session.flush()
        return session.scalar(count) > before
    except (Refused, StaleDataError):
        return False
    finally:
        savepoint.rollback()
        session.expire_all()


def offered(home: HomeLot, order) -> set[str]:
    """What the household is offered, and the other owner on its own page."""
    acts = set(standing_of(home.facts).acts)
    if home.order is not None and home.order.co_owners:
        signed = home.order.co_owners[0].signed_at is not None
        acts |= set(other_standing_of(home.facts, asker="Fatma", signed=signed).acts)
    return {str(act) for act in acts}


def days_around(name: str, world: World, home: HomeLot) -> list[date]:
    """From the day of the world on: no act of it was done later."""
    names = {*DAYS, TABLE[PLACES[name]]["date"]} - {""}
    known = {getattr(home.facts, name) for name in names} - {None}
    days = {one + shift for one in known for shift in (-DAY, timedelta(0), DAY)}
    return sorted({day for day in days if day > world.today} | {world.today})


@pytest.mark.parametrize("name", WORLDS)
def test_the_row_and_on_each_of_its_days_exactly_its_acts(make, name):
    """What standing offers is never refused for its state; what it does not offer always is."""
    world, session = WORLDS[name](make), make.session
    with clock.frozen_at(at(world.today)):
        now = look(session, world, world.today)
        check_row(name, world, now)
    order = newest_order(make, world)
    different = []
    for day in days_around(name, world, now):
        with clock.frozen_at(at(day)):
            home = look(session, world, day)
            wanted = offered(home, order)
            attempts = tries(session, world, home, order)
            done = {str(act) for act in attempts if accepted(session, attempts[act])}
        if done != wanted:
            code = str(standing_of(home.facts).code)
            different.append((str(day), code, sorted(wanted - done), sorted(done - wanted)))
    assert different == []  # day, row, offered and refused, not offered and accepted
