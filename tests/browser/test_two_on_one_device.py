"""A couple with one phone, without JavaScript: who is here is asked, and nobody signs for two."""

import pytest
from playwright.sync_api import Page, expect

from renogroep.identity.actions.keys import make_link
from renogroep.identity.actions.people import Contact
from renogroep.infra.acts import TICK
from renogroep.infra.db import session
from renogroep.orders.actions.co_owners import CoOwnerAsked
from renogroep.orders.models import Order
from tests.browser.steps import button, choose, fill, heading, link, open_link, said
from tests.support.make_orders import surveyed
from tests.support.words import nl

MIA = CoOwnerAsked("Mia Peeters", Contact("email", "mia@example.org"))
AGREE = "I have read this and I agree as owner. I know that this order binds us to pay."


@pytest.fixture
def household(given):
    """(the order, the link of the household) of a home that may order."""
    with given() as make:
        _, _, orders = surveyed(make)
        order = orders["H1"]
        order.person.name = "An Peeters"
        token = make_link(make.session, person=order.person, purpose="my_home", by=TICK)
        return order.id, f"/l/{token}"


def order_with_mia(page: Page, order_id: int) -> None:
    page.goto(f"/mijn-woning/bestelling/{order_id}/bestellen")
    choose(page, "No, I pay it myself")
    page.locator("[name=has_co_owner][value=yes]").check()
    fill(page, "Name of the other owner", MIA.name)
    choose(page, "By e-mail")
    fill(
        page, "E-mail address, phone number or postal address of the other owner", "mia@example.org"
    )
    choose(page, "I have read this and I order. I know that this order binds me to pay.")
    button(page, "Order, and bind me to pay")


def test_two_people_on_one_phone(given, person, household, app):
    order_id, own = household
    page = person(phone=True, javascript=False)
    open_link(page, own)
    order_with_mia(page, order_id)
    with given() as make:
        mia = make.session.get_one(Order, order_id).co_owners[0].person
        token = make_link(make.session, person=mia, purpose="co_sign", subject_id=order_id, by=TICK)
    hers = f"/l/{token}"

    page.goto(hers)
    heading(page, "You are %(a)s. Are you %(b)s?", a="An Peeters", b="Mia Peeters")
    link(page, "No, stay")
    heading(page, "My home")

    page.goto(hers)
    button(page, "Yes, I am %(b)s", b="Mia Peeters")
    heading(page, "Do you agree with this order?")
    said(page, "Teken op uw eigen toestel, of op papier")
    expect(page.get_by_label(nl(AGREE), exact=True)).to_have_count(0)

    page.get_by_role("main").get_by_role("button", name=nl("Sign out"), exact=True).click()
    open_link(page, hers)
    choose(page, AGREE)
    button(page, "Sign")
    said(page, nl("same device"))
    with app.app_context():
        order = session().get_one(Order, order_id)
        assert order.state == "ordered"
        assert [row.same_device for row in order.co_owners] == [True]
