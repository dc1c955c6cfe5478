"""Whoever decides reads, on every page and paper, that the rules of a premium may still change."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from renogroep.financing.rules.card_lines import RULES_OF_THE_DAY
from renogroep.identity.actions.keys import make_link
from renogroep.infra import db
from renogroep.infra.acts import TICK
from renogroep.infra.outbox import OutboxMessage
from tests.support.html import form_values
from tests.support.make_orders import surveyed
from tests.support.words import nl

YES = {"needs_loan": "no", "has_co_owner": "no", "agree": "y"}
SENTENCE = nl(RULES_OF_THE_DAY.msgid)


@pytest.fixture
def mine(given, client):
    """(the pages of an order, the browser of its household)"""
    with given() as make:
        _, _, orders = surveyed(make)
        order = orders["H1"]
        make.reach(order.person, "email", email="an@example.org")
        url = f"/mijn-woning/bestelling/{order.id}"
        token = make_link(make.session, person=order.person, purpose="my_home", by=TICK)
    client.get(f"/l/{token}")
    return url, client


def test_card_order_paper_and_mail_say_it_in_the_same_words(app, mine):
    url, client = mine
    card = client.page(url, follow_redirects=True)
    assert card.says("Voor de premie tellen de regels van de dag waarop u ze vraagt.")
    page = client.page(f"{url}/bestellen")
    assert page.says(SENTENCE)
    client.send(f"{url}/bestellen", {**form_values(page.select_one("main form")), **YES})
    assert client.page(f"{url}/document").says(SENTENCE)
    pdf = PdfReader(BytesIO(client.get(f"{url}/document.pdf").data))
    assert SENTENCE in " ".join(" ".join(one.extract_text() for one in pdf.pages).split())
    with app.app_context():
        query = select(OutboxMessage.body).where(OutboxMessage.key.like("orders_ordered:%"))
        assert SENTENCE in db.session().scalars(query).one()
