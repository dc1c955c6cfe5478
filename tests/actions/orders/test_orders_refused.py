"""What cannot be measured, asked or opened is said in words, and the order stays as it was."""

import pytest

from renogroep.base.errors import Refused
from renogroep.base.units import Quantity
from renogroep.identity.actions.people import Contact
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from renogroep.orders.actions import co_owners, ordering, surveying, waves
from renogroep.orders.actions.co_owners import CoOwnerAsked
from renogroep.orders.rules.lifecycle import OrderState
from tests.support.make_orders import open_wave, place, ready_to_order
from tests.support.make_orders import surveyed as measured_homes

MIA = CoOwnerAsked("Mia Peeters", Contact("email", "mia@example.org"))
JAN = CoOwnerAsked("Jan Peeters", Contact("email", "jan@example.org"))
QUANTITIES = {number: Quantity.of(60) for number in ("01.01", "01.02", "01.03")}


def refused(code):
    return pytest.raises(Refused, match=f"^{code}:".replace(".", r"\."))


@pytest.fixture
def order(make):
    """A home that may be measured."""
    _, orders = open_wave(make, ready_to_order(make))
    ordering.say_provisional_yes(make.session, orders["H1"], by=By(orders["H1"].person_id))
    return orders["H1"]


def without(number):
    return {key: value for key, value in QUANTITIES.items() if key != number}


@pytest.mark.parametrize(
    ("quantities", "code", "size", "why"),
    [
        (QUANTITIES, "", 1, None),
        (QUANTITIES, "R1", 2, None),
        (QUANTITIES, "R1", 1, None),
        (QUANTITIES, "", 2, "survey.run"),
        (QUANTITIES, "R1", 0, "survey.run"),
        (without("01.02"), "", 1, "survey.no_quantity"),
    ],
)
def test_a_survey_is_whole(make, order, quantities, code, size, why):
    values = {"quantities": quantities, "run_code": code, "run_size": size}
    by = By(make.member(Role.ADVISOR).id)
    if why is None:
        surveying.measure(make.session, order, **values, by=by)
        assert order.state == OrderState.PROVISIONAL
        return
    with refused(why):
        surveying.measure(make.session, order, **values, by=by)
    assert order.advisor_agreed_at is None


@pytest.mark.parametrize(
    ("length", "why"), [(0, "survey.no_words"), (1, None), (500, None), (501, "survey.long_words")]
)
def test_what_was_seen_is_written_and_can_be_read(make, order, length, why):
    surveying.measure(
        make.session,
        order,
        quantities=QUANTITIES,
        run_code="",
        run_size=1,
        by=By(make.member(Role.ADVISOR).id),
    )
    words, by = "x" * length, By(make.person().id)
    if why is None:
        surveying.dispute(make.session, order, words=words, by=by)
        assert order.survey_note == words
        return
    with refused(why):
        surveying.dispute(make.session, order, words=words, by=by)


def test_one_owner_is_not_asked_twice(make):
    _, _, orders = measured_homes(make)
    order = orders["H1"]
    place(make, order, co_owner=MIA)
    jan = co_owners.add_co_owner(make.session, order, JAN)
    with refused("order.known_co_owner"):
        co_owners.change_co_owner(make.session, order, jan.person_id, MIA, by=By(order.person_id))


def test_a_round_needs_somebody_who_can_order(make):
    example = ready_to_order(make)
    for home in example.homes.values():
        home.state = "withdrawn"
    make.session.flush()
    with refused("wave.nobody"):
        open_wave(make, example)


@pytest.mark.parametrize("state", ["ordering", "frozen", "lapsed"])
def test_homes_come_into_a_round_that_is_open(make, state):
    wave, _ = open_wave(make, ready_to_order(make))
    wave.state = state
    if state == "ordering":
        assert waves.invite_more(make.session, wave, by=TICK) == 0
        return
    with refused("wave.closed"):
        waves.invite_more(make.session, wave, by=TICK)
