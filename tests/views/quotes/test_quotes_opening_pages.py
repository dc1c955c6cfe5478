"""Pages of the opening: nobody reads a price before it, and two people do it together."""

from datetime import timedelta
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader
from sqlalchemy import select

from renogroep.infra.access import Role
from renogroep.infra.audit import AuditEvent
from renogroep.infra.db import db
from renogroep.quotes.models import Opening
from renogroep.tenders.models import Lot
from tests.support.make import NOW
from tests.support.make_quotes import worked_example

STAFF_PAGES = ("openen", "vergelijken", "nazicht", "keuze", "invoeren")
PRICES = ("114", "120", "95.502", "86.514", "87.916")


@pytest.fixture
def lot_of(given):
    """The id of a lot, in some stage."""

    def build(**options):
        with given() as make:
            return worked_example(make, **options).lot.id

    return build


def test_two_people_open_and_land_on_the_minutes(lot_of, client_as):
    lot = lot_of(stage="quoting")
    first, second = client_as(Role.LEAD), client_as(Role.OPENING_OFFICER)
    page = first.page(f"/percelen/{lot}/openen")
    first.send(f"/percelen/{lot}/openen", {**page.values(), "sure": "y"})
    page = second.page(f"/percelen/{lot}/openen")
    answer = second.post(f"/percelen/{lot}/openen", data={**page.values(), "sure": "y"})
    assert answer.location == f"/percelen/{lot}/proces-verbaal"
    minutes = second.page(answer.location)
    assert minutes.says("86.514,00")
    assert [th.get_text() for th in minutes.select("tbody th")][0].startswith("A")


def test_the_same_person_is_told_to_call_a_colleague(lot_of, client_as):
    lot = lot_of(stage="quoting")
    lead = client_as(Role.LEAD)
    url = f"/percelen/{lot}/openen"
    lead.send(url, {"sure": "y", "expects": "0"})
    assert lead.page(url).select("main form[method=post]") == []
    page = lead.send(url, {"sure": "y", "expects": "1"}, status=422)
    assert page.select_one("[role=alert]") is not None


def test_without_the_tick_nothing_happens(lot_of, client_as, app):
    lot = lot_of(stage="quoting")
    client_as(Role.LEAD).send(f"/percelen/{lot}/openen", {"expects": "0"}, status=422)
    with app.app_context():
        assert db.session.scalars(select(Opening)).all() == []


@pytest.mark.parametrize("role", [Role.LEAD, Role.OPENING_OFFICER, Role.ASSESSOR, Role.ADMIN])
def test_no_page_shows_a_price_before_the_opening(lot_of, client_as, role):
    lot = lot_of(stage="quoting", deadline=NOW + timedelta(hours=1))
    client = client_as(role)
    for name in (*STAFF_PAGES, "vergelijken.csv", "vergelijken.xlsx"):
        answer = client.get(f"/percelen/{lot}/{name}")
        if answer.status_code == 200 and answer.mimetype == "text/html":
            words = BeautifulSoup(answer.text, "html.parser").get_text(" ")
            assert not any(price in words for price in PRICES), name
        elif answer.status_code == 200:
            assert not any(price.encode() in answer.data for price in PRICES), name


def test_before_the_deadline_there_is_no_button(lot_of, client_as):
    lot = lot_of(stage="quoting", deadline=NOW + timedelta(hours=1))
    page = client_as(Role.LEAD).page(f"/percelen/{lot}/openen")
    assert page.select("main form[method=post]") == []


def test_the_minutes_are_a_pdf_too_and_the_download_is_kept(lot_of, client_as, app):
    lot = lot_of()
    answer = client_as(Role.LEAD).get(f"/percelen/{lot}/proces-verbaal.pdf")
    assert answer.mimetype == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    assert "95.502,00" in text
    with app.app_context():
        events = db.session.scalars(
            select(AuditEvent).where(AuditEvent.did == "minutes.downloaded")
        ).all()
        assert len(events) == 1


