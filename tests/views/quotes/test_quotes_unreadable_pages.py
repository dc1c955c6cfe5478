"""Pages about one quote that could not be read: firm, two people, lead."""

from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace

import pytest
from pypdf import PdfReader

from renogroep.base import clock
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.db import db, transaction
from renogroep.quotes.actions.drafting import save_draft
from renogroep.quotes.actions.sealed import open_payload
from renogroep.quotes.documents.receipt import price_file
from renogroep.quotes.models import Quote, UnreadableQuote
from tests.support.make import NOW
from tests.support.make_jobs import job, typed
from tests.support.make_quotes import open_quotes, worked_example


@pytest.fixture
def spoiled(given):
    """Of A, B and C the last one could not be read."""
    with given() as make:
        example = worked_example(make, stage="quoting")
        files = {}
        for name, quote in example.quotes.items():
            _sheet, nonce, content = open_payload(quote)
            files[name] = price_file(quote, nonce, content)
        quote = example.quotes["C"]
        quote.sealed = quote.sealed[:-1] + bytes([quote.sealed[-1] ^ 1])
        open_quotes(make, example)
        row = make.session.query(UnreadableQuote).one()
        return SimpleNamespace(
            lot=f"/percelen/{example.lot.id}",
            page=f"/percelen/{example.lot.id}/onleesbaar/{row.id}",
            job=f"/opdrachten/{example.request.id}",
            files=files,
            people={name: person.id for name, person in example.contractors.items()},
            quote_id=quote.id,
        )


def sent(content):
    return {"file": (BytesIO(content), "prijsbestand-o-1-c.json")}


def test_the_firm_proves_its_file_and_two_people_open_it(spoiled, client_of, client_as, app):
    firm = client_of(spoiled.people["C"])
    assert firm.page(spoiled.job).says("Bezorg ons uw prijsbestand")
    assert firm.page(f"{spoiled.job}/bewijs").says("kon niet gelezen worden")
    answer = firm.post(f"{spoiled.job}/prijsbestand", data=sent(spoiled.files["C"]))
    assert answer.status_code == 303
    assert firm.page(f"{spoiled.job}/prijsbestand").says("Uw prijsbestand is er sinds")
    lead, officer = client_as(Role.LEAD), client_as(Role.OPENING_OFFICER)
    assert lead.page(f"{spoiled.lot}/openen").says("De offerte van C kon niet gelezen worden")
    tick = {"sure": "y"}
    assert lead.post(f"{spoiled.page}/openen", data=tick | {"expects": "0"}).status_code == 303
    assert lead.page(spoiled.page).says("collega")
    answer = officer.post(f"{spoiled.page}/openen", data=tick | {"expects": "1"})
    assert answer.location == f"{spoiled.lot}/proces-verbaal"
    minutes = officer.page(answer.location)
    assert minutes.says("Aanvulling: C")
    assert minutes.says("Offertes die niet gelezen konden worden")
    pdf = PdfReader(BytesIO(lead.get(f"{spoiled.lot}/proces-verbaal.pdf").data))
    text = "".join(page.extract_text() for page in pdf.pages)
    assert "Aanvulling: C" in text
    with app.app_context():
        assert db.session.get(Quote, spoiled.quote_id).state == "opened"
    assert firm.page(f"{spoiled.job}/prijsbestand").says("geopend")
    assert firm.get(f"{spoiled.job}/prijsbestand.json").status_code == 200
    assert officer.page(spoiled.page).says("geopend")


@pytest.mark.parametrize("content", ["A", "more", "nothing"])
def test_another_file_is_refused_in_words(spoiled, client_of, content):
    body = {"A": spoiled.files["A"], "more": spoiled.files["C"] + b"x", "nothing": b""}[content]
    firm = client_of(spoiled.people["C"])
    answer = firm.post(f"{spoiled.job}/prijsbestand", data=sent(body))
    assert answer.status_code == 422
    assert firm.post(f"{spoiled.job}/prijsbestand", data={}).status_code == 422


def test_staff_sends_the_file_of_a_firm_without_an_account(spoiled, client_as):
    lead = client_as(Role.LEAD)
    assert lead.post(f"{spoiled.page}/bestand", data=sent(spoiled.files["B"])).status_code == 422
    assert lead.post(f"{spoiled.page}/bestand", data=sent(spoiled.files["C"])).status_code == 303
    assert not lead.page(spoiled.page).says("Heeft de firma haar prijsbestand gemaild?")


def test_without_a_file_nobody_opens_it(spoiled, client_as):
    lead = client_as(Role.LEAD)
    assert not lead.page(spoiled.page).says("Deze offerte openen")
    page = lead.post(f"{spoiled.page}/openen", data={"sure": "y", "expects": "0"})
    assert page.status_code == 422
    assert "er is nog niets te openen" in page.text.lower()


def test_a_lead_gives_it_up_after_the_last_day_and_an_officer_does_not(spoiled, client_as):
    lead, officer = client_as(Role.LEAD), client_as(Role.OPENING_OFFICER)
    version = {"version": "1", "reason": "Geen bestand gekregen."}
    assert lead.post(f"{spoiled.page}/opgeven", data=version).status_code == 422
    with clock.frozen_at(NOW + timedelta(days=20)):
        assert officer.post(f"{spoiled.page}/opgeven", data=version).status_code in {403, 404}
        form = lead.page(spoiled.page)
        assert form.says("Geef deze offerte op")
        assert lead.post(f"{spoiled.page}/opgeven", data=version).status_code == 303
        assert lead.page(f"{spoiled.lot}/proces-verbaal").says("Geen bestand gekregen.")
        again = lead.post(f"{spoiled.page}/opgeven", data=version)
        assert again.status_code == 303  # twice is once


def test_another_firm_finds_no_such_page(spoiled, client_of):
    assert client_of(spoiled.people["A"]).get(f"{spoiled.job}/prijsbestand").status_code == 404


def test_a_receipt_that_cannot_be_read_is_a_page_with_words(spoiled, client_of):
    firm = client_of(spoiled.people["C"])
    answer = firm.get(f"{spoiled.job}/prijsbestand.json")
    assert answer.status_code == 302
    assert "kan niet gelezen worden" in firm.get(answer.location).text


def test_a_damaged_draft_keeps_nobody_out(app, given, client_of):
    with given() as make:
        one = job(make)
        by = By(one.person_id, seen=0)
        key = save_draft(make.session, one.request_id, one.firm_id, typed(), revision=1, by=by).id
    with app.app_context(), transaction() as session:
        draft = session.get(Quote, key)
        draft.sealed = draft.sealed[:-1] + b"x"
    firm = client_of(one.person_id)
    for page in ("", "/invullen", "/indienen", "/meetstaat.xlsx"):
        assert firm.get(f"/opdrachten/{one.request_id}{page}").status_code == 200, page
    assert firm.get("/opdrachten").status_code == 200
