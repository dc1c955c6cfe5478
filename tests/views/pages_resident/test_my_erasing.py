"""A resident reads what goes and what stays, and deletes it with a tick and a code."""

import re

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.identity.actions import keys
from renogroep.identity.models import Person
from renogroep.infra import db
from renogroep.infra.acts import TICK
from renogroep.infra.outbox import OutboxMessage
from renogroep.orders.models import Order
from tests.support.make_orders import ordered, ready_to_order

PAGE = "/mijn-gegevens/wissen"


@pytest.fixture
def comes(given, client):
    """``comes(person)``: somebody comes in through their link."""

    def come(person_id):
        with given() as make:
            person = make.session.get_one(Person, person_id)
            token = keys.make_link(make.session, person=person, purpose="my_home", by=TICK)
        client.get(f"/l/{token}")
        return client

    return come


@pytest.fixture
def signer(given):
    """The household of a running order."""
    with given() as make:
        _, orders = ordered(make, ready_to_order(make), ("H1",))
        return orders["H1"].person_id


def erased(app, person_id):
    with app.app_context():
        return db.session().get_one(Person, person_id).erased_at is not None


def code(app):
    with app.app_context():
        bodies = db.session().scalars(select(OutboxMessage.body).order_by(OutboxMessage.id.desc()))
        return re.search(r"^\d{6}$", bodies.first(), re.MULTILINE).group()


def test_with_a_tick_and_the_code_it_goes_and_one_is_signed_out(app, given, comes):
    with given() as make:
        key = make.person("An Verlinden").id
    home = comes(key)
    page = home.page(PAGE)
    assert page.says("Your name and how we reach you.")
    assert len(page.select("main form")) == 1
    assert home.post(f"{PAGE}/code").location == f"{PAGE}?code=1"
    home.send(PAGE, {"code": code(app)}, status=422)  # no tick
    wrong = home.post(PAGE, data={"code": "000000", "sure": "y"})
    assert home.page(wrong.location).select_one(".refusal")
    assert not erased(app, key)
    home.send(PAGE, {"code": code(app), "sure": "y"})
    assert erased(app, key)
    assert home.get("/mijn-gegevens").status_code == 302


def test_a_running_order_is_said_with_what_to_do(app, comes, signer):
    page = comes(signer).page(PAGE)
    assert page.says("you signed an order that still runs")
    assert page.says("You can withdraw this order without cost until")
    assert not page.select("main form")
    assert comes(signer).post(f"{PAGE}/code").status_code == 422
    assert not erased(app, signer)


def test_a_contract_is_named_with_its_last_day(app, given, comes, signer):
    with given() as make:
        order = make.session.scalars(select(Order).where(Order.person_id == signer)).one()
        order.state, order.handed_over_at = "handed_over", clock.now()
    page = comes(signer).page(PAGE)
    assert page.says("its invoices and attests")
    assert page.says("10 years")
    assert not page.says("Your name and how we reach you.")


def test_who_gets_letters_is_called(app, given, comes):
    with given() as make:
        person = make.person(contact_way="letter", email=None, postal_address="Dorp 1")
        make.case(make.dwelling(), person)
        key = person.id
    home = comes(key)
    home.send(f"{PAGE}/vragen")
    assert home.page(PAGE).says("An advisor calls you by")
    assert not home.page(PAGE).select("main form")


def test_who_works_here_reads_why_not(given, comes):
    with given() as make:
        person = make.person("An Verlinden")
        make.account(person, "an@example.org")
        key = person.id
    assert comes(key).page(PAGE).says("You have an account here for your work")
