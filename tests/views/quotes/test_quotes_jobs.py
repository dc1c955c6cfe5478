"""A contractor sees what is asked, without people, and only its own jobs."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from renogroep.base import clock
from renogroep.infra.access import Role
from renogroep.infra.audit import AuditEvent
from renogroep.infra.db import db
from renogroep.infra.outbox import OutboxMessage
from renogroep.quotes.models import Invitation
from renogroep.tenders.models import Lot
from tests.support.english import english_pages  # noqa: F401
from tests.support.make_jobs import fields, job, open_request, typed
from tests.support.make_quotes import worked_example


@pytest.fixture
def one(given):
    with given() as make:
        package = make.package(title="Gevels van de Rozenwijk", summary="Samen isoleren.")
        street = make.street(package.neighbourhood, "Rozenstraat")
        homes = [
            make.subscription(
                package,
                make.dwelling(make.address(street, number)),
                person=make.person("Greet Geheim"),
            )
            for number in ("173", "175", "177")
        ]
        return job(make, lot=package.lots[0], homes=3, households=homes)


@pytest.fixture
def firm(client_of, one):
    return client_of(one.person_id)


def test_jobs_are_ordered_by_deadline(given, client_of, one):
    with given() as make:
        for days, title in ((-2, "Voorbij"), (3, "Bijna"), (90, "Later")):
            lot = make.lot(make.package(lots=0), title=title)
            open_request(make, lot, deadline=clock.now() + timedelta(days=days))
            make._add(
                Invitation(
                    municipality_id=lot.municipality_id,
                    lot_id=lot.id,
                    organisation_id=one.firm_id,
                    invited_at=clock.now(),
                    invited_by=one.person_id,
                )
            )
    page = client_of(one.person_id).page("/opdrachten")
    names = [row.select_one("a").get_text() for row in page.select("tbody tr")]
    assert names == ["Bijna", "Perceel 1: gevelisolatie", "Later", "Voorbij"]


def test_a_firm_without_jobs_reads_what_happens_next(client_as):
    assert client_as(Role.CONTRACTOR).page("/opdrachten").select_one(".empty-state")


def test_the_job_says_how_many_homes_per_street_and_nobody_s_name_or_number(firm, one):
    page = firm.page(one.url)
    assert page.says("Rozenstraat 3")
    assert page.says("Gevelisolatie EPS 14 cm met crepi")
    assert page.says("1 to 8 homes; 9 or more homes")
    main = page.select_one(
        "main"
    ).get_text()  # around it stands the name of who looks, with a number
    for secret in ("Greet", "Geheim", "173", "175", "177"):
        assert not re.search(rf"\b{secret}\b", main)


def test_the_bill_holds_nobody_s_name_or_number_either(firm, one):
    book = load_workbook(BytesIO(firm.get(f"{one.url}/meetstaat.xlsx").data))
    said = [str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value]
    for secret in ("Greet", "173", "175", "177", "Rozenstraat 1"):
        assert not any(secret in text for text in said)


@pytest.mark.parametrize(
    "path",
    [
        *("", "/meetstaat.xlsx", "/invullen", "/invullen/bestand", "/indienen", "/bewijs"),
        *("/bewijs.pdf", "/prijsbestand.json"),
    ],
)
def test_a_job_of_another_firm_does_not_exist(client_as, one, path):
    assert client_as(Role.CONTRACTOR).get(one.url + path).status_code == 404


@pytest.mark.parametrize("path", ["/invullen", "/invullen/bestand", "/indienen", "/intrekken"])
def test_a_job_of_another_firm_takes_nothing(client_as, one, path):
    assert client_as(Role.CONTRACTOR).post(one.url + path).status_code == 404


def test_the_deadline_stands_in_brussels_time_with_what_is_left(firm, one):
    page = firm.page(one.url)
    assert "12:00" in page.select_one(".note").get_text()
    assert page.says("60 days and 2 h left")
    with clock.frozen_at(one.deadline):
        assert firm.page(one.url).says("less than a minute left")
    with clock.frozen_at(one.deadline + timedelta(seconds=1)):
        page = firm.page(one.url)
        assert page.says("The deadline has passed")
        assert not page.select_one(f"a[href='{one.url}/invullen']")


def test_the_bill_is_locked_but_for_prices_answers_and_remarks(firm, one):
    answer = firm.get(f"{one.url}/meetstaat.xlsx")
    assert answer.mimetype.endswith("spreadsheetml.sheet")
    assert "attachment" in answer.headers["Content-Disposition"]
    book = load_workbook(BytesIO(answer.data))
    sheet = book["Meetstaat"]
    assert sheet.protection.sheet
    head = next(row for row in sheet.iter_rows() if row[0].value == "Post")
    labels = [cell.value for cell in head]
    assert labels[:2] == ["Post", "Omschrijving"]
    first = sheet[head[0].row + 1]
    free = [label for label, cell in zip(labels, first, strict=True) if not cell.protection.locked]
    assert free == [
        "Eenheidsprijs excl. btw, 1 tot 8 woningen",
        "Eenheidsprijs excl. btw, 9 of meer woningen",
        "Antwoord",
        "Opmerking",
    ]
    assert book["_meta"].sheet_state == "veryHidden"


def test_the_bill_comes_with_the_own_draft_in_it(firm, one):
    firm.send(f"{one.url}/invullen", fields(typed()) | {"version": "0", "revision": "1"})
    book = load_workbook(BytesIO(firm.get(f"{one.url}/meetstaat.xlsx").data))
    cells = {row[0].value: [c.value for c in row] for row in book["Meetstaat"].iter_rows()}
    assert cells["01.01"][6:8] == [121.37, 119]
    terms = {row[0].value: row[1].value for row in book["Voorwaarden"].iter_rows()}
    assert terms["Eigen minimum (woningen)"] == 4
    assert terms["Start ten vroegste"].strftime("%d/%m/%Y") == "01/03/2027"


def test_every_download_of_the_bill_is_written_down(app, firm, one):
    firm.get(f"{one.url}/meetstaat.xlsx")
    with app.app_context():
        row = db.session.scalars(select(AuditEvent)).one()
        assert (row.did, row.actor_id, row.facts["revision"]) == (
            "bill.downloaded",
            one.person_id,
            1,
        )


def test_a_package_that_goes_elsewhere_says_so(given, client_of):
    with given() as make:
        elsewhere = job(make, lot=make.package("procurement", own_submission=False).lots[0])
    page = client_of(elsewhere.person_id).page(elsewhere.url)
    assert page.says("e-Procurement")
    assert not page.select_one(f"a[href='{elsewhere.url}/invullen']")


def test_what_is_missing_is_counted(firm, one):
    firm.send(
        f"{one.url}/invullen",
        fields(typed({"01.01": ("", ""), "01.02": ("x", "60")}))
        | {"version": "0", "revision": "1"},
    )
    assert firm.page("/opdrachten").says("2 things to fill in or to repair")


@pytest.fixture
def tender(given):
    with given() as make:
        package = make.package(
            "procurement", own_submission=True, legal_form="vopmb", title="Gevels"
        )
        return job(make, lot=package.lots[0]), package.reference


def test_a_contractor_reads_on_what_quotes_are_judged(client_of, tender):
    page = client_of(tender[0].person_id).page(tender[0].url)
    criteria = [row.get_text(" ", strip=True) for row in page.select("#award-criteria tbody tr")]
    assert criteria[0].startswith("Prijs 60 points = 60 ×")
    assert criteria[1].startswith("Plan van aanpak 40")
    scenarios = [row.get_text(" ", strip=True) for row in page.select("#award-scenarios tbody tr")]
    assert scenarios == ["7 homes 4 50 %", "10 homes 4 50 %"]
    for words in ("€29,000.00", "90 days after the deadline", "Simplified negotiated"):
        assert page.says(words)
    assert page.says("For “Plan van aanpak” you mail a document to wonen@testgem.example")


def test_the_public_reads_the_same_rules(app, tender):
    client = app.test_client()
    client.set_cookie("language", "en")
    page = client.page(f"/pakket/{tender[1]}")
    assert len(page.select("#award-criteria tbody tr")) == 2
    assert len(page.select("#award-scenarios tbody tr")) == 2
    assert page.says("Simplified negotiated")


def test_the_bill_says_on_what_it_is_judged(client_of, tender):
    content = client_of(tender[0].person_id).get(f"{tender[0].url}/meetstaat.xlsx").data
    rows = {
        r[0].value: [c.value for c in r] for r in load_workbook(BytesIO(content))["Beoordeling"]
    }
    assert rows["Criterium, punten op 100: Prijs"][1] == 60
    assert "laagste prijs" in rows["Criterium, punten op 100: Prijs"][2]
    assert rows["Hoogste waarde van alle bestellingen samen, excl. btw"][1] == 29_000
    assert rows["Offerte minstens geldig (dagen)"][1] == 90
    assert rows["Document: Plan van aanpak"][2].startswith("Mail dit")


def test_where_households_choose_there_are_no_award_words(firm, one):
    page = firm.page(one.url)
    assert not page.select("#award-criteria, #award-scenarios")
    book = load_workbook(BytesIO(firm.get(f"{one.url}/meetstaat.xlsx").data))
    assert "Beoordeling" not in book.sheetnames


@pytest.mark.parametrize("how", ["lot", "package"])
def test_a_job_that_stopped_invites_nobody_any_more(given, client_of, firm, one, how):
    with given() as make:
        lot = make.session.get(Lot, one.lot_id)
        lot.state = "failed"
        if how == "package":
            lot.package.state, lot.package.cancel_reason = "cancelled", "De subsidie viel weg."
    page = firm.page(one.url)
    assert page.says("This job does not go ahead")
    assert page.says("De subsidie viel weg.") == (how == "package")
    assert not page.select("main .steps, main .actions a")
    assert not page.says("days and")
    jobs = firm.page("/opdrachten")
    assert jobs.says("Does not go ahead")
    assert not jobs.says("days and")


def test_firms_hear_that_a_package_stops(app, given, client_as, one):
    with given() as make:
        package = make.session.get(Lot, one.lot_id).package_id
    reason = "De subsidie is weggevallen."
    lead = client_as(Role.LEAD)
    version = lead.page(f"/pakketten/{package}").select_one("form[action$=stoppen] [name=version]")
    sent = {"reason": reason, "version": version["value"]}
    lead.send(f"/pakketten/{package}/stoppen", sent)
    with app.app_context():
        told = select(OutboxMessage).where(OutboxMessage.person_id == one.person_id)
        message = db.session.scalars(told).one()
        assert reason in message.body
        assert "Gevels van de Rozenwijk" in message.subject


def test_after_the_opening_a_firm_reads_that_its_quote_is_open(given, client_of):
    with given() as make:
        example = worked_example(make)
        quote = example.quotes["A"]
        person, url = make.member(Role.CONTRACTOR, quote.organisation).id, quote.request_id
    page = client_of(person).page(f"/opdrachten/{url}")
    assert page.says("Your quote was opened")
    assert not page.says("waits for the opening")


def test_the_bill_of_a_tender_adds_up_the_scenarios_and_their_mix(client_of, tender):
    content = client_of(tender[0].person_id).get(f"{tender[0].url}/meetstaat.xlsx").data
    sheet = load_workbook(BytesIO(content))["Meetstaat"]
    rows = list(sheet.iter_rows())
    head = next(row for row in rows if row[0].value == "Post")
    place = {cell.value: cell.column_letter for cell in head}
    total = next(row for row in rows if row[0].value == "Totaal")
    sums = {cell.column_letter for cell in total if str(cell.value).startswith("=SUM")}
    assert sums == {place[f"Totaal excl. btw, {homes} woningen"] for homes in (7, 10)}
    mix = next(row for row in rows if str(row[0].value).startswith("Vergeleken prijs"))
    (formula,) = [cell.value for cell in mix if str(cell.value).startswith("=")]
    number = total[0].row
    seven, ten = sorted(sums)
    assert formula == f"=ROUND(({seven}{number}*50+{ten}{number}*50)/100,2)"
    per_run = next(row for row in rows if row[0].value == "02.01")
    quantities = {c.column_letter: c.value for c in per_run}
    assert quantities[place["Hoeveelheid, 10 woningen"]] == 4


def test_a_bill_where_households_choose_keeps_its_one_total(firm, one):
    book = load_workbook(BytesIO(firm.get(f"{one.url}/meetstaat.xlsx").data))
    rows = list(book["Meetstaat"].iter_rows())
    total = next(row for row in rows if row[0].value == "Totaal")
    assert sum(str(cell.value).startswith("=SUM") for cell in total) == 1
    assert not any(str(row[0].value).startswith("Vergeleken prijs") for row in rows)
