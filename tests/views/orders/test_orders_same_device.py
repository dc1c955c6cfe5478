"""A couple shares a phone: what the pages say, and where a signature counts."""

import re

import pytest
from sqlalchemy import select

from renogroep.identity.actions.keys import make_link
from renogroep.identity.models import Person
from renogroep.infra import db
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from renogroep.infra.outbox import OutboxMessage
from renogroep.orders.models import CoOwner, Order
from tests.support.html import form_values
from tests.support.make_orders import surveyed

WITH_MIA = {
    "needs_loan": "no", "has_co_owner": "yes", "agree": "y",
    "co_name": "Mia Peeters", "co_way": "email", "co_value": "mia@example.org",
}  # fmt: skip


@pytest.fixture
def phone(app, given, client):
    """(a phone on which the household ordered and is still signed in, the order's id, Mia's link)"""
    with given() as make:
        _, _, orders = surveyed(make)
        order_id = orders["H1"].id
        person = make.session.get_one(Person, orders["H1"].person_id)
        person.name = "An Peeters"
        own = make_link(make.session, person=person, purpose="my_home", by=TICK)
    client.get(f"/l/{own}")
    url = f"/mijn-woning/bestelling/{order_id}/bestellen"
    client.send(url, {**form_values(client.page(url).select_one("main form")), **WITH_MIA})
    with app.app_context():
        query = select(OutboxMessage.body).where(OutboxMessage.key.like("orders_co_sign:%"))
        mail = db.session().scalars(query).one()
    return client, order_id, re.search(r"/l/\S+", mail).group()


def signature(app):
    with app.app_context():
        row = db.session().scalars(select(CoOwner)).one()
        return row.signed_at is not None, row.same_device


def sign(client, order_id):
    page = f"/mede-eigenaar/{order_id}"
    form = client.page(page).select_one("main form:has([name=agree])")
    client.send(page, {**form_values(form), "agree": "y"})


def test_the_households_session_does_not_become_the_other_owners_by_itself(app, phone):
    client, order_id, link = phone
    assert client.page(link).heading == "U bent An Peeters. Bent u Mia Peeters?"
    client.page(f"/mijn-woning/bestelling/{order_id}", follow_redirects=True)


def test_a_switched_session_reads_the_order_and_cannot_sign(app, given, phone):
    client, order_id, link = phone
    client.post(link)
    page = client.page(f"/mede-eigenaar/{order_id}")
    assert page.says("Teken op uw eigen toestel, of op papier")
    assert not page.select_one("[name=agree]")
    assert page.select_one("main form[action='/afmelden']")
    with app.app_context():
        version = db.session().get_one(Order, order_id).version
    typed = {"version": version, "agree": "y"}
    refused = client.send(f"/mede-eigenaar/{order_id}", typed, status=422)
    assert refused.says("Meld u eerst af")
    assert signature(app) == (False, False)
    client.get(link)  # the same person again: still the same session
    client.send(f"/mede-eigenaar/{order_id}", typed, status=422)


def test_after_signing_out_the_same_device_counts_and_is_marked(app, phone, client_as):
    client, order_id, link = phone
    client.post("/afmelden")
    client.get(link)
    sign(client, order_id)
    assert signature(app) == (True, True)
    assert client_as(Role.ADVISOR).page(f"/bestellingen/{order_id}").says("zelfde toestel")
    assert client.page(f"/mijn-woning/bestelling/{order_id}/document").says("zelfde toestel")


def test_an_own_device_is_not_marked(app, phone, client_of, client_as):
    _, order_id, link = phone
    own = client_of(0)
    own.get(link)
    sign(own, order_id)
    assert signature(app) == (True, False)
    assert not client_as(Role.ADVISOR).page(f"/bestellingen/{order_id}").says("zelfde toestel")


def test_the_household_itself_reads_how_the_other_owner_signs(phone):
    client, order_id, _ = phone
    page = client.page(f"/mede-eigenaar/{order_id}", status=403)
    assert page.says("op een eigen toestel, of op papier")


def test_privacy_names_the_number_of_a_device(client, phone):
    assert client.page("/privacy").says("willekeurig nummer")
