"""The log reads on a small screen, without JavaScript, and by keyboard."""

from playwright.sync_api import expect

from renogroep.web.demo import seed
from tests.browser.demo import demo as demo  # noqa: PLC0414 - a fixture
from tests.browser.demo import demo_file as demo_file  # noqa: PLC0414
from tests.browser.keyboard import press, tab_to
from tests.support.words import nl

NARROWEST = 320


def test_who_looked_in_a_case_without_javascript_on_a_small_screen(demo, sign_in):
    page = sign_in(dict(seed.ACCOUNTS)["Administrator"], javascript=False)
    page.set_viewport_size({"width": NARROWEST, "height": 800})
    page.goto("/logboek")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST
    page.get_by_label(nl("Number of the case")).fill("1")
    page.get_by_role("button", name=nl("Search the log")).click()
    page.get_by_role("link", name=nl("Who looked in this case?")).click()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST
    expect(page.get_by_label(nl("Only who looked"))).to_be_checked()


def test_by_keyboard_alone(demo, sign_in):
    page = sign_in(dict(seed.ACCOUNTS)["Administrator"])
    page.goto("/logboek")
    tab_to(page, "INPUT:text", nl("Number of the case"))
    page.keyboard.type("x")
    press(page, "BUTTON", nl("Search the log"))
    expect(page.get_by_text(nl("Type a number, like 12")).first).to_be_visible()
