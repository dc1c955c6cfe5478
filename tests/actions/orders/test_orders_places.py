"""Places belong to the lot, and one that comes free is not kept for ever."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.identity.rules.contacts import Contact
from renogroep.infra.acts import TICK, By
from renogroep.infra.outbox import OutboxMessage
from renogroep.orders.actions import (
    co_owners,
    freezing,
    ordering,
    people,
    places,
    surveying,
    waves,
    withdrawing,
)
from renogroep.orders.actions.co_owners import CoOwnerAsked
from renogroep.orders.models import Order
from renogroep.orders.rules.lifecycle import OrderState
from tests.support.make import TODAY
from tests.support.make_orders import FREEZE_ON, at, place, surveyed


def told(make, notice):
    like = OutboxMessage.key.like(f"{notice}:%")
    return make.session.scalar(select(func.count()).where(like))


def one_place(make, names=("H1", "H2", "H3")):
    """H1 has the only place; the others wait, in their order."""
    example, wave, orders = surveyed(make, names)
    example.lot.min_to_execute = example.lot.max_homes = 1
    place(make, orders["H1"])
    for name in names[1:]:
        ordering.wait_for_place(make.session, orders[name], by=TICK)
    return example, wave, orders


def test_a_place_that_is_not_taken_in_time_goes_to_the_next(make):
    _, wave, orders = one_place(make)
    withdrawing.withdraw(make.session, orders["H1"], by=TICK)
    until = orders["H2"].place_until
    assert until == TODAY + timedelta(days=7)  # five working days
    with clock.frozen_at(at(until)):
        assert places.settle_places(make.session, until) == 0
        with pytest.raises(Refused, match="order.no_place"):
            place(make, orders["H3"])
    after = until + timedelta(days=1)
    with clock.frozen_at(at(after)):
        assert places.settle_places(make.session, after) == 1
        assert places.settle_places(make.session, after) == 0
        assert (orders["H2"].waiting_at, orders["H2"].place_until) == (None, None)
        assert orders["H3"].place_until > after
        place(make, orders["H3"])
    assert orders["H3"].state == OrderState.ORDERED
    assert (told(make, "orders_place_free"), told(make, "orders_place_passed")) == (2, 1)


@pytest.mark.parametrize(("days", "offered"), [(0, True), (1, False)])
def test_a_place_is_offered_up_to_the_last_day_to_order(make, days, offered):
    """A day later nobody can order any more, so nobody is told of a place."""
    example, wave, orders = one_place(make, ("H1", "H2"))
    example.lot.max_homes = 2
    with clock.frozen_at(at(wave.order_until + timedelta(days=days))):
        places.offer_free(make.session, wave)
    assert orders["H2"].place_until == (wave.order_until if offered else None)


def test_a_place_that_was_let_pass_blocks_nobody_before_the_nightly_job(make):
    _, _, orders = one_place(make)
    withdrawing.withdraw(make.session, orders["H1"], by=TICK)
    with clock.frozen_at(at(orders["H2"].place_until + timedelta(days=1))):
        place(make, orders["H3"])
    assert orders["H3"].state == OrderState.ORDERED


def test_somebody_else_who_leaves_tells_nobody_twice(make):
    example, wave, orders = one_place(make)
    example.lot.max_homes = 2
    places.offer_free(make.session, wave)
    places.offer_free(make.session, wave)
    assert told(make, "orders_place_free") == 1


def test_an_offered_place_goes_on_when_its_home_leaves(make):
    _, _, orders = one_place(make)
    withdrawing.withdraw(make.session, orders["H1"], by=TICK)
    assert orders["H3"].place_until is None
    withdrawing.withdraw(make.session, orders["H2"], by=TICK)
    assert orders["H3"].place_until is not None


def test_nobody_waits_while_there_is_a_place_or_before_both_agreed(make):
    _, _, orders = surveyed(make, ["H1"])
    with pytest.raises(Refused, match="order.has_place"):
        ordering.wait_for_place(make.session, orders["H1"], by=TICK)
    orders["H1"].wave.lot.min_to_execute = orders["H1"].wave.lot.max_homes = 1
    orders["H2"].state = OrderState.ORDERED
    orders["H1"].contractor_agreed_at = None
    make.session.flush()
    with pytest.raises(Refused, match="order.not_surveyed"):
        ordering.wait_for_place(make.session, orders["H1"], by=TICK)
    assert orders["H1"].waiting_at is None


def test_no_other_name_of_an_owner_after_the_last_day_to_order(make):
    _, wave, orders = surveyed(make, ["H1"])
    asked = CoOwnerAsked("Mia Peeters", Contact("email", "mia@example.org"))
    place(make, orders["H1"], co_owner=asked)
    wrong = orders["H1"].co_owners[0].person_id
    for change in (
        lambda by: co_owners.change_co_owner(make.session, orders["H1"], wrong, asked, by=by),
        lambda by: co_owners.remove_co_owner(make.session, orders["H1"], wrong, by=by),
    ):
        with (
            clock.frozen_at(at(wave.order_until + timedelta(days=1))),
            pytest.raises(Refused, match="order.too_late"),
        ):
            change(TICK)
    with clock.frozen_at(at(wave.order_until)):
        co_owners.remove_co_owner(make.session, orders["H1"], wrong, by=TICK)


def test_the_places_of_a_lot_are_counted_over_its_rounds(make):
    example, wave, orders = surveyed(make, ["H1", "H2"])
    example.lot.min_to_execute = example.lot.max_homes = 1
    place(make, orders["H1"])
    with clock.frozen_at(at(FREEZE_ON)):
        freezing.freeze(make.session, wave, by=TICK)
        second = waves.open_wave(
            make.session,
            example.lot,
            order_until=FREEZE_ON + timedelta(days=30),
            freeze_on=FREEZE_ON + timedelta(days=60),
            by=TICK,
        )
        new = make.session.scalar(
            select(Order).where(
                Order.wave_id == second.id,
                Order.subscription_id == orders["H2"].subscription_id,
            )
        )
        with pytest.raises(Refused, match="order.no_place"):
            place(make, new)


def test_who_waits_for_a_full_contractor_blocks_no_other_contractor(make):
    example, _, orders = surveyed(make, ["H1", "H2", "H3"])
    example.quotes["B"].capacity = 1
    place(make, orders["H1"])
    ordering.wait_for_place(make.session, orders["H2"], by=TICK)
    assert orders["H2"].place_until is None  # the lot has places, its contractor has none
    orders["H3"].quote_id = example.quotes["A"].id
    make.session.flush()
    make.session.refresh(orders["H3"])
    place(make, orders["H3"])
    assert orders["H3"].state == OrderState.ORDERED


def test_whoever_is_forgotten_gives_the_place_to_the_next(make):
    _, _, orders = one_place(make)
    withdrawing.withdraw(make.session, orders["H1"], by=TICK)
    people.erase_person(make.session, orders["H2"].person_id)
    assert orders["H3"].place_until is not None


def test_a_second_survey_of_a_signed_home_keeps_it_first_in_line(make):
    example, _, orders = surveyed(make, ["H1", "H2"])
    example.lot.min_to_execute = example.lot.max_homes = 1
    asked = CoOwnerAsked("Mia Peeters", Contact("email", "mia@example.org"))
    place(make, orders["H1"], co_owner=asked)
    ordering.wait_for_place(make.session, orders["H2"], by=TICK)
    surveying.dispute(make.session, orders["H1"], words="62 m² gemeten", by=By(1))
    assert orders["H1"].place_until is not None
    assert orders["H2"].place_until is None
