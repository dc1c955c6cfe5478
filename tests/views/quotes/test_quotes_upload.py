"""A filled spreadsheet goes in whole, or every problem comes back by cell and in words."""

import struct
import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook
from PIL import Image

from renogroep.groups.models import Request
from renogroep.infra.db import db
from renogroep.quotes.actions.sealed import open_payload
from renogroep.quotes.rules.price_sheet import canonical
from tests.support.english import english_pages  # noqa: F401
from tests.support.filled import ANSWER, PRICE_1, PRICE_2, QUANTITY, REMARK, Filled
from tests.support.make_jobs import PRICES, fields, job, open_request, quotes_of, typed


@pytest.fixture
def one(given):
    with given() as make:
        return job(make)


@pytest.fixture
def firm(client_of, one):
    return client_of(one.person_id)


@pytest.fixture
def quotes(app, one):
    """The quotes as they are kept now."""

    def read():
        with app.app_context():
            return quotes_of(db.session, one.request_id)

    return read


@pytest.fixture
def filled(firm, one):
    return Filled(firm.get(f"{one.url}/meetstaat.xlsx").data)


def send(firm, one, data, name="meetstaat.xlsx", version="0"):
    return firm.post(
        f"{one.url}/invullen/bestand",
        data={"file": (BytesIO(data), name), "version": version},
        content_type="multipart/form-data",
    )


def refused(firm, one, data, name="meetstaat.xlsx"):
    """The page that says no, after checking that it is one."""
    return firm.send(
        f"{one.url}/invullen/bestand",
        {"file": (BytesIO(data), name), "version": "0"},
        status=422,
        content_type="multipart/form-data",
    )


def problems(page):
    """Cell -> sentence of the table of problems."""
    return {
        row.select_one("th").get_text(strip=True): row.select("td")[-1].get_text(" ", strip=True)
        for row in page.select("#problems tbody tr")
    }


def test_a_good_file_becomes_the_draft_and_shows_the_totals(firm, one, filled, quotes):
    assert send(firm, one, filled.data()).location.endswith("/indienen")
    assert [(q.slot, q.source) for q in quotes()] == [("draft", "sheet")]
    assert firm.page(f"{one.url}/indienen").says("69,444.76")


def submitted(app, firm, one, code=""):
    form = firm.page(f"{one.url}/indienen").values() | {"agreed": "y"}
    firm.send(f"{one.url}/indienen", form)
    with app.app_context():
        return open_payload(quotes_of(db.session, one.request_id)[-1])[2]


def test_typing_and_uploading_give_the_same_bytes(app, firm, one, filled):
    filled.put("01.02", PRICE_1, None)
    filled.put("01.02", PRICE_2, None)
    filled.put("01.02", ANSWER, "niet inbegrepen")
    filled.put("01.03", REMARK, "met net")
    send(firm, one, filled.data())
    from_sheet = submitted(app, firm, one)
    answers = fields(typed({"01.02": ("", "")})) | {
        "01.02-answer": "excluded",
        "01.03-remark": "met net",
    }
    page = firm.page(f"{one.url}/invullen")
    firm.send(f"{one.url}/invullen", page.values() | answers | {"do": "check"})
    assert submitted(app, firm, one) == from_sheet


def test_what_was_uploaded_stands_on_the_page_and_gives_the_same_again(app, firm, one, filled):
    filled.put("02.02", ANSWER, "optie")
    send(firm, one, filled.data())
    from_sheet = submitted(app, firm, one)
    page = firm.page(f"{one.url}/invullen")
    assert page.find(id="02.02-answer").select_one("option[selected]")["value"] == "option"
    firm.send(f"{one.url}/invullen", page.values() | {"do": "check"})
    assert submitted(app, firm, one) == from_sheet


def test_the_total_that_the_file_computes_is_not_read(app, firm, one, filled):
    filled.put("01.01", "K", 999999)
    send(firm, one, filled.data())
    assert b"999999" not in submitted(app, firm, one)


