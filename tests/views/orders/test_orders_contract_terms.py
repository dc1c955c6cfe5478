"""A contract says first what it is, and when it starts, how it is paid and whom to ask."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from renogroep.identity.actions import companies, papers
from renogroep.identity.rules.papers import Paper, PaperKind
from renogroep.infra.acts import TICK
from renogroep.orders.models import Order
from tests.support.html import form_values
from tests.support.make import TODAY
from tests.support.make_orders import surveyed
from tests.views.orders.test_orders_resident_pages import YES, linked

IBAN = "BE68 5390 0754 7034"


@pytest.fixture
def contract(given, client_of):
    """(address of the pages of H1's order, its browser, ids)"""
    with given() as make:
        example, _wave, orders = surveyed(make)
        order = orders["H1"]
        ids = {"order": order.id, "firm": example.firms["B"].id, "lot": example.lot.id}
        person = order.person_id
    return f"/mijn-woning/bestelling/{ids['order']}", linked(client_of, given, person), ids


def firm_of(make, ids):
    return (
        make.session.scalars(select(Order).where(Order.id == ids["order"])).one().quote.organisation
    )


def words(page):
    return " ".join(page.get_text(" ").replace("\xa0", " ").split())


def test_two_lines_come_before_everything_and_what_is_unknown_says_whom_to_ask(contract):
    url, client, _ids = contract
    text = words(client.page(f"{url}/bestellen").select_one("main"))
    short = text.index("In het kort")
    assert short < text.index("Wie wat bestelt bij wie")
    assert "U betaalt hoogstens € 9.294,08 (met btw)." in text
    assert "U kan gratis stoppen tot 14 dagen na de laatste handtekening." in text
    for said in (
        "Adres van de aannemer Dat weten we nog niet. Vraag het aan B.",
        "Rekening van de aannemer Die kennen we nog niet. Bel eerst",
        "Verzekering Niet aan ons getoond. Vraag B het attest.",
        "Om een factuur te betalen 30 dagen",
        "Voorschot geen",
        "Waarborg 10 jaar",
        "Consumentenombudsdienst",
    ):
        assert said in text
    assert "tussen" in text


def test_what_the_firm_said_of_itself_stands_on_it(given, contract):
    url, client, ids = contract
    with given() as make:
        firm = firm_of(make, ids)
        firm.postal_address, firm.phone, firm.iban = "Kaai 1, 9999 Testgem", "09 999 99 99", IBAN
        companies.link_company(make.session, firm)
        make.session.flush()
        companies.confirm_company(make.session, firm, by=TICK)
        last = TODAY + timedelta(days=400)
        papers.add_paper(make.session, firm, Paper(PaperKind.INSURANCE, last), by=TICK)
        lot = make.session.get_one(Order, ids["order"]).wave.lot
        lot.advance_percent, lot.pay_days = 10, 14
    page = client.page(f"{url}/bestellen")
    text = words(page)
    for said in (
        "Kaai 1, 9999 Testgem",
        "09 999 99 99",
        IBAN,
        "geldig tot en met 28 december 2027",
        "U betaalt € 929,41 vooraf. Stopt de aannemer, dan kan u dat kwijt zijn.",
        "14 dagen",
    ):
        assert said in text
    client.send(f"{url}/bestellen", {**form_values(page.select_one("main form")), **YES})
    pdf = PdfReader(BytesIO(client.get(f"{url}/document.pdf").data))
    paper = " ".join(" ".join(one.extract_text() for one in pdf.pages).replace("\xa0", " ").split())
    assert IBAN in paper
    assert "€ 929,41 vooraf" in paper
    with given() as make:
        firm_of(make, ids).iban = "NL91 ABNA 0417 1643 00"
    assert IBAN in words(client.page(f"{url}/document"))  # what was signed stays as it was signed
