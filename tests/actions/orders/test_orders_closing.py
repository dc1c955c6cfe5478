"""The end of a lot: every home handed over, and who waited for a next round hears that none comes."""

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.outbox import OutboxMessage
from renogroep.orders.actions import freezing, works
from renogroep.orders.actions.closing import close_lot
from renogroep.orders.rules.lifecycle import WaveState
from tests.support.make_orders import FREEZE_ON, at, ordered, ready_to_order

SEVEN = ("H1", "H2", "H3", "H5", "H7", "H8", "H10")


@pytest.fixture
def lead(make):
    return make.member(Role.LEAD).id


@pytest.fixture
def built(make, session, lead):
    """Seven homes ordered and their prices are fixed; gives a function that builds them."""
    example = ready_to_order(make)
    wave, orders = ordered(make, example, SEVEN)
    with clock.frozen_at(at(FREEZE_ON)):
        freezing.freeze(session, wave, by=By(lead))

    def build(names=SEVEN):
        with clock.frozen_at(at(FREEZE_ON)):
            for name in names:
                works.plan(session, orders[name], FREEZE_ON, by=By(lead))
                works.start(session, orders[name], by=By(lead))
                works.hand_over(session, orders[name], by=By(lead))

    return example, wave, build


def refusal(session, lot, lead):
    with pytest.raises(Refused) as refused:
        close_lot(session, lot, by=By(lead))
    return refused.value.code


def test_a_lot_closes_after_its_last_home_and_takes_its_package_along(session, built, lead):
    example, wave, build = built
    build()
    assert wave.state == WaveState.DONE
    assert close_lot(session, example.lot, by=By(lead)) == 3
    assert (example.lot.state, example.lot.package.state) == ("closed", "closed")
    assert close_lot(session, example.lot, by=By(lead)) == 0  # twice is once


def test_a_lot_that_stopped_does_not_close(session, built, lead):
    example, _, build = built
    build()
    example.lot.state = "failed"
    assert refusal(session, example.lot, lead) == "lot.wrong_state"


def test_a_lot_with_a_home_in_the_works_stays_open(session, built, lead):
    example, _, build = built
    assert refusal(session, example.lot, lead) == "lot.not_done"
    build(SEVEN[:-1])
    assert refusal(session, example.lot, lead) == "lot.not_done"
    assert example.lot.state == "executing"


def test_who_got_no_works_hears_that_no_round_follows(session, built, lead):
    example, _, build = built
    build()
    assert close_lot(session, example.lot, by=By(lead)) == 3
    told = session.scalars(
        select(OutboxMessage).where(OutboxMessage.key.like("orders_lot_closed:%"))
    ).all()
    waited = {example.homes[name].person_id for name in ("H4", "H6", "H9")}
    assert {row.person_id for row in told} == waited


def test_a_lapsed_round_beside_one_that_is_done_does_not_keep_the_lot_open(session, built, lead):
    example, _, build = built
    build()
    example.lot.state = "ordering"  # as a later round left it that lapsed
    close_lot(session, example.lot, by=By(lead))
    assert example.lot.state == "closed"
