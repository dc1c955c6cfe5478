"""Too few homes took part: three buttons on the page of the home, not a sentence."""

from datetime import timedelta

import pytest

from renogroep.base import clock
from renogroep.infra import db
from renogroep.infra.acts import TICK
from renogroep.orders.actions import freezing
from renogroep.orders.models import Order
from tests.support.make_orders import FREEZE_ON, at, ordered, ready_to_order
from tests.views.orders.test_orders_resident_pages import linked

HOME = "/mijn-woning"
AFTER = FREEZE_ON + timedelta(days=8)


@pytest.fixture
def fell(given):
    """Keys of the order of H1, which fell for too few homes, and of two people."""
    with given() as make:
        example = ready_to_order(make)
        example.lot.min_to_execute = 10
        wave, orders = ordered(make, example, ["H1", "H2"])
        with clock.frozen_at(at(FREEZE_ON)):
            freezing.freeze(make.session, wave, by=TICK)
        with clock.frozen_at(at(AFTER)):
            freezing.settle_waivers(make.session, AFTER)
        one, two = orders["H1"], orders["H2"]
        ids = {"order": one.id, "person": one.person_id, "neighbour": two.person_id}
    with clock.frozen_at(at(AFTER)):
        yield ids


def _forms(page):
    mine = page.select("main form[action$='/daarna']")
    return {
        form.select_one("[name=choice]")["value"]: {
            field["name"]: field["value"] for field in form.select("input")
        }
        for form in mine
    }


def test_three_buttons_and_the_choice_stands_on_the_page(app, given, client_of, fell):
    client, url = (
        linked(client_of, given, fell["person"]),
        f"/mijn-woning/bestelling/{fell['order']}/daarna",
    )
    page = client.page(HOME)
    assert list(_forms(page)) == ["wait", "other_group"]
    assert page.select_one("main a.btn[href*='stoppen'], main a.btn[href*='terugtrekken']")
    client.send(url, _forms(page)["wait"])
    page = client.page(HOME)
    assert page.says("U wacht op een volgende ronde")
    assert list(_forms(page)) == ["other_group"]
    client.send(url, {**_forms(page)["other_group"], "choice": "party"}, status=422)
    client.send(url, _forms(page)["other_group"])
    with app.app_context():
        assert db.session().get_one(Order, fell["order"]).afterwards == "other_group"


def test_a_neighbour_chooses_nothing_here(given, client_of, fell):
    url = f"/mijn-woning/bestelling/{fell['order']}/daarna"
    linked(client_of, given, fell["neighbour"]).send(url, {"choice": "wait"}, status=404)
