"""From a visitor to an idea of the price to interest: phone, no account, no JavaScript."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from renogroep.financing.actions import seed_rules
from renogroep.infra.acts import TICK
from tests.browser.keyboard import choose, press, tab_to
from tests.support.words import nl

LINK = nl("What could it cost? Get an idea of the price")


@pytest.fixture
def place(given):
    """A neighbourhood with one open package; the slug."""
    with given() as make:
        seed_rules(make.session, make.home.id, by=TICK)
        neighbourhood = make.neighbourhood(name="Bloemenwijk", slug="bloemenwijk")
        make.address(make.street(neighbourhood, "Sint-Jansstraat"), "12")
        make.package(neighbourhood=neighbourhood, lots=2)
        return neighbourhood.slug


def see(page: Page, name: str = "See the price idea") -> None:
    page.get_by_role("button", name=nl(name), exact=True).click()


def lead(page: Page) -> Locator:
    return page.locator("p.lead")


def test_a_visitor_reads_an_idea_and_shows_interest(person, place):
    page = person(phone=True, javascript=False)
    page.goto("/")
    page.get_by_role("link", name=LINK).click()
    see(page)  # nothing chosen
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label(nl("Insulation on the outside of the façade"), exact=True).check()
    page.get_by_label(nl("Between two other houses"), exact=True).check()
    page.get_by_label(nl("Group 4: the lowest incomes"), exact=True).check()
    see(page)
    expect(lead(page)).to_contain_text(re.compile(r"€.4\.200 tot €.14\.500"))
    expect(page.locator("#premiums")).to_contain_text(re.compile(r"€.2\.000 tot €.5\.000"))
    page.locator("[name=van]").fill("veel")
    see(page, "Count again")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("[name=van]")).to_have_value("veel")
    page.locator("[name=van]").fill("60")
    page.locator("[name=tot]").fill("70")
    see(page)
    expect(lead(page)).to_contain_text(re.compile(r"€.5\.000 tot €.12\.700"))
    page.get_by_role("link", name=nl("Show interest, without obligation")).click()
    expect(
        page.get_by_role("heading", name=nl("Show interest, without obligation"))
    ).to_be_visible()
    expect(page.get_by_label(nl("Street"), exact=True)).to_be_visible()


def test_with_the_keyboard_alone_and_for_works_without_a_price(person, place):
    page = person()
    page.goto(f"/wijk/{place}")
    press(page, "A:", LINK)
    tab_to(page, "INPUT:radio")  # the first group has no choice yet
    page.keyboard.press("Space")
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_label(nl("Windows and outside doors"), exact=True)).to_be_checked()
    tab_to(page, "INPUT:radio")
    page.keyboard.press("Space")
    choose(page, nl("Younger than %(years)s years") % {"years": 10})
    choose(page, nl("Group 2: middle incomes"))
    press(page, "BUTTON", nl("See the price idea"))
    expect(page.get_by_text(nl("We have no price with a source for this yet."))).to_be_visible()
    expect(page.get_by_role("link", name=nl("Call me")).first).to_be_visible()


def test_a_roof_asks_its_size_first_and_no_cookie_is_set(person, place):
    page = person(phone=True)
    page.goto(f"/prijsidee?wijk={place}&werk=roof")
    page.get_by_label(nl("Against one other house"), exact=True).check()
    see(page)
    expect(page.get_by_role("heading", name=nl("How large are these works?"))).to_be_visible()
    page.locator("[name=van]").fill("100")
    see(page)
    expect(lead(page)).to_contain_text(re.compile(r"€.18\.100 tot €.24\.100"))
    assert page.context.cookies() == []
