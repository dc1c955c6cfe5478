"""Too few homes took part: a household waits, wants another group, and may choose anew."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.infra.acts import TICK
from renogroep.infra.audit import AuditEvent
from renogroep.orders.actions import freezing, waves
from renogroep.orders.actions.afterwards import choose_afterwards
from renogroep.orders.rules.afterwards import Afterwards
from renogroep.orders.rules.events import Did
from renogroep.owners.models import Task
from tests.support.make_orders import FREEZE_ON, at, ordered, ready_to_order

OF_ONE = True
AFTER = FREEZE_ON + timedelta(days=8)  # the firm had five working days to come anyway


@pytest.fixture
def fell(make):
    """(example, order of H1): two of ten ordered, and it is the day after everybody heard it."""
    example = ready_to_order(make)
    example.lot.min_to_execute = 10
    wave, orders = ordered(make, example, ["H1", "H2"])
    with clock.frozen_at(at(FREEZE_ON)):
        freezing.freeze(make.session, wave, by=TICK)
    with clock.frozen_at(at(AFTER)):
        freezing.settle_waivers(make.session, AFTER)
        yield example, orders["H1"]


def tasks(make, order):
    mine = Task.case_id == order.subscription.case_id
    return [
        row for row in make.session.scalars(select(Task).where(mine)) if "group" in str(row.what)
    ]


def test_another_group_is_one_task_for_the_advisor_and_waiting_is_none(make, fell):
    _, order = fell
    choose_afterwards(make.session, order, Afterwards.WAIT, by=TICK)
    assert tasks(make, order) == []
    for _again in range(2):
        choose_afterwards(make.session, order, Afterwards.OTHER_GROUP, by=TICK)
    (task,) = tasks(make, order)
    assert task.due_on == date(2027, 2, 10)  # five working days after 3 February
    assert task.assignee_id == order.subscription.case.advisor_id
    done = select(AuditEvent).where(AuditEvent.did == Did.ORDER_AFTERWARDS)
    chosen = [row.facts["choice"] for row in make.session.scalars(done.order_by(AuditEvent.id))]
    assert chosen == ["wait", "other_group"]


def test_with_a_next_round_there_is_nothing_to_choose(make, fell):
    example, order = fell
    waves.open_wave(
        make.session,
        example.lot,
        order_until=AFTER + timedelta(days=20),
        freeze_on=AFTER + timedelta(days=60),
        by=TICK,
    )
    with pytest.raises(Refused, match="order.nothing_to_choose"):
        choose_afterwards(make.session, order, Afterwards.WAIT, by=TICK)
    assert order.afterwards is None


def test_who_left_by_itself_has_nothing_to_choose(make):
    example = ready_to_order(make)
    _, orders = ordered(make, example, ["H1"])
    with pytest.raises(Refused, match="order.nothing_to_choose"):
        choose_afterwards(make.session, orders["H1"], Afterwards.WAIT, by=TICK)
