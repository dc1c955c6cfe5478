"""An interest is confirmed without e-mail: by whom we call, and with the code of a letter."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from renogroep.infra.access import Role
from renogroep.infra.db import session
from renogroep.infra.outbox import OutboxMessage
from renogroep.subscriptions.models import Subscription
from tests.browser.keyboard import press, tab_to
from tests.browser.steps import button, fill, heading, menu, said
from tests.support.make_subscriptions import ANSWERS, place
from tests.support.words import nl


@pytest.fixture
def wijk(given) -> str:
    """The pages of an open package for one home; somebody works at the desk."""
    with given() as make:
        make.member(Role.DESK, email="desk@testgem.example")
        return place(make).url


def show_interest(page: Page, url: str, name: str, way: str, phone: str = "") -> str:
    for code, given in ANSWERS.items():
        page.goto(f"{url}/{code}")
        for value in given:
            page.locator(f"input[value='{value}']").check()
        button(page, "Next")
    page.goto(f"{url}/contact")
    fill(page, "Your name", name)
    page.get_by_label(nl(way), exact=True).check()
    if phone:
        fill(page, "Phone number", phone)
    page.get_by_label(nl("I agree"), exact=True).check()
    button(page, "Show interest, without obligation")
    heading(page, "Almost done: confirm your interest")
    return page.locator("strong.reference").inner_text()


def state(app) -> str:
    with app.app_context():
        return session().scalars(select(Subscription.state)).one()


def test_who_has_no_e_mail_confirms_on_the_phone(app, person, staff, wijk):
    resident = person(phone=True, javascript=False)
    code = show_interest(resident, wijk, "Mia Gsm", "By phone", "0470 12 34 56")
    assert state(app) == "interested"
    desk = staff("desk")
    menu(desk, "To look at")
    said(desk, "Mia Gsm")
    button(desk, "They confirm: %(reference)s", reference=code)
    said(desk, nl("Your interest is confirmed. An advisor calls or writes to you."))
    assert state(app) == "subscribed"


def test_the_desk_cleans_up(app, person, staff, wijk):
    resident = person(phone=True, javascript=False)
    code = show_interest(resident, wijk, "Grap Jas", "By phone", "0470 12 34 56")
    desk = staff("desk")
    desk.goto("/nakijken")
    button(desk, "Remove what is ticked")
    expect(desk.get_by_role("alert")).to_be_visible()
    desk.get_by_label(f"{code}, Grap Jas", exact=True).check()
    fill(desk, "Why do you remove it?", "Het nummer bestaat niet")
    button(desk, "Remove what is ticked")
    said(
        desk,
        nl(
            "Nothing waits here. Who must be called to confirm appears here, and what came too often at once."
        ),
    )
    assert state(app) == "withdrawn"


def test_the_code_of_a_letter_with_the_keyboard_alone(app, person, wijk):
    show_interest(person(phone=True, javascript=False), wijk, "Jef Brief", "By letter")
    with app.app_context():
        body = session().scalars(select(OutboxMessage.body)).one()
    code = next(line for line in body.splitlines() if len(line) == 11 and line[5] == "-")
    page = person()
    page.goto("/bevestig")
    tab_to(page, "INPUT:text", nl("Your code"))
    page.keyboard.type("ABCDE-23456")
    press(page, "BUTTON", nl("Confirm"))
    expect(page.get_by_role("alert")).to_be_visible()
    tab_to(page, "INPUT:text", nl("Your code"))
    page.keyboard.press("Control+a")
    page.keyboard.type(code.lower())
    press(page, "BUTTON", nl("Confirm"))
    heading(page, "Thank you for your answer")
    said(page, nl("Your interest is confirmed. An advisor calls or writes to you."))
    assert state(app) == "subscribed"
