"""Group mode: every household orders at its own contractor, with that contractor's own minimum."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.base.errors import Refused
from renogroep.base.money import Money
from renogroep.financing.actions import seed_rules
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from renogroep.infra.outbox import OutboxMessage
from renogroep.orders.actions import freezing, ordering, surveying, withdrawing
from renogroep.orders.actions.next_choice import choose_again
from renogroep.orders.models import Order
from renogroep.orders.queries import cards, next_choice, offers
from renogroep.orders.queries.offers import agreed_quantities
from renogroep.orders.rules.lifecycle import OrderState
from renogroep.quotes.actions import choosing
from renogroep.quotes.models import Assignment, ChoiceRun
from renogroep.quotes.queries import opened
from tests.support.make import NOW
from tests.support.make_orders import FREEZE_ON, at, firm_of, open_wave, place
from tests.support.make_quotes import preferences, worked_example

CHOSEN = {"A": ("H1", "H2", "H3", "H4", "H8", "H9"), "B": ("H5", "H6", "H7", "H10")}


def chosen(make):
    """The households chose; H9 and H10 got their second choice and H10 did not say yes yet."""
    example = worked_example(make, mode="group_quotes")
    seed_rules(make.session, make.home.id, by=TICK)
    owner = {"municipality_id": example.lot.municipality_id}
    run = make._add(
        ChoiceRun(
            **owner,
            request_id=example.request.id,
            at=NOW,
            by_id=make.member(Role.LEAD).id,
            steps=[],
        )
    )
    for firm, homes in CHOSEN.items():
        for home in homes:
            second = home in ("H9", "H10")
            make._add(
                Assignment(
                    **owner,
                    run_id=run.id,
                    subscription_id=example.homes[home].id,
                    quote_id=example.quotes[firm].id,
                    place=2 if second else 1,
                    yes_at=NOW if home == "H9" else None,
                )
            )
    example.lot.state = "ordering"
    make.session.flush()
    return example


def say_yes(make, example, order, firm):
    """Everything from the provisional yes to the order, on the quantities of the request."""
    ordering.say_provisional_yes(make.session, order, by=TICK)
    surveying.measure(
        make.session,
        order,
        quantities=dict(agreed_quantities(order)),
        run_code=order.run_code,
        run_size=order.run_size,
        by=By(make.member(Role.ADVISOR).id),
    )
    surveying.agree(make.session, order, by=By(example.contractors[firm].id))
    place(make, order)


def test_a_second_choice_is_no_order_before_its_yes(make):
    example = chosen(make)
    _, orders = open_wave(make, example)
    assert set(orders) == {f"H{n}" for n in range(1, 10)}
    # H1 at A: 60 x 131 + 6 x 60 + 840/2 + 4,200/6, a ceiling at A's own minimum
    assert orders["H1"].ceiling == Money.euros("9340.00")
    assert orders["H8"].run_size == 2  # H9 shares its scaffold at A


def test_final_prices_per_contractor_at_its_own_minimum(make):
    example = chosen(make)
    late = make.session.scalars(select(Assignment).where(Assignment.place == 2)).all()
    for row in late:
        row.yes_at = NOW
    make.session.flush()
    wave, orders = open_wave(make, example)
    for firm, homes in CHOSEN.items():
        for home in homes:
            say_yes(make, example, orders[home], firm)
    with clock.frozen_at(at(FREEZE_ON)):
        freezing.freeze(make.session, wave, by=TICK)
        for home, final, own in (("H1", "9130.00", "5112.80"), ("H5", "9402.00", "5265.12")):
            order = orders[home]
            offer = offers.offer_of(make.session, order.quote)
            card = cards.card_of(make.session, order, offer, clock.today())
            assert order.final == Money.euros(final)
            assert card.line("own_share").amount == Money.euros(own)
    assert {row.n for row in wave.firms} == {6, 4}


def test_one_contractor_may_fall_below_its_minimum_while_the_other_goes_on(make):
    example = chosen(make)
    wave, orders = open_wave(make, example)
    for home in CHOSEN["A"]:
        say_yes(make, example, orders[home], "A")
    for home in ("H5", "H6", "H7"):  # B comes from four homes on
        say_yes(make, example, orders[home], "B")
    with clock.frozen_at(at(FREEZE_ON)):
        freezing.freeze(make.session, wave, by=TICK)
        freezing.keep_minimum(make.session, firm_of(wave, example.quotes["B"]), by=TICK)
    states = {
        row.state
        for row in make.session.scalars(
            select(Order).where(Order.quote_id == example.quotes["B"].id)
        )
    }
    assert states == {OrderState.LAPSED}
    assert orders["H1"].state == OrderState.FROZEN
    assert wave.state == "frozen"


@pytest.fixture
def left_by_a(make):
    """All ordered; H9 withdrew, so A has five and says at the freeze that it does not come."""
    example = chosen(make)
    preferences(make, example)
    for row in make.session.scalars(select(Assignment).where(Assignment.place == 2)):
        row.yes_at = NOW
    make.session.flush()
    wave, orders = open_wave(make, example)
    for firm, homes in CHOSEN.items():
        for home in homes:
            say_yes(make, example, orders[home], firm)
    withdrawing.withdraw(make.session, orders["H9"], by=TICK)
    example.homes["H9"].state = "withdrawn"
    with clock.frozen_at(at(FREEZE_ON)):
        freezing.freeze(make.session, wave, by=TICK)
        return example, wave, orders


def ends(make, example):
    """{home: (contractor, does it still have to say yes?)}"""
    found = {}
    for home, subscription in example.homes.items():
        row = opened.assignment_of(make.session, subscription, example.lot)
        if row is not None and row.quote is not None:
            found[home] = (row.quote.organisation.name, row.yes_by is not None and not row.yes_at)
    return found


def test_homes_of_a_contractor_that_does_not_come_get_their_next_choice(make, left_by_a):
    """MONEY: "If H9 withdraws before the freeze": A's homes had B second, with a new yes."""
    example, wave, orders = left_by_a
    lead = make.member(Role.LEAD).id
    with clock.frozen_at(at(FREEZE_ON)):
        with pytest.raises(Refused, match="next_choice.waits"):
            choose_again(make.session, example.lot, by=By(lead))
        freezing.keep_minimum(make.session, firm_of(wave, example.quotes["A"]), by=TICK)
        assert next_choice.homes_left(make.session, example.lot) == 5
        assert choose_again(make.session, example.lot, by=By(lead)) == 5
    moved = {"H1", "H2", "H3", "H4", "H8"}
    assert ends(make, example) == {
        **dict.fromkeys(moved, ("B", True)),
        **dict.fromkeys(("H5", "H6", "H7", "H10"), ("B", False)),
    }
    assert next_choice.homes_left(make.session, example.lot) == 0
    asked = make.session.scalars(
        select(OutboxMessage.person_id).where(OutboxMessage.key.like("quotes_choice_new_yes:%"))
    )
    assert set(asked) == {example.homes[home].person_id for home in moved}
    assert {orders[home].state for home in ("H5", "H10")} == {OrderState.FROZEN}


