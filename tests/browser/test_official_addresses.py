"""From the official address file to a first interest: a lead without script, a resident on a phone."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from renogroep.infra.access import Role
from renogroep.infra.db import session
from renogroep.neighbourhoods.models import Address
from tests.browser.keyboard import press, tab_to
from tests.browser.steps import button, fill, heading, link, said
from tests.browser.test_resident_interest import (
    answer_everything,
    counts,
    find_my_address,
    leave_contact,
    show_interest,
)
from tests.support.make_official import best_csv, best_row, zipped
from tests.support.words import nl

PLACE = {"EPSG:31370_x": "", "EPSG:31370_y": ""}  # as the file is since 2026-10-11
SPOT = {"EPSG:3812_x": "652494.72", "EPSG:3812_y": "711500.38"}
STREETS = ("Sint-Jansstraat", "Kerkstraat")
ROWS = [
    best_row(f"{street}{number}", str(number), streetname_nl=street, **PLACE, **SPOT)
    for street in STREETS
    for number in (10, 12, "14-16")
]
BAD = best_row("bad", "10-60", streetname_nl="Kerkstraat")
GONE = best_row("Kerkstraat12", "12", streetname_nl="Kerkstraat", status="retired")


@pytest.fixture
def town(given):
    """A municipality with a lead, a neighbourhood without homes, and an open package."""
    with given() as make:
        place = make.neighbourhood(name="Bloemenwijk", slug="bloemenwijk")
        make.member(Role.LEAD, email="lead@testgem.example")
        package = make.package(neighbourhood=place, lots=2)
        package.title = "Gevels en ramen"
        for lot, title in zip(package.lots, ("Gevelisolatie", "Buitenschrijnwerk"), strict=True):
            lot.title = title


def choose_file(page, data, name="openaddress-bevlg.zip"):
    page.get_by_label(nl("Official address file")).set_input_files(
        {"name": name, "mimeType": "application/zip", "buffer": data}
    )


def put_in(page, *rows):
    choose_file(page, zipped(best_csv(*rows)))
    fill(page, "Code of the municipality", "99001")
    button(page, "Read the file")
    button(page, "Put these homes in")


def test_official_file_to_first_interest(app, town, sign_in, person):
    lead = sign_in("lead@testgem.example", javascript=False)
    lead.goto("/wijken")
    link(lead, "Addresses")
    link(lead, "Put in the official address file (BeSt)")
    choose_file(lead, best_csv(*ROWS, BAD), "openaddress-bevlg.csv")
    fill(lead, "Code of the municipality", "99002")
    button(lead, "Read the file")
    expect(lead.get_by_role("alert")).to_contain_text("Testgem (99001)")
    put_in(lead, *ROWS, BAD)
    said(lead, "10-60")
    with lead.expect_download() as kept:
        link(lead, "Download all of them (CSV)")
    assert "house_number" in kept.value.path().read_text("utf-8-sig")
    put_in(lead, *ROWS[:4], GONE)

    resident = person(phone=True, javascript=False)
    resident.goto("/")
    find_my_address(resident, "Kerstraat", "12")  # close: asked, never taken
    resident.get_by_role("link", name=re.compile("Kerkstraat")).first.click()
    expect(resident.get_by_role("heading", level=1)).not_to_have_text("Kerkstraat 12")  # no more
    resident.goto("/")
    find_my_address(resident, "st jansstr", "14-16")
    expect(resident.get_by_role("heading", level=1)).to_have_text("Sint-Jansstraat 14-16")
    show_interest(resident)
    answer_everything(resident)
    heading(resident, "Check your answers")
    show_interest(resident)
    contact = {"way": "By e-mail", "label": "E-mail address", "value": "fatma@example.org"}
    leave_contact(resident, name="Fatma Yılmaz", **contact)
    heading(resident, "Almost done: confirm your interest")
    with app.app_context():
        assert counts() == (1, 0)


def test_with_the_keyboard_alone(app, town, sign_in):
    lead = sign_in("lead@testgem.example")
    lead.goto("/wijken")
    link(lead, "Addresses")
    press(lead, "A:", nl("Put in the official address file (BeSt)"))
    choose_file(lead, zipped(best_csv(*ROWS)))  # a file chooser is the browser's own
    tab_to(lead, "INPUT:text", nl("Code of the municipality"))
    lead.keyboard.type("99001")
    tab_to(lead, "TEXTAREA", nl("Streets"))
    lead.keyboard.type("Kerkstraat")
    press(lead, "BUTTON:submit", nl("Read the file"))
    press(lead, "BUTTON:submit", nl("Put these homes in"))
    said(lead, nl("What the last file changed"))
    with app.app_context():
        assert session().scalar(select(func.count()).select_from(Address)) == 3
