"""A lead puts the official address file in: first what it changes, then a yes."""

import csv
import io
import sys

import pytest
from sqlalchemy import func, select

from renogroep.infra.access import Role
from renogroep.infra.db import db
from renogroep.neighbourhoods.models import Address, OfficialList
from tests.support.make_official import best_csv, best_row, zipped

ROWS = (best_row("1", "12"), best_row("2", "10-60"), best_row("3", "14", status="retired"))
CODE = {"municipality": "99001"}


@pytest.fixture
def lead(client_as):
    return client_as(Role.LEAD)


@pytest.fixture
def place(given):
    with given() as make:
        return make.neighbourhood(name="Lindewijk").id


def url(place, more=""):
    return f"/wijken/{place}/adressen/officieel{more}"


def upload(lead, place, data, *, status=303, name="openaddress-bevlg.csv", **typed):
    fields = {"file": (io.BytesIO(data), name), **CODE, **typed}
    return lead.send(url(place), fields, status=status, content_type="multipart/form-data")


def say_yes(lead, place, **given):
    form = lead.page(url(place)).select_one("form[action$=inlezen]")
    values = {field["name"]: field["value"] for field in form.select("input[name]")}
    return lead.send(url(place, "/inlezen"), {**values}, **given)


def homes(app):
    with app.app_context():
        return db.session.scalars(select(Address.number).order_by(Address.id)).all()


def test_the_page_of_addresses_leads_there(lead, place):
    assert lead.page(f"/wijken/{place}/adressen").select_one(f"a[href='{url(place)}']")
    assert not lead.page(url(place)).select_one("form[action$=inlezen]")


@pytest.mark.parametrize("pack", [bytes, zipped], ids=["csv", "zip"])
def test_a_file_shows_what_it_changes_and_goes_in_after_a_yes(app, lead, place, pack):
    upload(lead, place, pack(best_csv(*ROWS)))
    assert homes(app) == []
    page = lead.page(url(place))
    assert page.says("10-60")
    assert [row.th.text.split()[-1] for row in page.select("#left tbody tr")] == ["3"]
    say_yes(lead, place)
    assert homes(app) == ["12"]
    page = lead.page(url(place))
    assert not page.select_one("form[action$=inlezen]")
    assert page.select("#left tbody tr")


def test_the_same_file_twice_changes_nothing(app, lead, place):
    for _ in range(2):
        upload(lead, place, best_csv(*ROWS))
        say_yes(lead, place)
    assert homes(app) == ["12"]
    with app.app_context():
        assert db.session.scalar(select(OfficialList.outcome)) == {
            "added": 0,
            "changed": 0,
            "kept": 1,
            "retired": 0,
            "left": 1,
        }


def test_what_stays_out_is_a_file_too(lead, place):
    upload(lead, place, best_csv(*ROWS))
    answer = lead.get(url(place, "/blijft-liggen.csv"))
    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert [row[:2] for row in rows[1:]] == [["3", "house_number"]]
    assert "10-60" in rows[1][2]


def test_without_a_file_there_is_nothing_to_download_or_to_put_in(lead, place):
    assert lead.get(url(place, "/blijft-liggen.csv")).status_code == 404
    assert lead.send(url(place, "/inlezen"), {}, status=422).select_one(".refusal")


def test_a_yes_counts_once(app, lead, place):
    upload(lead, place, best_csv(*ROWS))
    old = {
        f["name"]: f["value"] for f in lead.page(url(place)).select("form[action$=inlezen] input")
    }
    lead.send(url(place, "/inlezen"), old)
    assert lead.send(url(place, "/inlezen"), old, status=422).select_one(".refusal")
    assert homes(app) == ["12"]


def test_a_yes_to_an_older_file_is_told_so(app, lead, place):
    upload(lead, place, best_csv(*ROWS))
    old = {
        f["name"]: f["value"] for f in lead.page(url(place)).select("form[action$=inlezen] input")
    }
    upload(lead, place, best_csv(best_row("7", "99")))
    page = lead.send(url(place, "/inlezen"), old, status=409)
    assert page.select_one(".refusal")
    assert homes(app) == []
    say_yes(lead, place)
    assert homes(app) == ["99"]


def test_semicolons_and_a_mark_are_read(app, lead, place):
    data = b"\xef\xbb\xbf" + best_csv(*ROWS, delimiter=";")
    upload(lead, place, data)
    say_yes(lead, place)
    assert homes(app) == ["12"]


