"""The loan on the page of its case and of the home: proposed, chosen, asked, and what is refused in words."""

from datetime import date

import pytest
from sqlalchemy import select

from renogroep.base import clock
from renogroep.identity.actions.keys import make_link
from renogroep.identity.models import Person
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from renogroep.infra.db import session
from renogroep.orders.models import Order
from renogroep.owners.models import LoanProposal
from tests.support.make_orders import at, place, surveyed

OPENS = date(2027, 1, 4)
TYPED = {
    "loan-instrument": "noodkoopfonds",
    "loan-amount": "9.294,08",
    "loan-spread_years": "20",
    "loan-reason": "Geen bank leent dit gezin.",
    "check-only_home": "yes",
    "check-main_residence": "yes",
}


@pytest.fixture
def ids(given):
    """H1 ordered."""
    with given() as make:
        _, _, orders = surveyed(make)
        order = orders["H1"]
        place(make, order)
        return {
            "order": order.id,
            "case": order.subscription.case_id,
            "household": order.person_id,
            "advisor": make.member(Role.ADVISOR).id,
        }


@pytest.fixture(autouse=True)
def january(ids):
    """The clock of every request; the household ordered before."""
    with clock.frozen_at(at(OPENS)):
        yield


@pytest.fixture
def advisor(client_of, ids):
    return client_of(ids["advisor"])


def arrived(given, client_of, person_id):
    """A resident comes in with a link of January."""
    with given() as make, clock.frozen_at(at(OPENS)):
        person = make.session.get(Person, person_id)
        token = make_link(make.session, person=person, purpose="my_home", by=TICK)
    client = client_of(0)
    client.get(f"/l/{token}")
    return client


@pytest.fixture
def household(given, client_of, ids):
    return arrived(given, client_of, ids["household"])


@pytest.fixture
def url(ids):
    return f"/dossiers/{ids['case']}/lening"


def version_on(page):
    return page.select_one("main form input[name=version]")["value"]


def propose(client, url, status=303, **changes):
    version = version_on(client.page(url))
    return client.send(url, {**TYPED, "version": version, **changes}, status=status)


def loan_of(app):
    with app.app_context():
        return session().scalars(select(LoanProposal).order_by(LoanProposal.id.desc())).first()


def step(app, client, url, move, status=303, **more):
    row = loan_of(app)
    sent = {"move": move, "channel": "phone", "version": str(row.version), **more}
    return client.send(f"{url}/{row.id}", sent, status=status)


def order_of(app, ids):
    with app.app_context():
        row = session().get(Order, ids["order"])
        return row.state, {one.kind: one.state for one in row.conditions}, row.own_money_until


def test_the_form_knows_the_amount_of_the_orders_and_asks_what_somebody_can_answer(advisor, url):
    page = advisor.page(url)
    assert page.select_one("#loan-amount")["value"] == "9294,08"
    assert page.select_one("#check-only_home") is not None
    assert page.select_one("#check-no_market_loan") is None
    assert page.says("Dit beslist het OCMW.")
    assert advisor.page(url.removesuffix("/lening")).says("Er is geen lening voorgesteld.")


def test_what_is_proposed_stands_on_the_case_and_on_the_page_of_the_home(advisor, household, url):
    propose(advisor, url)
    assert advisor.page(url.removesuffix("/lening")).says("Gezegd aan het gezin")
    page = household.page("/mijn-woning")
    for words in (
        "Een mogelijke lening: Noodkoopfonds",
        "€ 0,00",
        "Twintig jaar betaalt u niets terug. Daarna betaalt u € 9.294,08 terug: in één keer, of elke maand, hoogstens 20 jaar lang.",
        "€ 38,73, verdeeld over 20 jaar",
        "Wat bij een overlijden? Vraag het aan het OCMW voor u tekent.",
        "Dit is geen aanbod van krediet.",
    ):
        assert page.says(words), words


