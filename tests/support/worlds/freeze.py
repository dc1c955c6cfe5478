"""Worlds from the freeze on, and of orders that ended."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from renogroep.base import clock
from renogroep.infra.acts import TICK, By
from renogroep.orders.actions import (
    closing,
    freezing,
    surveying,
    withdrawing,
    works,
)
from tests.support.make import Make
from tests.support.make_orders import (
    FREEZE_ON,
    at,
    firm_of,
    place,
)
from tests.support.worlds.base import DAY, OTHER, World, lead, world
from tests.support.worlds.rounds import Round, a_round, agreed, signed


def _freeze(make: Make, one: Round) -> Round:
    with clock.frozen_at(at(FREEZE_ON)):
        freezing.freeze(make.session, one.wave, by=lead(make))
    return one


def too_few(make: Make) -> Round:
    one = agreed(make, minimum=6)
    place(make, one.order)
    return _freeze(make, one)


@world(10)
def below_minimum(make: Make) -> World:
    return too_few(make).world(FREEZE_ON)


def after_freeze(make: Make, **signing: Any) -> Round:
    return _freeze(make, signed(make, **signing))


@world(9)
def frozen(make: Make) -> World:
    return after_freeze(make).world(FREEZE_ON)


BEGINS = FREEZE_ON + timedelta(days=20)


def _planned(make: Make) -> Round:
    one = after_freeze(make)
    with clock.frozen_at(at(FREEZE_ON)):
        works.plan(make.session, one.order, BEGINS, by=one.firm)
    return one


@world(8)
def planned(make: Make) -> World:
    return _planned(make).world(BEGINS)


@world(7)
def planned_late(make: Make) -> World:
    return _planned(make).world(BEGINS + DAY)


def _started(make: Make) -> Round:
    one = _planned(make)
    with clock.frozen_at(at(BEGINS)):
        works.start(make.session, one.order, by=one.firm)
    return one


@world(6)
def in_works(make: Make) -> World:
    return _started(make).world(BEGINS)


def _handed_over(make: Make) -> Round:
    one = _started(make)
    with clock.frozen_at(at(BEGINS + DAY)):
        works.hand_over(make.session, one.order, by=one.firm)
    return one


@world(5)
def handed_over(make: Make) -> World:
    return _handed_over(make).world(BEGINS + DAY)


@world(30)
def lot_closed(make: Make) -> World:
    one = _handed_over(make)
    with clock.frozen_at(at(BEGINS + 2 * DAY)):
        closing.close_lot(make.session, one.example.lot, by=lead(make))
    return replace(one, name="H2").world(BEGINS + 2 * DAY, reason="not_ordered")


@world(36)
def withdrawn(make: Make) -> World:
    one = signed(make)
    withdrawing.withdraw(make.session, one.order, reason="cost", by=By(one.order.person_id))
    return one.world(reason="withdrawn")


@world(36)
def withdrawn_without_a_reason(make: Make) -> World:
    one = a_round(make)
    withdrawing.withdraw(make.session, one.order, by=By(one.order.person_id))
    return one.world(reason="withdrawn")


@world(37)
def ended_below_the_minimum(make: Make) -> World:
    one = too_few(make)
    with clock.frozen_at(at(FREEZE_ON + DAY)):
        freezing.keep_minimum(make.session, firm_of(one.wave, one.example.quotes["B"]), by=one.firm)
    return one.world(FREEZE_ON + DAY, reason="threshold")


@world(38)
def ended_without_a_loan(make: Make) -> World:
    one = signed(make, needs_loan=True)
    withdrawing.decide_condition(make.session, one.order, "funding", met=False, by=TICK)
    return one.world(reason="funding")


@world(39)
def ended_with_the_loan_open(make: Make) -> World:
    return after_freeze(make, needs_loan=True).world(FREEZE_ON, reason="funding_open")


@world(40)
def ended_not_ordered(make: Make) -> World:
    return _freeze(make, a_round(make)).world(FREEZE_ON, reason="not_ordered")


@world(41)
def ended_as_not_fit(make: Make) -> World:
    one = agreed(make)
    surveying.not_fit(make.session, one.order, words="De muur is te zwak.", by=one.firm)
    return one.world(reason="not_fit")


@world(41)
def ended_without_the_co_owner(make: Make) -> World:
    return after_freeze(make, co_owner=OTHER).world(FREEZE_ON, reason="co_owner")
