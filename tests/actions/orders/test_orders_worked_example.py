"""The worked example of the money model, through the actions: to the cent, and nobody's neighbour pays."""

import pytest

from renogroep.base import clock
from renogroep.base.money import Money
from renogroep.infra.acts import TICK, By
from renogroep.orders.actions import freezing, withdrawing
from renogroep.orders.queries import cards, offers
from renogroep.orders.rules.lifecycle import OrderState, WaveState
from tests.support.make_orders import (
    FREEZE_ON,
    at,
    open_wave,
    ordered,
    ready_to_order,
    survey,
)

CEILINGS = {
    "H1": "8768.00",
    "H2": "8080.00",
    "H3": "10086.00",
    "H4": "8516.00",
    "H5": "9272.00",
    "H6": "7702.00",
    "H7": "10774.00",
    "H8": "9020.00",
    "H9": "9582.00",
    "H10": "11764.00",
}
# final excl. VAT, invoice incl. VAT, premium, own share
FINALS = {
    "H1": ("8576.58", "9091.17", "4288.29", "4802.88"),
    "H2": ("7888.57", "8361.88", "0", "8361.88"),
    "H3": ("9894.57", "10488.24", "3463.10", "7025.14"),
    "H5": ("9200.57", "9752.60", "4600.29", "5152.31"),
    "H7": ("10702.57", "11344.72", "3500.00", "7844.72"),
    "H8": ("9020.00", "9561.20", "0", "9561.20"),
    "H10": ("11692.57", "14148.01", "0", "14148.01"),
}
LEAVING = ("H4", "H6", "H9")


@pytest.fixture
def wave_of_ten(make):
    """Ten homes ordered from B."""
    example = ready_to_order(make)
    wave, orders = ordered(make, example)
    return example, wave, orders


def test_every_home_orders_at_its_own_ceiling(wave_of_ten):
    _, _, orders = wave_of_ten
    assert {name: o.ceiling for name, o in orders.items()} == {
        name: Money.euros(amount) for name, amount in CEILINGS.items()
    }
    assert {o.state for o in orders.values()} == {OrderState.ORDERED}


def expected(make, orders):
    """What the card of each home calls expected now."""
    found = {}
    for name, order in orders.items():
        offer = offers.offer_of(make.session, order.quote)
        card = cards.card_of(make.session, order, offer, clock.today())
        found[name] = card.line("order").expected
    return found


def test_at_ten_the_expected_prices_are_those_of_the_second_band(make, wave_of_ten):
    _, _, orders = wave_of_ten
    now = expected(make, orders)
    assert now["H1"] == Money.euros("8148.00")
    assert now["H8"] == Money.euros("8572.00")
    assert now["H10"] == Money.euros("11244.00")


def test_who_leaves_moves_the_neighbours_between_expected_and_ceiling_and_no_further(
    make, wave_of_ten
):
    _, _, orders = wave_of_ten
    stay = {name: o for name, o in orders.items() if name not in LEAVING}
    before = {o.id: (o.version, o.ceiling, o.state) for o in stay.values()}
    for name in LEAVING:
        withdrawing.withdraw(make.session, orders[name], by=By(orders[name].person_id))
    make.session.flush()
    make.session.expire_all()
    assert {o.id: (o.version, o.ceiling, o.state) for o in stay.values()} == before
    # The card says at once what the freeze will say when nobody else moves.
    assert expected(make, stay) == {name: Money.euros(row[0]) for name, row in FINALS.items()}


def test_who_only_has_a_price_makes_no_price_lower(make):
    example = ready_to_order(make)
    _, orders = open_wave(make, example)
    survey(make, orders["H1"], "H1", example)
    offer = offers.offer_of(make.session, example.quotes["B"])
    assert offers.expected_price(make.session, orders["H1"], offer) == orders["H1"].ceiling
    counted = offers.expected_of(make.session, orders["H1"], offer)
    assert (counted.ordered, counted.yes, counted.priced) == (0, 1, 9)


def test_seven_remain_and_the_prices_are_final(make, wave_of_ten):
    _, wave, orders = wave_of_ten
    for name in LEAVING:
        withdrawing.withdraw(make.session, orders[name], by=By(orders[name].person_id))
    with clock.frozen_at(at(FREEZE_ON)):
        freezing.freeze(make.session, wave, by=TICK)
        assert wave.state == WaveState.FROZEN
        assert wave.firms[0].n == 7
        for name, (final, invoice, premium, own) in FINALS.items():
            order = orders[name]
            assert order.final == Money.euros(final), name
            offer = offers.offer_of(make.session, order.quote)
            card = cards.card_of(make.session, order, offer, clock.today())
            assert card.line("bank").amount == Money.euros(invoice), name
            assert (card.line("premium").amount or Money(0)) == Money.euros(premium), name
            assert card.line("own_share").amount == Money.euros(own), name
    borne = {name: o.borne_by_contractor for name, o in orders.items() if o.final}
    assert borne.pop("H8") == Money.euros("288.57")
    assert set(borne.values()) == {Money(0)}


def test_freezing_twice_is_once(make, wave_of_ten):
    _, wave, orders = wave_of_ten
    with clock.frozen_at(at(FREEZE_ON)):
        freezing.freeze(make.session, wave, by=TICK)
        make.session.flush()
        before = {o.id: (o.version, o.final) for o in orders.values()}
        freezing.freeze(make.session, wave, by=TICK)
        make.session.flush()
    assert {o.id: (o.version, o.final) for o in orders.values()} == before
