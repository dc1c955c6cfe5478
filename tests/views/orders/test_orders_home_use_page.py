"""A household that never said what its home is for answers one question, and then orders."""

import pytest
from sqlalchemy import select

from renogroep.infra import db
from renogroep.infra.access import Role
from renogroep.infra.audit import AuditEvent
from renogroep.orders.models import Order
from tests.support.html import form_values
from tests.support.make_orders import surveyed
from tests.support.words import nl
from tests.views.orders.test_orders_resident_pages import YES, linked

QUESTION = "Is the home used only to live in, or also for a business?"
ORDER = "main form:not([action])"
UNKNOWN = "We do not know yet what the home is used for. VAT and premium depend on it. Answer that question on the page of your order, or call us: then you can order."
LETTING = "Do you rent out through a social housing company (woonmaatschappij)?"


@pytest.fixture
def unasked(given):
    """H1 and H8 surveyed, and nobody asked what these homes are for: order and person of each."""
    with given() as make:
        _, _, orders = surveyed(make, ("H1", "H8"))
        for name in ("H1", "H8"):
            orders[name].subscription.case.dwelling.use = None
        return {name: (orders[name].id, orders[name].person_id) for name in ("H1", "H8")}


@pytest.fixture
def mine(given, client_of, unasked):
    """The pages of H1's order and the browser of its household."""
    key, person = unasked["H1"]
    return f"/mijn-woning/bestelling/{key}", linked(client_of, given, person)


def seen(app, key):
    """State of the order, use of its home, VAT and channel as they were noted."""
    with app.app_context():
        order = db.session().get_one(Order, key)
        case = order.subscription.case
        told = select(AuditEvent.facts).where(AuditEvent.did == "dwelling.use_told")
        facts = db.session().scalar(told)
        return (
            order.state,
            case.dwelling.use,
            order.vat_percent,
            facts["channel"] if facts else None,
        )


def test_one_question_two_taps_and_the_order_goes_on(app, mine, unasked):
    url, client = mine
    assert client.page("/mijn-woning").select_one(
        f"a[href='{url}/bestellen']"
    )  # the button leads to it
    page = client.page(f"{url}/bestellen")
    assert page.says(nl(QUESTION))
    assert not page.says(nl("Order, and bind me to pay"))
    form = page.select_one("main form[action$=gebruik]")
    client.send(form["action"], {**form_values(form), "use": "mostly_home"})
    page = client.page(f"{url}/bestellen")
    assert page.says(nl("Order, and bind me to pay"))
    client.send(f"{url}/bestellen", {**form_values(page.select_one(ORDER)), **YES})
    assert seen(app, unasked["H1"][0]) == ("ordered", "mostly_home", 6, "online")


def test_a_shop_reads_its_own_vat_before_it_signs(app, mine, unasked):
    url, client = mine
    form = client.page(f"{url}/bestellen").select_one("main form[action$=gebruik]")
    client.send(form["action"], {**form_values(form), "use": "mostly_business"})
    page = client.page(f"{url}/bestellen")
    assert page.says("21 %")
    assert "10.609,28" in page.get_text(" ")  # 8.768,00 and 21 %
    client.send(f"{url}/bestellen", {**form_values(page.select_one(ORDER)), **YES})
    assert seen(app, unasked["H1"][0]) == ("ordered", "mostly_business", 21, "online")


@pytest.mark.parametrize(
    ("use", "words"),
    [(None, "Choose what the home is used for."), ("shop", "Choose what the home is used for.")],
)
def test_no_answer_is_said_in_words_and_nothing_changes(app, mine, unasked, use, words):
    url, client = mine
    form = client.page(f"{url}/bestellen").select_one("main form[action$=gebruik]")
    sent = {**form_values(form), **({"use": use} if use else {})}
    page = client.send(form["action"], sent, status=422)
    assert page.says(nl(words))
    assert page.says(nl(QUESTION))
    assert seen(app, unasked["H1"][0]) == ("surveyed", None, None, None)