def test_in_procurement_the_minutes_say_the_scenarios_and_their_mix(lot_of, client_as):
    lot = lot_of(mode="procurement")
    lead = client_as(Role.LEAD)
    page = lead.page(f"/percelen/{lot}/proces-verbaal")
    for amount in ("69.119,40", "86.514,00", "77.816,70"):
        assert page.says(amount)
    assert not page.says("95.502,00")
    answer = lead.get(f"/percelen/{lot}/proces-verbaal.pdf")
    text = "".join(p.extract_text() for p in PdfReader(BytesIO(answer.data)).pages)
    assert "77.816,70" in text
    assert "95.502,00" not in text


def test_no_quotes_leads_to_a_new_deadline_or_a_stop(lot_of, client_as):
    lot = lot_of(stage="quoting", firms="")
    lead, officer = client_as(Role.LEAD), client_as(Role.OPENING_OFFICER)
    lead.send(f"/percelen/{lot}/openen", {"sure": "y", "expects": "0"})
    officer.send(f"/percelen/{lot}/openen", {"sure": "y", "expects": "1"})
    page = lead.page(f"/percelen/{lot}/openen")
    assert page.select(f"a[href='/percelen/{lot}/nieuwe-termijn']")
    lead.send(
        f"/percelen/{lot}/nieuwe-termijn",
        {"deadline": "morgen", "reason": "Bouwverlof"},
        status=422,
    )
    lead.send(f"/percelen/{lot}/nieuwe-termijn", {"deadline": "2026-12-14T12:00", "reason": "x"})
    assert lead.page(f"/percelen/{lot}/openen").says("14 december 2026, 12:00")


def test_before_the_deadline_more_time_is_given_over_sealed_quotes(lot_of, client_as):
    lot = lot_of(stage="quoting", deadline=NOW + timedelta(days=2))
    lead = client_as(Role.LEAD)
    link = f"/percelen/{lot}/nieuwe-termijn"
    assert lead.page(f"/percelen/{lot}/openen").select(f"a[href='{link}']")
    assert lead.page(link).says("3")
    lead.send(link, {"deadline": "2026-11-24T12:00", "reason": "Bouwverlof"}, status=422)
    lead.send(link, {"deadline": "2026-12-14T12:00", "reason": "Bouwverlof"})
    assert lead.page(f"/percelen/{lot}/openen").says("14 december 2026, 12:00")


@pytest.mark.parametrize("state", ["ordering", "executing"])
def test_there_is_no_stop_while_households_order(lot_of, client_as, given, state):
    lot = lot_of()
    with given() as make:
        make.session.get(Lot, lot).state = state
    lead = client_as(Role.LEAD)
    assert lead.page(f"/percelen/{lot}/openen").select("a[href$='stopzetten']") == []
    sent = lead.page(f"/percelen/{lot}/stopzetten").values() | {"reason": "Te duur."}
    page = lead.send(f"/percelen/{lot}/stopzetten", sent, status=422)
    assert page.select_one("[role=alert]")


def test_after_the_opening_a_firm_no_longer_waits_for_it(given, client_of):
    with given() as make:
        example = worked_example(make)
        person = example.contractors["A"].id
    page = client_of(person).page("/opdrachten")
    assert page.says("Uw offerte is geopend")
    assert not page.says("wacht op de opening")


def test_a_stopped_lot_needs_a_reason(lot_of, client_as):
    lot = lot_of()
    lead = client_as(Role.LEAD)
    sent = lead.page(f"/percelen/{lot}/stopzetten").values()
    lead.send(f"/percelen/{lot}/stopzetten", sent | {"reason": "  "}, status=422)
    lead.send(f"/percelen/{lot}/stopzetten", sent | {"reason": "Te duur."})


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.CONTRACTOR, Role.ALDERMAN, Role.ADVISOR])
def test_others_do_not_open(lot_of, client_as, role):
    lot = lot_of(stage="quoting")
    for url in ("openen", "proces-verbaal", "proces-verbaal.pdf"):
        assert client_as(role).get(f"/percelen/{lot}/{url}").status_code == 403


def test_the_lot_of_another_neighbourhood_is_not_there(lot_of, given, client_of):
    lot = lot_of()
    with given() as make:
        person = make.member(Role.LEAD, neighbourhood_id=make.neighbourhood().id).id
    client = client_of(person)
    for url in (*STAFF_PAGES, "proces-verbaal", "scores", "beslissen"):
        assert client.get(f"/percelen/{lot}/{url}").status_code == 404, url