@pytest.mark.parametrize(
    "value,words",
    [
        ("veel", "not a price"),
        ("#DIV/0!", "#DIV/0!"),
        ("=1/0", "no result"),
        (-1, "below zero"),
        ("-0,01", "below zero"),
        (1e12, "1.000.000"),
        ("1.250", "two prices"),
        (1.23456, "four decimals"),
        ("inbegrepen", "answer"),
        ("\u202e" + "x" * 5000, "too long"),
        ("٣", "not a price"),
    ],
)
def test_a_wrong_price_is_named_by_its_cell(firm, one, filled, quotes, value, words):
    cell = filled.put("01.01", PRICE_1, value)
    page = refused(firm, one, filled.data())
    assert words in problems(page)[cell]
    assert page.select_one("#own-rows .field__error")
    assert page.says("Nothing was changed")
    assert quotes() == []


@pytest.mark.parametrize("value", ["121,37", "121.37", 121.37, "€ 121,37", "=121.37"])
def test_commas_points_and_numbers_are_the_same_price(app, firm, one, filled, value):
    """A formula that was never calculated is refused above; its result is read as a number."""
    filled.put("01.01", PRICE_1, value)
    if str(value).startswith("="):
        assert refused(firm, one, filled.data())
        return
    send(firm, one, filled.data())
    assert b"1213700" in submitted(app, firm, one)


def test_a_higher_band_that_costs_more_is_refused(firm, one, filled):
    cell = filled.put("01.01", PRICE_2, 122)
    assert "More homes may not cost more" in problems(refused(firm, one, filled.data()))[cell]


@pytest.mark.parametrize("column,value", [(QUANTITY, 500), ("B", "Iets anders"), ("D", "uur")])
def test_a_changed_bill_is_refused(firm, one, filled, column, value):
    cell = filled.put("01.01", column, value)
    assert "Put it back" in problems(refused(firm, one, filled.data()))[cell]


def test_all_problems_come_at_once_with_their_number(firm, one, filled):
    for number in PRICES:
        filled.put(number, PRICE_1, "x")
        filled.put(number, QUANTITY, 3)
    page = refused(firm, one, filled.data())
    assert len(problems(page)) == 10
    assert page.says("Your file has 10 problems")


def test_a_missing_post_is_named(firm, one, filled):
    for column in "ABCDEFGHIJK":
        filled.put("01.02", column, None)
    assert "01.02" in problems(refused(firm, one, filled.data()))["–"]


def test_a_post_twice_is_named(firm, one, filled):
    cell = filled.put("01.03", "A", "01.02")
    assert "already stands" in problems(refused(firm, one, filled.data()))[cell]


def test_an_unknown_post_is_named(firm, one, filled):
    row = filled.rows["02.02"] + 3
    filled.sheet[f"A{row}"] = "09.99"
    filled.sheet[f"{PRICE_1}{row}"] = 5
    assert "not in the bill" in problems(refused(firm, one, filled.data()))[f"A{row}"]


def test_a_term_that_is_missing_is_named_by_its_question(firm, one, filled):
    for row in filled.book["Voorwaarden"].iter_rows():
        if row[0].value == "Waarborg (jaar)":
            row[1].value = None
            cell = row[1].coordinate
    assert "warranty" in problems(refused(firm, one, filled.data()))[cell]


def test_a_bill_of_an_older_version_is_refused_in_words(given, firm, one, filled, quotes):
    with given() as make:
        make.session.get(Request, one.request_id).revision = 2
    page = refused(firm, one, filled.data())
    assert page.says("version 1 of the bill; download version 2")
    assert quotes() == []


@pytest.mark.parametrize(
    "key,value,words",
    [
        ("checksum", "0" * 64, "Download the bill again"),
        ("request", "V-9999", "belongs to job V-9999"),
        ("form", "something", "not the form of this job"),
    ],
)
def test_a_file_with_another_mark_is_refused(firm, one, filled, key, value, words):
    meta = filled.book["_meta"]
    for row in meta.iter_rows():
        if row[0].value == key:
            row[1].value = value
    assert refused(firm, one, filled.data()).says(words)


def test_a_file_of_another_job_is_refused(given, firm, one, client_of):
    with given() as make:
        other = job(make, lot=open_request(make).lot.package.lots[0], reference="V-ANDERE")
    theirs = Filled(client_of(other.person_id).get(f"{other.url}/meetstaat.xlsx").data)
    assert refused(firm, one, theirs.data()).says("V-ANDERE")


