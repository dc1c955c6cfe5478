"""What is the home used for: one question before an order, on a phone without JavaScript."""

import pytest
from playwright.sync_api import expect

from renogroep.identity.actions.keys import make_link
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from renogroep.infra.db import session
from renogroep.orders.models import Order
from tests.browser import steps_resident
from tests.browser.steps import button, choose, door, heading, open_link, said
from tests.browser.steps_lead import open_part
from tests.support.make_orders import surveyed
from tests.support.words import nl

NARROWEST = 320


@pytest.fixture
def household(given):
    """(the order, its case, the link of the household) of a home that nobody asked about."""
    with given() as make:
        _, _, orders = surveyed(make)
        order = orders["H1"]
        order.subscription.case.dwelling.use = None
        make.member(Role.ADVISOR, email="advisor@testgem.example")
        token = make_link(make.session, person=order.person, purpose="my_home", by=TICK)
        return order.id, order.subscription.case_id, f"/l/{token}"


def test_a_household_answers_and_then_signs(app, person, household):
    order_id, _, own = household
    page = person(phone=True, javascript=False)
    open_link(page, own)
    page.goto("/mijn-woning")
    door(page, "/bestellen")
    expect(page.get_by_role("heading", name=nl("One question first"))).to_be_visible()
    button(page, "Keep this and go on to the order")
    said(page, nl("Choose what the home is used for."))
    page.set_viewport_size({"width": NARROWEST, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST
    choose(page, "Mostly for a business")
    button(page, "Keep this and go on to the order")
    said(page, "21 %")
    page.get_by_text(nl("Is that not right?")).click()
    steps_resident.say_use(page)
    said(page, nl("Only to live in"))
    steps_resident.order(page)
    with app.app_context():
        order = session().get_one(Order, order_id)
        assert order.state == "ordered"
        reference = order.reference
    heading(page, "Order %(reference)s", reference=reference)


def test_an_advisor_notes_it_on_the_case(app, staff, household):
    order_id, case_id, _ = household
    page = staff("advisor")
    page.goto(f"/dossiers/{case_id}")
    open_part(page, "home")
    field = page.get_by_label(nl("Is the home used only to live in, or also for a business?"))
    field.select_option(label=nl("Mostly to live in, partly for a business"))
    page.locator("#part-home").get_by_role("button", name=nl("Save"), exact=True).click()
    said(page, nl("The home is changed."))
    with app.app_context():
        order = session().get_one(Order, order_id)
        assert order.subscription.case.dwelling.use == "mostly_home"