def test_without_the_years_of_the_lender_nobody_guesses_an_amount_per_month(
    advisor, household, url
):
    propose(advisor, url, **{"loan-spread_years": "", "loan-amount": "9.000"})
    page = household.page("/mijn-woning")
    assert not page.says("verdeeld over")
    assert page.says("Uw facturen zijn € 294,08 hoger dan deze lening. Dat betaalt u zelf.")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"loan-amount": ""}, "Typ het bedrag"),
        ({"loan-amount": "veel"}, "is geen bedrag"),
        ({"loan-amount": "-5"}, "niet voor"),
        ({"loan-spread_years": "21"}, "van 1 tot 20"),
        ({"loan-spread_years": "²"}, "van 1 tot 20"),
        ({"loan-reason": ""}, "Schrijf in één zin"),
        ({"loan-reason": "x" * 501}, "500"),
        ({"loan-instrument": "verzonnen"}, "niet voor"),
        ({"check-only_home": "no"}, "ja"),
        ({"check-only_home": "misschien"}, "niet"),
    ],
)
def test_a_slip_is_named_and_nothing_is_proposed(app, advisor, url, changes, words):
    page = propose(advisor, url, status=422, **changes)
    assert page.says(words)
    assert loan_of(app) is None


def test_an_old_page_proposes_nothing_and_keeps_what_was_typed(app, advisor, url):
    page = advisor.send(url, {**TYPED, "version": "99"}, status=409)
    assert loan_of(app) is None
    assert page.select_one("#loan-reason").get_text(strip=True) == TYPED["loan-reason"]


def test_the_household_chooses_on_its_page_and_its_order_waits_for_the_loan(
    app, ids, advisor, household, url
):
    propose(advisor, url)
    row = loan_of(app)
    sent = {"answer": "choose", "version": str(row.version)}
    for _ in range(2):
        household.send(f"/mijn-woning/lening/{row.id}", sent)
    assert loan_of(app).state == "chosen"
    assert order_of(app, ids)[1]["funding"] == "open"


def test_a_button_that_nobody_knows_and_a_loan_of_somebody_else(
    app, given, client_of, advisor, household, url
):
    propose(advisor, url)
    row = loan_of(app)
    where = f"/mijn-woning/lening/{row.id}"
    household.send(where, {"answer": "alles", "version": str(row.version)}, status=422)
    household.send(where, {"answer": "choose", "version": "99"}, status=409)
    with given() as make:
        stranger = make.subscription(make.package()).person_id
        other = make.case().id
    arrived(given, client_of, stranger).send(
        where, {"answer": "choose", "version": "1"}, status=404
    )
    sent = {"move": "choose", "version": str(row.version)}
    advisor.send(f"/dossiers/{other}/lening/{row.id}", sent, status=404)
    assert loan_of(app).state == "proposed"


def test_the_advisor_notes_every_step_and_a_refusal_asks_the_household(
    app, ids, advisor, household, url
):
    propose(advisor, url)
    step(app, advisor, url, "choose")
    step(app, advisor, url, "apply", **{"step-on": "31/12/2026"}, status=422)
    step(app, advisor, url, "apply", **{"step-on": "gisteren"}, status=422)
    step(app, advisor, url, "apply", **{"step-on": "04/01/2027"})
    step(app, advisor, url, "refuse")
    assert order_of(app, ids)[2] == date(2027, 1, 11)
    page = household.page("/mijn-woning")
    for words in (
        "De lening komt er niet. Wilt u zelf betalen, of stoppen? Stoppen kost niets.",
        "Doet u niets, dan stopt uw bestelling. U betaalt niets.",
        "Ik betaal zelf",
        "Ik stop",
        "Bel mij eerst",
    ):
        assert page.says(words), words


@pytest.mark.parametrize(("answer", "state"), [("pay", "ordered"), ("stop", "lapsed")])
def test_the_household_says_it_by_phone(app, ids, advisor, url, answer, state):
    propose(advisor, url)
    for move in ("choose", "apply", "refuse"):
        step(app, advisor, url, move)
    where = f"/bestellingen/{ids['order']}"
    version = advisor.page(where).select_one("input[name=version]")["value"]
    sent = {"answer": answer, "version": version}
    advisor.send(f"{where}/zonder-lening", {**sent, "answer": "x"}, status=422)
    for _ in range(2):
        advisor.send(f"{where}/zonder-lening", sent)
    assert order_of(app, ids)[0] == state


def test_in_the_closed_weeks_the_page_says_so(advisor, url):
    with clock.frozen_at(at(date(2026, 12, 31))):
        assert advisor.page(url).says("in deze weken kan niemand ze aanvragen")
        assert propose(advisor, url, status=422).says("in deze weken")


def test_who_sees_no_income_sees_no_loan(given, client_of, ids, url):
    with given() as make:
        person_id = make.member(Role.DESK).id
    desk = client_of(person_id)
    assert not desk.page(url.removesuffix("/lening")).says("Mogelijke lening")
    assert desk.get(url).status_code in (403, 404)