GOOD = best_csv(*ROWS)


@pytest.mark.parametrize(
    ("data", "typed", "field"),
    [
        (b"", {}, "file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), {}, "file"),
        (b"PK\x03\x04 kapot", {}, "file"),
        (b"straat;nummer\nRozenstraat;1\n", {}, "file"),
        (
            best_csv(best_row("1", "12", streetname_nl="Caféstraat")).decode().encode("cp1252"),
            {},
            "file",
        ),
        (GOOD.decode().encode("utf-16"), {}, "file"),
        (zipped(GOOD, GOOD), {}, "file"),
        (zipped(), {}, "file"),
        (GOOD, {"municipality": "99999"}, "municipality"),
        (GOOD, {"municipality": "Testgem"}, "municipality"),
        (GOOD, {"municipality": ""}, "municipality"),
        (GOOD, {"postcodes": "999"}, "postcodes"),
        (GOOD, {"streets": "x" * 50_001}, "streets"),
        (
            best_csv(*ROWS, best_row("9", "1", municipality_id="99002")),
            {"municipality": "", "streets": "Rozenstraat"},
            "municipality",
        ),
    ],
    ids=lambda value: None,
)
def test_what_is_wrong_stands_beside_its_field(app, lead, place, data, typed, field):
    page = upload(lead, place, data, status=422, **typed)
    assert page.select_one(f".error-summary a[href='#{field}']")
    assert page.select_one(f"#{field}-error").text.strip()
    assert page.select_one("#municipality")["value"] == {**CODE, **typed}["municipality"]
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(OfficialList)) == 0


def test_a_quote_that_is_never_closed_is_no_table(lead, place):
    data = best_csv(best_row("1", "12")) + b'"' + b"x" * 140_000
    page = upload(lead, place, data, status=422)
    assert page.select_one("#file-error")


def test_no_file_is_said(lead, place):
    page = lead.send(url(place), CODE, status=422)
    assert page.select_one("#file-error")


def test_a_zip_with_a_password_is_refused(lead, place):
    packed = bytearray(zipped(GOOD))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.rindex(mark) + at] |= 1
    assert upload(lead, place, bytes(packed), status=422).select_one("#file-error")


def test_a_zip_that_breaks_on_the_way_is_refused(lead, place):
    for stored in (True, False):
        packed = bytearray(zipped(GOOD, stored=stored))
        packed[packed.rindex(b"openaddress-bevlg.csv", 0, 200) + 60] ^= 0xFF
        assert upload(lead, place, bytes(packed), status=422).select_one("#file-error")


def test_a_zip_that_unpacks_to_far_more_is_refused(lead, place):
    packed = zipped(GOOD + b"," * 40_000_000)
    assert len(packed) < 100_000
    assert upload(lead, place, packed, status=422).select_one("#file-error")


def test_a_server_without_the_library_says_so(lead, place, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyproj", None)
    spot = {
        "EPSG:31370_x": "",
        "EPSG:31370_y": "",
        "EPSG:3812_x": "652494.72",
        "EPSG:3812_y": "711500.38",
    }
    page = upload(lead, place, best_csv(best_row("1", "12", **spot)), status=422)
    assert page.select_one("#file-error")
    upload(lead, place, best_csv(*ROWS))


def test_a_file_of_more_than_other_pages_take(app, lead, client, place):
    rows = (best_row(str(n), "1", municipality_id="99002") for n in range(70_000))
    data = best_csv(*ROWS, *rows)
    assert 7_000_000 < len(data) < 32_000_000
    upload(lead, place, data)
    say_yes(lead, place)
    assert homes(app) == ["12"]
    assert client.post(url(place), data={"file": (io.BytesIO(data), "a.csv")}).status_code in {
        401,
        413,
        302,
    }


def test_another_municipality_is_not_found(given, lead):
    with given() as make:
        other = make.neighbourhood(municipality_id=make.municipality().id).id
    for more in ("", "/blijft-liggen.csv"):
        assert lead.get(url(other, more)).status_code == 404
    for more in ("", "/inlezen"):
        assert lead.post(url(other, more), data=CODE).status_code == 404


@pytest.mark.parametrize("role", [Role.ADVISOR, Role.CONTRACTOR, Role.ALDERMAN])
def test_only_leads_put_addresses_in(client_as, place, role):
    assert client_as(role).get(url(place)).status_code == 403
