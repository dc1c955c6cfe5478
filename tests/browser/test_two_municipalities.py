"""First day of an administrator who gets a second municipality: second check, invite, asked, switch."""

import re

import pytest
from playwright.sync_api import Page, expect

from renogroep.identity.models import Municipality
from renogroep.identity.rules.second_factor import ROLES
from renogroep.infra.db import session, transaction
from renogroep.web.commands import main
from tests.browser.steps import button, fill, heading, link, said
from tests.browser.test_lost_phone import set_up
from tests.support.words import nl

PASSWORD = "een lange zin met woorden"  # noqa: S105
NELE = "nele@lindegem.example"


@pytest.fixture
def strict(app):
    """A house that asks a second check."""
    app.config["SECOND_FACTOR_ROLES"] = ROLES
    yield
    app.config["SECOND_FACTOR_ROLES"] = frozenset()


def set_up_municipality(app, slug: str, name: str) -> str:
    """Six answers in a shell; gives the path of the link that it prints."""
    six = (name, slug, "09 000 00 00", f"wonen@{slug}.example", "Nele Wouters", NELE)
    with app.app_context():
        done = app.test_cli_runner().invoke(main, ["setup"], input="\n".join(six) + "\n")
    assert done.exit_code == 0, done.output
    return re.search(r"/l/\S+", done.output.strip().splitlines()[-1]).group()


def first_sign_in(page: Page, path: str) -> tuple[str, list[str]]:
    """Link, second check, password."""
    page.goto(path)
    page.get_by_role("main").get_by_role("button").click()
    secret_and_codes = set_up(page)
    page.goto("/wachtwoord")
    fill(page, "New password", PASSWORD)
    page.get_by_role("main").get_by_role("button").first.click()
    return secret_and_codes


def test_the_first_day_with_a_second_municipality(app, strict, person, live):
    page = person(phone=True, javascript=False)
    _, codes = first_sign_in(page, set_up_municipality(app, "lindegem", "Lindegem"))
    expect(page.locator(".topbar__switch")).to_have_count(0)

    asks = set_up_municipality(app, "wilgem", "Wilgem")
    page.goto(asks)
    heading(page, "For which municipality do you work now?")
    said(page, "Wilgem vraagt u om ook voor hen te werken")
    page.get_by_role("button", name=nl("Yes, work for %(name)s too", name="Wilgem")).press("Enter")
    heading(page, "For which municipality do you work now?")
    button(page, "Work for %(name)s", name="Wilgem")
    expect(page.locator(".topbar__switch")).to_contain_text("U werkt voor Wilgem")
    page.get_by_role("link", name=nl("switch"), exact=True).press("Enter")  # without a mouse
    button(page, "Work for %(name)s", name="Lindegem")
    expect(page.locator(".topbar__switch")).to_contain_text("U werkt voor Lindegem")

    # Wilgem gets a front door of its own: the same server under another name.
    with app.app_context(), transaction() as current:
        current.query(Municipality).filter_by(slug="wilgem").one().host = "localhost"
    page.get_by_role("link", name=nl("switch"), exact=True).click()
    link(page, "Work for %(name)s", name="Wilgem")
    heading(page, "Go on to %(name)s", name="Wilgem")
    button(page, "Go on to %(name)s", name="Wilgem")
    expect(page.locator(".topbar__switch")).to_contain_text("U werkt voor Wilgem")
    assert page.url.startswith("http://localhost:")
    page.goto("/vandaag")
    expect(page.locator(".topbar__switch")).to_contain_text("U werkt voor Lindegem")
    assert codes
    with app.app_context():
        assert session().query(Municipality).count() == 2