def test_only_who_says_yes_again_comes_into_the_next_round(make, left_by_a):
    example, wave, _ = left_by_a
    with clock.frozen_at(at(FREEZE_ON)):
        freezing.keep_minimum(make.session, firm_of(wave, example.quotes["A"]), by=TICK)
        choose_again(make.session, example.lot, by=By(make.member(Role.LEAD).id))
        for home in ("H1", "H2"):
            row = opened.assignment_of(make.session, example.homes[home], example.lot)
            choosing.accept(
                make.session,
                row,
                by=By(example.homes[home].person_id, seen=row.mark),
            )
        dates = {
            "order_until": FREEZE_ON + timedelta(days=30),
            "freeze_on": FREEZE_ON + timedelta(days=60),
        }
        _, orders = open_wave(make, example, **dates)
    assert {name: order.quote.organisation.name for name, order in orders.items()} == {
        "H1": "B",
        "H2": "B",
    }


def test_while_a_round_is_open_nobody_moves(make):
    example = chosen(make)
    open_wave(make, example)
    with pytest.raises(Refused, match="next_choice.open"):
        choose_again(make.session, example.lot, by=By(make.member(Role.LEAD).id))


def test_when_every_contractor_comes_nobody_moves(make):
    example = chosen(make)
    with pytest.raises(Refused, match="next_choice.none"):
        choose_again(make.session, example.lot, by=By(make.member(Role.LEAD).id))
