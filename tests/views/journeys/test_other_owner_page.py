"""Another owner reads where the order stands, and nothing of the money of the household."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from renogroep.base import clock
from renogroep.identity.actions.keys import make_link
from renogroep.infra import db
from renogroep.infra.acts import TICK, By
from renogroep.infra.outbox import OutboxMessage
from renogroep.orders.actions import freezing, ordering, withdrawing
from renogroep.orders.models import Order
from tests.support.html import form_values
from tests.support.make_orders import FREEZE_ON, at, place, surveyed
from tests.support.worlds.base import OTHER
from tests.views.orders.test_orders_resident_pages import linked

LOAN = ("lening", "Lening", "krediet")


@pytest.fixture
def theirs(given, client_of):
    """H1 signed, needs a loan and waits for Mia: (Mia's browser, her page, ids)."""
    with given() as make:
        example, _, orders = surveyed(make)
        order = orders["H1"]
        example.lot.min_to_execute = 1
        place(make, order, co_owner=OTHER, needs_loan=True)
        mia = order.co_owners[0].person
        token = make_link(make.session, person=mia, purpose="co_sign", subject_id=order.id, by=TICK)
        ids = {
            "order": order.id,
            "mia": mia.id,
            "asker": order.person_id,
            "name": order.person.name,
            "firm": example.contractors["B"].id,
        }
    client = client_of(0)
    client.get(f"/l/{token}")
    return client, f"/mede-eigenaar/{ids['order']}", ids


def paper_of(ids):
    return f"/mijn-woning/bestelling/{ids['order']}/document"


def signed(given, ids):
    with given() as make:
        order = make.session.get_one(Order, ids["order"])
        ordering.co_sign(make.session, order, person_id=ids["mia"], by=By(ids["mia"]))


def test_before_and_after_signing_the_page_opens_with_where_it_stands(theirs):
    client, url, ids = theirs
    page = client.page(url)
    assert page.says("Lees de bestelling en teken ten laatste op 11 januari 2027.")
    assert page.says("Tekent u niet, dan stopt de bestelling. Niemand betaalt iets.")
    assert page.select_one(".most__big").get_text().startswith("€")
    client.send(url, {**form_values(page.select_one("main form")), "agree": "y"})
    for shown in (url, paper_of(ids)):
        page = client.page(shown)
        assert page.says(f"De bestelling van {ids['name']}: De betaling is nog niet rond.")


def test_of_an_order_that_changed_it_reads_that_it_cannot_sign(given, theirs):
    client, url, ids = theirs
    with clock.frozen_at(at(FREEZE_ON)):
        with given() as make:
            row = make.session.get_one(Order, ids["order"])
            token = make_link(
                make.session, person=row.co_owners[0].person, purpose="co_sign",
                subject_id=row.id, by=TICK,
            )  # fmt: skip
        client.get(f"/l/{token}")
        assert client.page(url).says("U kan nu niet tekenen. Bel ons.")


def refused(make, order):
    withdrawing.decide_condition(make.session, order, "funding", met=False, by=TICK)


def open_at_the_freeze(make, order):
    with clock.frozen_at(at(FREEZE_ON)):
        freezing.freeze(make.session, order.wave, by=TICK)


@pytest.mark.parametrize("ends", [refused, open_at_the_freeze])
def test_a_loan_that_did_not_come_is_read_by_the_household_alone(
    app, given, client_of, theirs, ends
):
    client, url, ids = theirs
    signed(given, ids)
    seen = [client.page(url).get_text(" "), client.page(paper_of(ids)).get_text(" ")]
    with given() as make:
        ends(make, make.session.get_one(Order, ids["order"]))
    for shown in (url, paper_of(ids)):
        page = client.page(shown)
        assert page.says("De bestelling stopte. U betaalt niets.")
        seen.append(page.get_text(" "))
    pdf = PdfReader(BytesIO(client.get(paper_of(ids) + ".pdf").data))
    seen += [page.extract_text() for page in pdf.pages]
    with app.app_context():
        mails = db.session().scalars(select(OutboxMessage)).all()
        for one in mails:
            # Of the household too: a mail that bounces becomes a call, and that list names no loan.
            if one.person_id in (ids["mia"], ids["firm"]) or one.key.startswith("orders_lapsed:"):
                seen.append(one.subject + one.body)
    assert [words for text in seen for words in LOAN if words in text] == []
    assert linked(client_of, given, ids["asker"]).page("/mijn-woning").says("lening")
