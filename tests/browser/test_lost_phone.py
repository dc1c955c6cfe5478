"""Lost phone and recovery code: set up, sign in with a code, lose the phone, get help from two."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from renogroep.base import clock
from renogroep.identity.actions import passwords
from renogroep.identity.queries import account_by_email
from renogroep.identity.rules.second_factor import ROLES
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from tests.browser.steps import button, fill, heading, link, newest_link, said
from tests.support.phones import code_of
from tests.support.words import nl

OLD, NEW = "een zin van vroeger", "een zin van vandaag"
LEAD, ADMIN, TEAM_LEAD = (f"{who}@testgem.example" for who in ("lead", "admin", "team"))


@pytest.fixture
def colleagues(app, given):
    """Three people with a password, in a house that asks a second check."""
    with given() as make:
        for email, role in ((LEAD, Role.LEAD), (ADMIN, Role.ADMIN), (TEAM_LEAD, Role.TEAM_LEAD)):
            make.member(role, email=email)
            account = account_by_email(make.session, email)
            passwords.set_password(make.session, account, OLD, by=TICK)
    app.config["SECOND_FACTOR_ROLES"] = ROLES
    yield
    app.config["SECOND_FACTOR_ROLES"] = frozenset()


def enter(page: Page, email: str, password: str = OLD) -> None:
    page.goto("/vandaag")
    fill(page, "E-mail address", email)
    fill(page, "Password", password)
    page.get_by_role("main").get_by_role("button", name=nl("Sign in"), exact=True).click()


def set_up(page: Page) -> tuple[str, list[str]]:
    """The secret and the recovery codes."""
    heading(page, "Set up the second check")
    secret = page.locator("main ol samp").inner_text().replace(" ", "")
    fill(page, "Code", "12345")
    button(page, "Keep this phone")
    said(page, "6 cijfers")
    fill(page, "Code", code_of(secret))
    page.get_by_label(nl("Code"), exact=True).press("Enter")  # without a mouse
    heading(page, "Your recovery codes")
    codes = page.locator("main li samp").all_inner_texts()
    link(page, "I kept them, go on")
    return secret, codes


def test_a_lost_phone_and_a_recovery_code(colleagues, person):
    first = person(phone=True, javascript=False)
    enter(first, LEAD)
    secret, codes = set_up(first)
    heading(first, "Today")

    second = person(phone=True, javascript=False)
    enter(second, LEAD)
    heading(second, "Type the code of your phone")
    fill(second, "Code", codes[0])
    second.get_by_role("main").get_by_role("button", name=nl("Sign in"), exact=True).click()
    said(second, "9 van 10")
    second.goto("/tweede-controle")
    button(second, "Make ten new recovery codes")
    heading(second, "Your recovery codes")

    admin, team_lead = person(), person()
    for page, email in ((admin, ADMIN), (team_lead, TEAM_LEAD)):
        enter(page, email)
        set_up(page)
    admin.goto("/mensen")
    row = admin.get_by_role("row").filter(has_text=LEAD)
    row.get_by_role("button", name=nl("Phone and codes lost"), exact=True).click()
    heading(admin, "Lost second checks")
    said(admin, nl("Somebody else must confirm this: another administrator or a team lead."))
    team_lead.goto("/tweede-controle/verloren")
    team_lead.get_by_role("main").get_by_role("button").first.click()
    said(team_lead, nl("Nobody lost anything."))

    second.goto("/pakketten")
    heading(second, "Sign in")
    enter(second, LEAD)
    set_up(second)
    heading(second, "Today")


def test_a_forgotten_password_and_a_form_without_a_session(app, colleagues, person):
    app.config["SECOND_FACTOR_ROLES"] = frozenset()
    page = person(phone=True, javascript=False)
    page.goto("/aanmelden")
    link(page, "Get a link by mail")
    fill(page, "E-mail address", ADMIN)
    button(page, "Send me a link")
    heading(page, "Look in your mailbox")
    page.goto(newest_link(app, ADMIN))
    page.get_by_role("main").get_by_role("button").click()
    heading(page, "Choose a password")
    fill(page, "New password", NEW)
    button(page, "Keep this password")
    heading(page, "Today")

    page.goto("/mensen/organisatie")
    fill(page, "Name of the organisation", "Energiehuis Zuid")
    other = page.context.new_page()
    other.goto("/mijn-aanmeldingen")
    button(other, "Sign out everywhere")
    page.locator("main form button").first.click()
    heading(page, "Sign in")
    fill(page, "E-mail address", ADMIN)
    fill(page, "Password", NEW)
    page.get_by_role("main").get_by_role("button", name=nl("Sign in"), exact=True).click()
    assert page.get_by_label(nl("Name of the organisation"), exact=True).input_value() == (
        "Energiehuis Zuid"
    )
    page.get_by_role("main").get_by_role("radio").first.check()
    with clock.frozen_at(clock.now() + timedelta(minutes=11)):
        page.locator("main form button").first.click()
        heading(page, "Is it really you?")
        fill(page, "Password", NEW)
        button(page, "Go on")
        said(page, "Energiehuis Zuid")
