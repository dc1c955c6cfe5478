"""The resident's later steps with the keyboard alone: choose a contractor, order, take it back."""

import pytest
from sqlalchemy import select

from renogroep.identity.actions.keys import make_link
from renogroep.infra.acts import TICK
from renogroep.infra.db import session
from renogroep.orders.models import Order
from renogroep.quotes.actions import choosing
from renogroep.quotes.models import Preference, Quote
from tests.browser.keyboard import choose, pick, press
from tests.browser.steps import heading, open_link, said
from tests.support.make_orders import open_wave, ready_to_order, surveyed
from tests.support.make_quotes import worked_example
from tests.support.words import nl


def link_of(make, person):
    token = make_link(make.session, person=person, purpose="my_home", by=TICK)
    return f"/l/{token}"


@pytest.fixture
def chooser(given, person):
    """A household of a group whose three quotes are open."""
    with given() as make:
        example = worked_example(make)
        choosing.start_choosing(make.session, example.lot, by=TICK)
        address = link_of(make, example.homes["H1"].person)
    page = person()
    open_link(page, address)
    return page


def test_a_household_ranks_contractors(chooser, app):
    page = chooser
    press(page, "A:", nl("Compare and choose"))
    heading(page, "Quotes for your home")
    pick(page, "choice_1", "B")
    pick(page, "choice_2", "A")
    press(page, "BUTTON", nl("Keep my choice"))
    with app.app_context():
        chosen = session().scalars(select(Preference)).one().quote_ids
        assert [session().get_one(Quote, key).organisation.name for key in chosen] == ["B", "A"]


def test_a_household_says_yes_to_a_survey(given, person, app):
    with given() as make:
        example = ready_to_order(make)
        _, orders = open_wave(make, example)
        key, address = orders["H1"].id, link_of(make, orders["H1"].person)
    page = person()
    open_link(page, address)
    press(page, "A:", nl("See what it costs you"))
    heading(page, "What it costs you")
    page.goto("/mijn-woning")
    press(page, "BUTTON", nl("Yes, come and measure (free)"))
    with app.app_context():
        assert session().get_one(Order, key).state == "provisional"


def test_a_household_orders_and_takes_it_back(given, person, app):
    with given() as make:
        _, _, orders = surveyed(make)
        key, address = orders["H1"].id, link_of(make, orders["H1"].person)
    page = person()
    open_link(page, address)
    press(page, "A:", nl("Look at the order and decide"))
    choose(page, nl("No, I pay it myself"))
    choose(page, nl("No, I own it alone"))
    choose(page, nl("I have read this and I order. I know that this order binds me to pay."))
    press(page, "BUTTON", nl("Order, and bind me to pay"))
    with app.app_context():
        assert session().get_one(Order, key).state == "ordered"
    page.goto("/mijn-woning")
    press(page, "A:", nl("Read your order"))
    press(page, "A:", nl("Withdraw this order"))
    press(page, "BUTTON", nl("Yes, I stop"))
    said(page, nl("You left these works. You pay nothing."))
    with app.app_context():
        assert session().get_one(Order, key).state == "withdrawn"
