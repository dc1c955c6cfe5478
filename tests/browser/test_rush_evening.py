"""The evening that everybody orders, on a phone without script: the busy page, then the turn."""

from renogroep.identity.actions.keys import make_link
from renogroep.infra.acts import TICK
from renogroep.infra.db import session
from renogroep.orders.actions import tickets
from renogroep.orders.models import Order
from tests.browser.steps import button, choose, link, open_link, said
from tests.support.make_orders import surveyed


def test_a_household_presses_while_it_is_busy(given, person, app, monkeypatch):
    with given() as make:
        _, _, orders = surveyed(make)
        order = orders["H1"]
        order_id = order.id
        token = make_link(make.session, person=order.person, purpose="my_home", by=TICK)
    page = person(phone=True, javascript=False)
    open_link(page, f"/l/{token}")
    page.goto(f"/mijn-woning/bestelling/{order_id}/bestellen")
    choose(page, "No, I pay it myself")
    page.locator("[name=has_co_owner][value=no]").check()
    choose(page, "I have read this and I order. I know that this order binds me to pay.")
    with monkeypatch.context() as busy:  # others hold the wave all the time
        busy.setattr(tickets, "try_turn", lambda _wave_id: False)
        button(page, "Order, and bind me to pay")
        said(page, "Het is druk. We kregen uw bestelling om")
        said(page, "U verliest uw beurt niet. Of er nog plaats is, zeggen we u vandaag.")
        page.goto("/mijn-woning")
        said(page, "Het is druk. We kregen uw bestelling om")
        page.goto(f"/mijn-woning/bestelling/{order_id}/bestellen")
    with app.test_request_context():
        tickets.settle_waiting()  # the worker
        assert session().get_one(Order, order_id).state == "ordered"
    link(page, "Look again")
    assert page.url.endswith("/document")