def test_an_order_that_skips_the_question_is_refused_with_the_question(app, given, mine, unasked):
    url, client = mine
    key, _ = unasked["H1"]
    with given() as make:
        version = make.session.get_one(Order, key).version
    page = client.send(f"{url}/bestellen", {**YES, "version": version}, status=422)
    assert page.says(nl(UNKNOWN))
    assert page.says(nl(QUESTION))
    assert seen(app, key)[0] == "surveyed"


def test_a_wrong_tap_is_put_right_before_signing_and_not_after(app, mine, unasked):
    url, client = mine
    key, _ = unasked["H1"]
    for use in ("mostly_business", "home"):
        form = client.page(f"{url}/bestellen").select_one("main form[action$=gebruik]")
        client.send(form["action"], {**form_values(form), "use": use})
    page = client.page(f"{url}/bestellen")
    again = page.select_one("main details form[action$=gebruik]")
    assert form_values(again)["use"] == "home"
    assert page.says(nl("Only to live in"))
    order = page.select_one(ORDER)
    client.send(f"{url}/bestellen", {**form_values(order), **YES})
    client.send(again["action"], {**form_values(again), "use": "mostly_business"}, status=422)
    assert seen(app, key)[:3] == ("ordered", "home", 6)


def test_an_old_page_does_not_undo_what_an_advisor_heard(app, given, mine, unasked):
    url, client = mine
    key, _ = unasked["H1"]
    form = client.page(f"{url}/bestellen").select_one("main form[action$=gebruik]")
    with given() as make:
        make.session.get_one(Order, key).subscription.case.dwelling.use = "mostly_business"
    page = client.send(form["action"], {**form_values(form), "use": "home"}, status=409)
    assert page.says("Iemand wijzigde dit terwijl u keek.")
    assert seen(app, key)[1] == "mostly_business"


def test_a_landlord_also_says_how_the_home_is_rented_out(app, given, client_of, unasked):
    key, person = unasked["H8"]
    client, url = linked(client_of, given, person), f"/mijn-woning/bestelling/{key}"
    page = client.page(f"{url}/bestellen")
    assert page.says(nl(LETTING))
    form = page.select_one("main form[action$=gebruik]")
    values = {**form_values(form), "use": "home"}
    page = client.send(form["action"], values, status=422)
    assert page.says(nl("Choose from the list how the home is rented out."))
    client.send(form["action"], {**values, "letting": "social"})
    with app.app_context():
        assert db.session().get_one(Order, key).subscription.case.letting == "social"


def test_an_owner_who_lives_there_is_not_asked_about_renting_out(mine):
    url, client = mine
    assert not client.page(f"{url}/bestellen").says(nl(LETTING))


def test_a_neighbours_question_is_not_there(given, client_of, unasked):
    client = linked(client_of, given, unasked["H8"][1])
    sent = {"use": "home", "version": "1"}
    client.send(f"/mijn-woning/bestelling/{unasked['H1'][0]}/gebruik", sent, status=404)


def test_an_advisor_asks_it_on_the_phone_and_then_notes_the_order(app, client_as, unasked):
    client, key = client_as(Role.ADVISOR), unasked["H1"][0]
    url = f"/bestellingen/{key}"
    page = client.page(f"{url}/op-papier")
    assert page.says(nl(QUESTION))
    form = page.select_one("main form[action$=gebruik]")
    page = client.send(form["action"], form_values(form), status=422)
    assert page.says(nl("Choose what the home is used for."))
    client.send(form["action"], {**form_values(form), "use": "home"})
    page = client.page(f"{url}/op-papier")
    assert page.says(nl("The use of the home is noted."))
    values = form_values(page.select_one(ORDER))
    client.send(f"{url}/op-papier", {**values, **YES})
    assert seen(app, key) == ("ordered", "home", 6, "phone")
