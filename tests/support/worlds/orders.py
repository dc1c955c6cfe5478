"""Worlds with an order that is not signed, or signed and not yet at its final price."""

from dataclasses import replace
from datetime import date
from typing import Any

from renogroep.base import clock
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from renogroep.orders.actions import (
    funding,
    ordering,
    surveying,
    withdrawing,
)
from tests.support.make import TODAY, Make
from tests.support.make_orders import (
    FREEZE_ON,
    ORDER_UNTIL,
    at,
    place,
)
from tests.support.make_quotes import (
    sheet_for,
)
from tests.support.worlds.base import (
    DAY,
    OTHER,
    PERMIT,
    PROTECTED,
    WINDOWS,
    World,
    case,
    screened,
    told_not_to_fit,
    world,
)
from tests.support.worlds.rounds import Round, a_round, agreed, signed


@world(28)
def indicative(make: Make) -> World:
    return a_round(make).world()


@world(55)
def with_an_order_in_another_lot(make: Make) -> World:
    one = a_round(make).world()
    other = make.lot(one.lot.package, number=2, **WINDOWS)
    make.want(one.home, other)
    return replace(one, lot=other)


@world(27)
def to_measure(make: Make) -> World:
    one = a_round(make)
    ordering.say_provisional_yes(make.session, one.order, by=By(one.order.person_id))
    return one.world()


@world(26)
def firm_agrees(make: Make) -> World:
    one = agreed(make)
    amounts = {line.number: line.quantity for line in one.order.lines}
    advisor = By(make.member(Role.ADVISOR).id)
    surveying.measure(
        make.session, one.order, quantities=amounts, run_code="", run_size=1, by=advisor
    )
    return one.world()


@world(25)
def remeasure(make: Make) -> World:
    one = agreed(make)
    surveying.dispute(make.session, one.order, words="62 m² gemeten", by=one.firm)
    return one.world()


@world(24)
def to_order(make: Make) -> World:
    return agreed(make).world()


@world(19)
def too_late_to_order(make: Make) -> World:
    return agreed(make).world(ORDER_UNTIL + DAY)


@world(19)
def too_late_to_say_yes(make: Make) -> World:
    return a_round(make).world(ORDER_UNTIL + DAY)


@world(20)
def price_expired(make: Make) -> World:
    one = agreed(make, sheets={"B": sheet_for("B", validity_days=20)})
    assert one.order.quote.valid_until is not None
    return one.world(one.order.quote.valid_until + DAY)


@world(18)
def not_fit_now(make: Make) -> World:
    return told_not_to_fit(make, a_round(make).world())


@world(18)
def not_fit_nowagreed(make: Make) -> World:
    return told_not_to_fit(make, agreed(make).world())


def _full(make: Make) -> Round:
    """H2 has the only place; H1 and H3 could order."""
    one = agreed(make, "H1", "H2", "H3")
    one.example.lot.max_homes = 1
    place(make, one.orders["H2"])
    return one


@world(23)
def full(make: Make) -> World:
    return _full(make).world()


@world(22)
def waiting(make: Make) -> World:
    one = _full(make)
    ordering.wait_for_place(make.session, one.order, by=By(one.order.person_id))
    return one.world()


@world(21)
def place_free(make: Make) -> World:
    one = _full(make)
    ordering.wait_for_place(make.session, one.order, by=By(one.order.person_id))
    withdrawing.withdraw(make.session, one.orders["H2"], by=By(one.orders["H2"].person_id))
    return one.world()


@world(17)
def awaiting(make: Make) -> World:
    return signed(make, co_owner=OTHER).world()


@world(16)
def co_owner_late(make: Make) -> World:
    return signed(make, co_owner=OTHER).world(ORDER_UNTIL + DAY)


@world(14)
def ordered_free(make: Make) -> World:
    return signed(make).world()


@world(15)
def ordered(make: Make) -> World:
    one = signed(make)
    assert one.order.withdraw_until is not None
    return one.world(one.order.withdraw_until + DAY)


@world(14)
def ordered_by_two(make: Make) -> World:
    one = signed(make, co_owner=OTHER)
    signer = one.order.co_owners[0].person_id
    ordering.co_sign(make.session, one.order, person_id=signer, by=By(signer))
    return one.world()


@world(13)
def needs_a_loan(make: Make) -> World:
    return signed(make, needs_loan=True).world(who="household")


@world(13)
def needs_the_meeting(make: Make) -> World:
    one = agreed(make)
    one.order.subscription.case.owner_kind = "co_ownership"
    place(make, one.order)
    return one.world(who="household")


def _needs_a_permit(make: Make, who: str, **signing: Any) -> World:
    one = agreed(make)
    screened(make, one.order.subscription, PERMIT)
    place(make, one.order, **signing)
    return one.world(who=who)


case(13, "needs_a_permit", _needs_a_permit, "advisor")
case(13, "needs_a_permit_and_a_loan", _needs_a_permit, "household", needs_loan=True)


@world(12)
def freeze_late(make: Make) -> World:
    return signed(make).world(FREEZE_ON + DAY)


def _signed_not_fit(make: Make, **signing: Any) -> World:
    one = signed(make, **signing)
    screened(make, one.order.subscription, PROTECTED)
    return one.world()


case(11, "signed_not_fit", _signed_not_fit)
case(11, "awaiting_not_fit", _signed_not_fit, co_owner=OTHER)


def _without_a_loan(make: Make, day: date, **signing: Any) -> World:
    """The lender said no on this day; the household answers before the freeze."""
    one = signed(make, needs_loan=True, **signing)
    with clock.frozen_at(at(day)):
        funding.no_loan(make.session, one.order, by=TICK)
    return one.world(day)


case(61, "own_money", _without_a_loan, FREEZE_ON - 3 * DAY)
case(61, "own_money_of_two", _without_a_loan, TODAY, co_owner=OTHER)
