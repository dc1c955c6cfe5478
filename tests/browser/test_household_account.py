"""A household reads everything that it pays, on a phone without script and with the keyboard."""

import pytest
from playwright.sync_api import expect

from renogroep.identity.actions.keys import make_link
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from tests.browser.keyboard import press
from tests.browser.steps import fill, heading, link, open_link
from tests.support.make_accounts import ordered_twice, two_lots
from tests.support.words import nl


@pytest.fixture
def address(given):
    """The link of H3, which ordered façade and windows and pays D something beforehand."""
    with given() as make:
        both = two_lots(make)
        both.windows.advance_percent = 15
        ordered_twice(make, both)
        make.member(Role.ADVISOR, email="an@testgem.example")
        person = both.home.person
        return f"/l/{make_link(make.session, person=person, purpose='my_home', by=TICK)}"


def test_everything_that_a_home_pays_on_a_phone_without_script(address, person, sign_in):
    page = person(phone=True, javascript=False)
    open_link(page, address)
    link(page, "Everything that you pay, when, and what comes back")
    heading(page, "What it costs you")
    expect(page.locator("main .most")).to_contain_text("19.992,87")
    page.locator("main details.why summary").first.click()
    expect(page.locator("main details.why[open]").first).to_contain_text(nl("Rule"))
    page.get_by_label(nl("Your income group")).select_option("4")
    page.get_by_role("button", name=nl("Count again")).click()
    expect(page.locator("main")).to_contain_text("5.000,00")
    with page.expect_download() as kept:
        link(page, "Print (PDF)")
    assert kept.value.suggested_filename == "kostenkaart.pdf"
    advisor = sign_in("an@testgem.example", phone=True, javascript=False)
    advisor.goto(page.url.replace("/mijn-woning/kosten/", "/dossiers/").split("?")[0] + "/kosten")
    expect(advisor.locator("main .most")).to_contain_text("19.992,87")


def test_the_same_with_the_keyboard(address, person):
    page = person()
    open_link(page, address)
    press(page, "A", nl("Everything that you pay, when, and what comes back"))
    heading(page, "What it costs you")
    fill(page, "Yearly rate in per cent", "3,5")
    fill(page, "Number of years", "10")
    press(page, "BUTTON", nl("Count again"))
    expect(page.locator("main")).to_contain_text(nl("Try with your own numbers"))
    assert "rente=3" in page.url
