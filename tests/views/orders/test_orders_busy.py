"""Who presses while the wave is busy reads when we got the order, on every page, and loses no turn."""

import pytest

from renogroep.identity.actions.keys import make_link
from renogroep.identity.models import Person
from renogroep.infra import db
from renogroep.infra.acts import TICK
from renogroep.orders.actions import tickets
from renogroep.orders.models import Order
from tests.support.html import form_values
from tests.support.make_orders import surveyed

YES = {"needs_loan": "no", "has_co_owner": "no", "agree": "y"}
BUSY = "Het is druk. We kregen uw bestelling om 10 uur en 0 seconden. U verliest uw beurt niet."


@pytest.fixture
def busy(given, client_of, monkeypatch):
    """H1 pressed while somebody else held the wave: (address, its browser, id of the order)."""
    with given() as make:
        _, _, orders = surveyed(make)
        order = orders["H1"]
        order_id, person_id = order.id, order.person_id
        person = make.session.get_one(Person, person_id)
        token = make_link(make.session, person=person, purpose="my_home", by=TICK)
    client = client_of(0)
    client.get(f"/l/{token}")
    url = f"/mijn-woning/bestelling/{order_id}"
    values = form_values(client.page(f"{url}/bestellen").select_one("main form"))
    with monkeypatch.context() as patched:
        patched.setattr(tickets, "try_turn", lambda _wave_id: False)
        client.send(f"{url}/bestellen", {**values, **YES})
    return url, client, order_id


def test_the_busy_page_and_the_home_say_when_we_got_it(busy):
    url, client, _ = busy
    page = client.page(f"{url}/bestellen")
    assert page.says(BUSY)
    assert page.says("Of er nog plaats is, zeggen we u vandaag.")
    assert not page.select_one("[name=agree]")
    home = client.page("/mijn-woning")
    assert home.says(BUSY)
    assert not home.select_one(f"main a.btn-primary[href='{url}/bestellen']")


def test_the_turn_comes_without_the_household(app, busy):
    url, client, order_id = busy
    with app.test_request_context():
        tickets.settle_waiting()
        assert db.session().get_one(Order, order_id).state == "ordered"
    assert not client.page("/mijn-woning").says("Het is druk.")
    assert client.get(f"{url}/bestellen").status_code == 303