def test_a_column_that_is_gone_is_named(firm, one, filled):
    filled.sheet[f"{QUANTITY}{filled.rows['Post']}"] = "Aantal"
    assert refused(firm, one, filled.data()).select_one(".refusal")


def test_a_column_that_was_renamed_is_named(firm, one, filled):
    filled.sheet[f"{ANSWER}{filled.rows['Post']}"] = "Antw."
    assert refused(firm, one, filled.data()).says("Antwoord")


def foreign_book():
    book = Workbook()
    book.active["A1"] = "Factuur"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def picture():
    out = BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG")
    return out.getvalue()


def bomb():
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (60 * 1024 * 1024))
    return out.getvalue()


def too_big():
    out = BytesIO()
    noise = struct.pack("<I", 7) * 1000
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/media/a.bin", noise * 1350)
    return out.getvalue()


@pytest.mark.parametrize(
    "data,words",
    [
        (lambda: b"", "is empty"),
        (picture, "picture (PNG)"),
        (bomb, "too large when it is opened"),
        (too_big, "larger than 5 MB"),
        (lambda: b"PK\x03\x04" + b"\x00" * 200, "damaged"),
        (lambda: b"post;prijs\n01.01;5\n", "plain text"),
        (foreign_book, "not the form of this job"),
    ],
)
def test_what_is_no_filled_bill_is_refused_in_words(firm, one, quotes, data, words):
    page = refused(firm, one, data())
    assert page.says(words)
    assert page.select_one(".refusal a[href^=tel]") or page.select_one(".error-summary")
    assert quotes() == []


def test_ten_megabytes_are_refused_in_words(firm, one, quotes):
    answer = send(firm, one, b"x" * 10 * 1024 * 1024, "groot.xlsx")
    assert answer.status_code == 413  # it is not even read
    assert "tel:" in answer.text
    assert quotes() == []


def test_no_file_at_all_is_said(firm, one):
    page = firm.send(f"{one.url}/invullen/bestand", {"version": "0"}, status=422)
    assert page.says("Choose your file first")


def test_a_file_name_is_only_a_name(firm, one):
    name = "\u202e" + "a" * 5000 + "<script>.xlsx"
    page = refused(firm, one, picture(), name)
    assert not page.select("main script")
    assert len(page.select_one(".refusal__text").get_text()) < 400


def test_an_older_form_does_not_overwrite_a_colleague_s_draft(firm, one, filled):
    for _click in range(2):
        assert send(firm, one, filled.data()).status_code == 303
    filled.put("01.01", REMARK, "iets anders")
    assert send(firm, one, filled.data()).status_code == 409
    page = firm.page(f"{one.url}/invullen/bestand")
    assert page.says("You have a draft")
    again = send(firm, one, filled.data(), version=page.values()["version"])
    assert again.status_code == 303


def test_a_remark_that_is_too_long_is_named(firm, one, filled):
    cell = filled.put("01.01", REMARK, "r" * 5000)
    assert "5000 characters" in problems(refused(firm, one, filled.data()))[cell]


def test_a_remark_is_kept_as_words_and_never_as_a_formula(app, firm, one, filled):
    filled.put("01.01", REMARK, "+ extra net\u202e")
    send(firm, one, filled.data())
    again = Filled(firm.get(f"{one.url}/meetstaat.xlsx").data)
    cell = again.sheet[f"{REMARK}{again.rows['01.01']}"]
    assert (cell.data_type, cell.value) == ("s", "+ extra net")


def test_the_file_never_touches_the_disk(monkeypatch, firm, one, filled):
    """Werkzeug would keep uploads from 500 kB on in a temporary file."""

    def no_file(*args, **kwargs):
        raise AssertionError("a temporary file was made")

    monkeypatch.setattr("werkzeug.formparser.SpooledTemporaryFile", no_file)
    assert refused(firm, one, too_big())
    assert send(firm, one, filled.data()).status_code == 303


def test_the_rules_and_the_file_agree_on_what_is_canonical(app, firm, one, filled):
    send(firm, one, filled.data())
    content = submitted(app, firm, one)
    with app.app_context():
        sheet, _nonce, kept = open_payload(quotes_of(db.session, one.request_id)[-1])
    assert canonical(sheet) == kept == content
