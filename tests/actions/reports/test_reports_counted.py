"""The database counts the same figures as somebody who reads every household."""

from collections import Counter
from random import Random

import pytest

from renogroep.groups.models import BundlingRun, Group, GroupMember
from renogroep.orders.models import Order, Wave
from renogroep.orders.rules.lifecycle import CONFIRMED, OrderState, WaveState
from renogroep.reports.queries import ways
from renogroep.reports.rules.funnel import Journey, Stage, lost_because
from renogroep.subscriptions.models import Subscription
from renogroep.subscriptions.rules.lifecycle import SubscriptionState
from tests.support.make import NOW
from tests.support.make_orders import surveyed

HOMES = 40
ENDED = (OrderState.WITHDRAWN, OrderState.LAPSED, OrderState.CANCELLED)


def read_one(row: Subscription, orders: list[Order], group: str) -> Journey:
    """The way of one household, from its own rows."""
    reached = {
        Stage.INTERESTED: True,
        Stage.SUBSCRIBED: row.subscribed_at,
        Stage.SCREENED: row.screened_at,
        Stage.PROVISIONAL: any(order.provisional_at for order in orders),
        Stage.ORDERED: any(
            order.state in CONFIRMED and order.wave.state != WaveState.LAPSED for order in orders
        ),
        Stage.EXECUTED: any(order.handed_over_at and not order.ended_at for order in orders),
    }
    there = {order.wave.lot_id for order in orders}
    lost = lost_because(
        row.state,
        row.loss_reason,
        [(order.ended_at is not None, order.loss_reason) for order in orders],
        [link.lot.state for link in row.lots if link.lot_id not in there],
    )
    street = row.case.dwelling.address.street.name
    stages = frozenset(stage for stage, yes in reached.items() if yes)
    return Journey(stages, lost, street, row.channel, row.case.owner_kind, group)


def a_town(make, chance):
    """Households on every way: (package, household -> the name of its group)."""
    example, wave, orders = surveyed(make)
    package, like = example.package, orders["H1"]
    lots = [wave.lot] + [
        make.lot(package, number, state=state)
        for number, state in ((2, "quoting"), (3, "failed"), (4, "executing"))
    ]
    waves = [wave, *(a_wave(make, wave, lot, n) for n, lot in enumerate([wave.lot, *lots[1:]], 2))]
    waves[1].state = WaveState.LAPSED
    groups = [a_group(make, package, name) for name in ("old", "A", "B")]
    streets = [make.street(package.neighbourhood, name) for name in ("Rozenstraat", "Dreef")]
    for _ in range(HOMES):
        row = a_home(make, package, chance, chance.choice(streets))
        for link in chance.sample(row.lots, chance.randint(0, 3)):  # it does not want all works
            make.session.delete(link)
        for at in chance.sample(waves, chance.randint(0, 3)):
            make._add(an_order(like, at, row, chance))
        if chance.random() < 0.5:
            join(make, chance.choice(groups), row)
    return package


def a_wave(make, like, lot, number):
    plain = {"order_until": like.order_until, "freeze_on": like.freeze_on}
    return make._add(
        Wave(
            municipality_id=lot.municipality_id,
            lot_id=lot.id,
            number=number,
            state=WaveState.ORDERING,
            **plain,
        )
    )


def a_home(make, package, chance, street):
    home = make.dwelling(make.address(street))
    row = make.subscription(package, home, state=chance.choice(list(SubscriptionState)))
    row.channel = chance.choice(["online", "phone", "paper"])
    row.loss_reason = chance.choice([None, None, "cost", "moved"])
    row.subscribed_at = chance.choice([None, NOW])
    row.screened_at = chance.choice([None, NOW])
    row.case.owner_kind = chance.choice(["owner_occupier", "landlord"])
    return row


def an_order(like, wave, row, chance):
    ended = chance.random() < 0.6
    live = [state for state in OrderState if state not in ENDED]
    return Order(
        municipality_id=like.municipality_id,
        reference=f"B-{row.id}-{wave.id}",
        wave_id=wave.id,
        subscription_id=row.id,
        quote_id=like.quote_id,
        person_id=row.person_id,
        state=chance.choice(ENDED if ended else live),
        ended_at=NOW if ended else None,
        loss_reason=chance.choice([None, "", "funding", "moved"]) if ended else None,
        provisional_at=chance.choice([None, NOW]),
        handed_over_at=chance.choice([None, NOW]),
        created_at=NOW,
    )


def a_group(make, package, name):
    """Each in a run of its own but the last, which stands beside the one before it."""
    runs = make.session.query(BundlingRun).filter_by(package_id=package.id).all()
    run = runs[-1] if name == "B" else None
    if run is None:
        run = make._add(
            BundlingRun(
                municipality_id=package.municipality_id,
                package_id=package.id,
                at=NOW,
                by_id=make.person().id,
                basis="street",
                min_size=2,
                max_size=9,
                left_out=[],
            )
        )
    stored = {"msgid": name, "params": {}}
    number = len(run.groups) + 1
    return make._add(
        Group(municipality_id=package.municipality_id, run_id=run.id, number=number, name=stored)
    )


def join(make, group, row):
    make._add(
        GroupMember(
            municipality_id=group.municipality_id,
            group_id=group.id,
            subscription_id=row.id,
            run_code="",
            reasons=[],
        )
    )


def read_all(session, package):
    """Household by household."""
    rows = session.query(Subscription).filter_by(package_id=package.id).all()
    members = session.query(GroupMember).join(Group).order_by(GroupMember.group_id).all()
    last = max(group.run_id for group in session.query(Group))
    names = {m.subscription_id: m.group.name["msgid"] for m in members if m.group.run_id == last}
    return Counter(
        read_one(
            row,
            session.query(Order).filter_by(subscription_id=row.id).order_by(Order.id).all(),
            names.get(row.id, ""),
        )
        for row in rows
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_the_database_counts_what_reading_every_household_counts(app, session, make, seed):
    package = a_town(make, Random(seed))
    session.flush()
    session.expire_all()
    with app.test_request_context():
        counted = ways(session, package.id)
        read = read_all(session, package)
    assert counted == read
    assert len({way.lost for way in read}) > 4
    assert {way.last for way in read} == set(Stage)
