"""An advisor proposes a loan by phone; the lender says no, and the order falls without cost."""

from datetime import date

from renogroep.identity.actions.keys import make_link
from renogroep.identity.queries import own_account
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from renogroep.infra.db import session
from renogroep.orders.models import Order
from tests.browser.keyboard import press
from tests.browser.steps import at, button, fill, link, open_link, said
from tests.support.make_orders import place, surveyed
from tests.support.words import nl

OPENS = date(2027, 1, 4)
PHONE_390 = {"width": 390, "height": 844}


def test_a_loan_by_phone_is_refused_and_the_order_stops_without_cost(given, person, sign_in, app):
    with given() as make:
        _, _, orders = surveyed(make)
        order = orders["H1"]
        place(make, order)
        order_id, case_id = order.id, order.subscription.case_id
        email = own_account(make.session, make.member(Role.ADVISOR, name="Ann").id).email
        with at(OPENS):
            token = make_link(make.session, person=order.person, purpose="my_home", by=TICK)
    with at(OPENS):
        ann = sign_in(email, phone=True, javascript=False)
        ann.set_viewport_size(PHONE_390)
        _propose(ann, case_id)
        home = person(phone=True, javascript=False)
        home.set_viewport_size(PHONE_390)
        open_link(home, f"/l/{token}")
        _reads_the_loan(home)
        _chosen_asked_refused(ann)
        home.goto("/mijn-woning")
        said(home, nl("There is no loan. Pay yourself, or stop? Stopping is free."))
        said(home, nl("If you do nothing, your order stops. You pay nothing."))
        button(home, "Call me first")
        said(home, nl("We call you by the next working day. Until then your order stands."))
        home.goto("/mijn-woning")
        press(home, "BUTTON", nl("I stop"))
        said(home, nl("Your order is stopped. You pay nothing."))
    with app.app_context():
        order = session().get_one(Order, order_id)
        assert (order.state, order.loss_reason) == ("lapsed", "funding")


def _propose(ann, case_id):
    ann.goto(f"/dossiers/{case_id}?deel=loan")
    link(ann, "Propose a loan, or note how far it is")
    said(ann, nl("The OCMW decides this."))
    fill_years(ann, "20")
    ann.locator("#check-only_home").select_option("yes")
    ann.locator("#check-main_residence").select_option("yes")
    fill(ann, "Why this loan for this household?", "Geen bank leent dit gezin.")
    button(ann, "Tell the household")
    said(ann, nl("The household hears it."))


def fill_years(ann, years):
    ann.locator("#loan-spread_years").fill(years)


def _reads_the_loan(home):
    home.goto("/mijn-woning")
    said(home, "Twintig jaar betaalt u niets terug.")
    said(home, "38,73, verdeeld over 20 jaar")
    said(home, nl("What if somebody dies? Ask the OCMW before you sign."))
    said(home, "Dit is geen aanbod van krediet.")


def _chosen_asked_refused(ann):
    for words in (
        "The household wants it",
        "The OCMW was asked",
        "The OCMW said no",
    ):
        button(ann, words)
        said(ann, nl("The step is kept."))
