"""The pages of who keeps the server: on a phone without script, and with the keyboard alone."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from renogroep.base import clock
from renogroep.identity.rules.events import Did
from renogroep.infra.access import Role
from renogroep.infra.audit import record
from tests.browser.keyboard import press
from tests.browser.steps import button, fill, heading, menu
from tests.support.make import NOW
from tests.support.words import nl


@pytest.fixture
def house(given):
    """An administrator, a lead, and somebody whom we last heard of today."""
    with given() as make:
        make.member(Role.ADMIN, email="admin@testgem.example")
        make.member(Role.LEAD, email="lead@testgem.example")
        make.neighbourhood(name="Bloemenwijk", slug="bloemen")
        person = make.person("Oude Bekende")
        record(make.session, Did.PERSON_CREATED, actor_id=None, subject=person)


def test_a_pause_is_set_met_and_ended(house, sign_in, staff, inspector):
    inspector.wanted = {503}
    admin = sign_in("admin@testgem.example", phone=True, javascript=False)
    admin.goto("/pauze")
    heading(admin, "Pause")
    fill(admin, "What people read in Dutch", "Wij verhuizen de server.")
    button(admin, "Set the pause")
    expect(admin.locator("#pauses")).to_contain_text("Wij verhuizen de server.")
    lead = staff("lead")
    menu(lead, "Neighbourhoods")
    lead.get_by_role("link", name="Bloemenwijk", exact=True).click()
    fill(lead, "Name of the neighbourhood", "Bloemenwijk Noord")
    with lead.expect_response(lambda answer: answer.status == 503):
        button(lead, "Save")
    expect(lead.locator("main")).to_contain_text("Wij verhuizen de server.")
    expect(lead.locator("textarea[readonly]").first).to_have_value("Bloemenwijk Noord")
    lead.goto("/pauze")
    admin.goto("/pauze")
    button(admin, "End this pause now")
    expect(admin.locator("main")).to_contain_text(nl("Nothing stands still."))


def test_a_pause_is_ended_with_the_keyboard(house, sign_in):
    page = sign_in("admin@testgem.example")
    page.goto("/pauze")
    press(page, "BUTTON", nl("Set the pause"))
    press(page, "BUTTON", nl("End this pause now"))
    expect(page.locator("main")).to_contain_text(nl("Nothing stands still."))


def test_what_would_go_is_read_before_it_goes(house, sign_in):
    with clock.frozen_at(NOW + timedelta(days=730)):
        page = sign_in("admin@testgem.example", phone=True, javascript=False)
        page.goto("/bewaren")
        heading(page, "What we keep")
        desk = sign_in("admin@testgem.example")
        desk.goto("/bewaren")
        press(desk, "BUTTON", nl("Warn and erase them now"))
        expect(desk.locator("main")).to_contain_text(nl("Nothing would be warned or erased now."))
    page.goto("/privacy")
    expect(page.locator("main")).to_contain_text(nl("What for, by which right, and how long"))


def test_whether_everything_runs_is_the_first_line(house, sign_in):
    page = sign_in("admin@testgem.example", phone=True, javascript=False)
    page.goto("/beheer")
    heading(page, "Running")
    expect(page.locator("main .lead").first).to_be_visible()
    expect(page.locator("#checks")).to_contain_text(nl("Worker and mails"))
