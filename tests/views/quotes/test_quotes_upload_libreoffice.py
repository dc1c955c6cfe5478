"""Two price sheets that LibreOffice filled and saved are read exactly as somebody meant them."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from renogroep.base.money import UnitPrice
from renogroep.infra.db import db
from renogroep.quotes.actions.sealed import open_typed
from renogroep.quotes.documents.bill_reading import read_bill
from renogroep.quotes.rules.price_sheet import AnswerKind, Terms
from renogroep.tenders.rules.template_package import read_template
from tests.support.make_jobs import job, quotes_of
from tests.support.price_sheets import FOLDER, HOMES, NAMES, TEMPLATE, fixture_request

TODAY = date(2026, 11, 23)

JOINERY = {
    "02.01": ("4200", "3950.50"),
    "02.02": ("185.50", "185.50"),
    "02.03": ("640", "640"),
    "02.04": ("65", "61.75"),
    "02.05": ("395.675", "389.99"),
    "02.06": ("47.50", "47.50"),
    "02.07": ("1012.75", "998.25"),
    "02.08": ("2150", "2050"),
    "02.09": ("1890", "1790"),
    "02.10": ("78.1234", "78.12"),
    "02.11": ("16", "16"),
    "02.14": ("96", "96"),
}
WORDS = {
    "02.12": (AnswerKind.INCLUDED, "zit in post 02.05"),
    "02.13": (AnswerKind.EXCLUDED, ""),
    "02.14": (AnswerKind.PRICE, "met net – ≥ 20 mm"),
    "02.15": (AnswerKind.OPTION, "per screen"),
    "02.16": (AnswerKind.INCLUDED, ""),
}
PROBLEMS = {
    "G9": "The cell shows “#DIV/0!”. Type the value itself in this cell.",
    "G10": "“op aanvraag” is not a price. Type a number like 1250,00.",
    "G11": "“-3” is below zero. Type a price from 0 up.",
    "H11": "“-4” is below zero. Type a price from 0 up.",
    "H12": "Post 01.05 costs 14,00 per unit with more homes and 12,00 with fewer. More homes may not cost more: lower this price.",
    "G13": "“1.250” can mean two prices. Write 1250,00 for thousands or 1,25 for decimals.",
    "G14": "Post 01.07 has no price. Type a price, or write inbegrepen, niet inbegrepen or optie.",
    "H15": "Post 01.08 has no price for this number of homes: 9 or more homes. Type one; it may be the same.",
    "I16": "“misschien” is not an answer we know. Write inbegrepen, niet inbegrepen or optie, or leave the cell empty and type a price.",
    "F17": "The quantity of post 01.10 was “550” and is now “600”. Put it back; write your own count in the remark.",
    "B5": "“voorjaar” is not a date. Type it like 1/3/2027.",
    "B4": "You can take 4 homes but come only with 8. Change one of them.",
}


def content(name):
    return (FOLDER / f"{name}_filled.xlsx").read_bytes()


def read(name):
    return read_bill(content(name), f"{name}.xlsx", fixture_request(name), today=TODAY)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_the_files_come_from_libreoffice(name):
    with ZipFile(BytesIO(content(name))) as archive:
        assert b"<Application>LibreOffice/" in archive.read("docProps/app.xml")


def test_a_sheet_without_problems_gives_exactly_its_prices():
    bill = read("joinery")
    assert list(bill.problems) == []
    found = {answer.line: answer for answer in bill.sheet.answers}
    for post, prices in JOINERY.items():
        assert found[post].prices == tuple(UnitPrice.euros(price) for price in prices), post
    for post, (kind, remark) in WORDS.items():
        assert (found[post].kind, found[post].remark) == (kind, remark), post
    assert all(found[post].kind == AnswerKind.PRICE for post in JOINERY)
    assert bill.sheet.terms == Terms(
        own_min=6,
        capacity=12,
        start_from=date(2027, 3, 1),
        start_until=date(2027, 5, 31),
        warranty_years=10,
        disruption_days=3,
        validity_days=120,
    )


def test_a_sheet_with_problems_gives_exactly_those_by_cell():
    bill = read("facade")
    assert bill.sheet is None
    assert {problem.cell: str(problem.message) for problem in bill.problems} == PROBLEMS
    assert len(bill.problems) == len(PROBLEMS)


@pytest.fixture
def jobs(given):
    """Both lots of the template package, out for quotes as they were when the forms were made."""
    lots = read_template(TEMPLATE.read_text(encoding="utf-8"))
    made = {}
    with given() as make:
        for name, number in NAMES.items():
            template = next(lot for lot in lots if lot.posts[0].number.startswith(number))
            posts = [
                (p.number, p.description, p.nature, p.unit, p.scope, p.source, p.presumed.decimal)
                for p in template.posts
            ]
            lot = make.lot(make.package(lots=0), posts=posts, bands=((6, 8), (9, None)))
            made[name] = job(make, lot=lot, homes=HOMES, reference=f"V-{name.upper()}")
    return made


def upload(client_of, one, name):
    return client_of(one.person_id).post(
        f"{one.url}/invullen/bestand",
        data={"file": (BytesIO(content(name)), f"{name}.xlsx"), "version": "0"},
        content_type="multipart/form-data",
    )


def test_the_good_sheet_becomes_a_draft_on_the_page(app, client_of, jobs):
    one = jobs["joinery"]
    assert upload(client_of, one, "joinery").status_code == 303
    with app.app_context():
        (draft,) = quotes_of(db.session, one.request_id)
        assert draft.request.checksum == fixture_request("joinery").checksum
        assert open_typed(draft).lines["02.07"]["price_1"] == "1012,75"


def test_the_page_shows_every_problem_of_the_other_and_keeps_nothing(app, client_of, jobs):
    one = jobs["facade"]
    answer = upload(client_of, one, "facade")
    assert answer.status_code == 422
    for cell in PROBLEMS:
        assert f">{cell}</th>" in answer.text
    with app.app_context():
        assert quotes_of(db.session, one.request_id) == []


def test_a_sheet_for_the_other_lot_is_refused(client_of, jobs):
    assert "V-JOINERY" in upload(client_of, jobs["facade"], "joinery").text
