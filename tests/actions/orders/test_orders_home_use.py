"""A shop pays 21 % and gets no premium, and nobody orders before it was said what the home is for."""

import pytest

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.money import Money
from renogroep.infra.acts import TICK, By
from renogroep.orders.actions import freezing, ordering, tickets
from renogroep.orders.queries.cards import card_of, vat_of
from renogroep.orders.queries.now import acts_of
from renogroep.orders.queries.offers import offer_of
from renogroep.orders.rules.signing import Signing
from renogroep.owners.actions.home_use import tell_use
from tests.support.make import TODAY
from tests.support.make_orders import (
    FREEZE_ON,
    at,
    open_wave,
    place,
    ready_to_order,
    survey,
    surveyed,
)

SEVEN = ("H1", "H2", "H3", "H5", "H7", "H8", "H10")


def amounts(make, order, day):
    """Bank, premium and own share, as the card says them on a day."""
    card = card_of(make.session, order, offer_of(make.session, order.quote), day)
    return tuple(card.line(key).amount for key in ("bank", "premium", "own_share"))


def euros(*texts):
    return tuple(Money.euros(text) for text in texts)


def frozen(make, **use):
    """The worked example of the household account: seven homes signed, each for its use, and froze."""
    example = ready_to_order(make)
    wave, orders = open_wave(make, example)
    for name in SEVEN:
        survey(make, orders[name], name, example)
        orders[name].subscription.case.dwelling.use = use.get(name, "home")
        place(make, orders[name])
    with clock.frozen_at(at(FREEZE_ON)):
        freezing.freeze(make.session, wave, by=TICK)
    return orders


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        (None, ("10488.24", "3463.10", "7025.14")),
        ("home", ("10488.24", "3463.10", "7025.14")),
        ("mostly_home", ("10488.24", "3463.10", "7025.14")),
        ("mostly_business", ("11972.43", "0.00", "11972.43")),
    ],
)
def test_a_shop_pays_21_percent_and_gets_no_premium(make, use, expected):
    order = frozen(make, H3=use or "home")["H3"]
    order.subscription.case.dwelling.use = use  # None: of before anybody asked
    assert amounts(make, order, FREEZE_ON) == euros(*expected)


@pytest.mark.parametrize(
    ("letting", "expected"),
    [
        (None, ("9561.20", "0.00", "9561.20")),
        ("private", ("9561.20", "0.00", "9561.20")),
        ("social", ("9561.20", "4510.00", "5051.20")),
    ],
)
def test_a_landlord_through_a_woonmaatschappij_gets_a_premium(make, letting, expected):
    order = frozen(make)["H8"]
    order.subscription.case.letting = letting
    assert amounts(make, order, FREEZE_ON) == euros(*expected)


def test_an_order_to_sign_says_the_vat_of_its_use(make):
    _, _, orders = surveyed(make)
    order = orders["H1"]
    assert vat_of(make.session, order, TODAY).percent == 6
    tell_use(make.session, order.subscription.case, use="mostly_business", by=TICK)
    assert vat_of(make.session, order, TODAY).percent == 21
    place(make, order)
    assert (order.vat_percent, order.premium) == (21, Money(0))


def test_a_provisional_yes_never_asks_it_and_an_order_does(make):
    example = ready_to_order(make)
    _, orders = open_wave(make, example)
    order = orders["H1"]
    order.subscription.case.dwelling.use = None
    survey(make, order, "H1", example)  # with the provisional yes
    assert "order" in acts_of(make.session, order, TODAY)  # the button leads to the question
    for way in (ordering.place_order, tickets.look, tickets.press):
        with pytest.raises(Refused, match=r"^order\.use_unknown:"):
            way(make.session, order, Signing(), by=By(order.person_id))
    assert order.state == "surveyed"
    tell_use(make.session, order.subscription.case, use="home", by=By(order.person_id))
    place(make, order)
    assert order.state == "ordered"
