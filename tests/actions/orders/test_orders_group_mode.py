"""Group mode: every household orders at its own contractor, with that contractor's own minimum."""

from sqlalchemy import select

from renogroep.base import clock
from renogroep.base.money import Money
from renogroep.financing.actions import seed_rules
from renogroep.infra.access import Role
from renogroep.orders.actions import freezing, ordering, surveying
from renogroep.orders.models import Order
from renogroep.orders.queries import cards, offers
from renogroep.orders.queries.offers import agreed_quantities
from renogroep.orders.rules.lifecycle import OrderState
from renogroep.quotes.models import Assignment, ChoiceRun
from tests.support.make import NOW
from tests.support.make_orders import FREEZE_ON, at, open_wave, place
from tests.support.make_quotes import worked_example

CHOSEN = {"A": ("H1", "H2", "H3", "H4", "H8", "H9"), "B": ("H5", "H6", "H7", "H10")}


def chosen(make):
    """The households chose; H9 and H10 got their second choice and H10 did not say yes yet."""
    example = worked_example(make, mode="group_quotes")
    seed_rules(make.session, make.home.id, actor_id=None)
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
    ordering.say_provisional_yes(make.session, order, actor_id=None)
    surveying.measure(
        make.session,
        order,
        quantities=dict(agreed_quantities(order)),
        run_code=order.run_code,
        run_size=order.run_size,
        actor_id=make.member(Role.ADVISOR).id,
    )
    surveying.agree(make.session, order, actor_id=example.contractors[firm].id)
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
        freezing.freeze(make.session, wave, actor_id=None)
        for home, final, own in (("H1", "9130.00", "5112.80"), ("H5", "9402.00", "5265.12")):
            order = orders[home]
            offer = offers.offer_of(make.session, order.quote)
            card = cards.card_of(make.session, order, offer, clock.today())
            assert order.final == Money.euros(final)
            assert card.line("own_share").amount == Money.euros(own)
    assert {entry["n"] for entry in wave.outcome} == {6, 4}


def test_one_contractor_may_fall_below_its_minimum_while_the_other_goes_on(make):
    example = chosen(make)
    wave, orders = open_wave(make, example)
    for home in CHOSEN["A"]:
        say_yes(make, example, orders[home], "A")
    for home in ("H5", "H6", "H7"):  # B comes from four homes on
        say_yes(make, example, orders[home], "B")
    with clock.frozen_at(at(FREEZE_ON)):
        freezing.freeze(make.session, wave, actor_id=None)
        freezing.keep_minimum(make.session, wave, example.quotes["B"], actor_id=None)
    states = {
        row.state
        for row in make.session.scalars(
            select(Order).where(Order.quote_id == example.quotes["B"].id)
        )
    }
    assert states == {OrderState.LAPSED}
    assert orders["H1"].state == OrderState.FROZEN
    assert wave.state == "frozen"
