"""A resident takes back a consent, corrects, downloads and deletes: a phone, no script; and with keys alone."""

import json
import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from renogroep.identity.actions.keys import make_link
from renogroep.identity.models import Consent, Person
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from renogroep.infra.db import session
from renogroep.infra.outbox import OutboxMessage
from tests.browser.keyboard import choose as choose_by_key
from tests.browser.keyboard import press, tab_to
from tests.browser.steps import begins, button, choose, fill, heading, link, open_link, said
from tests.support.make import NOW
from tests.support.make_orders import ordered, ready_to_order
from tests.support.words import nl


@pytest.fixture
def an(given) -> SimpleNamespace:
    """An Verlinden, who agreed to be called, with the link to her page."""
    with given() as make:
        person = make.person("An Verlinden", email="an@example.org")
        make.case(make.dwelling(), person)
        make._add(
            Consent(
                municipality_id=person.municipality_id,
                person_id=person.id,
                purpose="contact",
                text_version="contact-1",
                text="U mag mij contacteren over deze werken.",
                language="nl",
                channel="online",
                given_at=NOW,
            )
        )
        token = make_link(make.session, person=person, purpose="my_home", by=TICK)
        return SimpleNamespace(id=person.id, url=f"/l/{token}")


def code(app, address: str) -> str:
    """The six digits of the last mail to a mailbox."""
    with app.app_context():
        body = session().scalars(
            select(OutboxMessage.body)
            .where(OutboxMessage.address == address)
            .order_by(OutboxMessage.id.desc())
        )
        return re.search(r"^\d{6}$", body.first(), re.MULTILINE).group()


def my_data(page: Page) -> None:
    link(page, "What we keep about you")
    heading(page, "What we keep about you")


def test_revoke_correct_download_and_delete_without_script(app, person, an):
    page = person(phone=True, javascript=False)
    open_link(page, an.url)
    my_data(page)
    link(page, "Look at what you agreed to, and take it back")
    page.get_by_role("button", name=nl("Take back my consent")).click()
    said(page, nl("Your consent is withdrawn. It holds no longer from now on."))

    page.goto("/mijn-gegevens")
    link(page, "Correct my name, contact or language")
    fill(page, "Your name", "An Verlinden-Maes")
    fill(page, "E-mail address", "nieuw@example.org")
    button(page, "Keep")
    heading(page, "Is this e-mail address yours?")
    fill(page, "The six digits of the mail", "000000")
    button(page, "Confirm")
    expect(page.get_by_role("alert")).to_be_visible()
    fill(page, "The six digits of the mail", code(app, "nieuw@example.org"))
    button(page, "Confirm")
    said(page, nl("Your new e-mail address counts from now on."))

    link(page, "Something about my home is wrong")
    button(page, "Send my question")
    expect(page.get_by_role("alert")).to_be_visible()
    fill(page, "What is wrong, and how should it be?", "De gevel is 12 m breed.")
    button(page, "Send my question")
    said(page, begins("Your question is sent. An advisor calls you by %(day)s."))

    page.goto("/mijn-gegevens")
    for words, ending in (
        ("Download as a file for a computer (JSON)", ".json"),
        ("Download to read and print (PDF)", ".pdf"),
    ):
        with page.expect_download() as kept:
            link(page, words)
        assert kept.value.suggested_filename == f"mijn-gegevens{ending}"
        if ending == ".json":
            own = json.loads(kept.value.path().read_text())
            assert own["identity"]["person"]["name"] == "An Verlinden-Maes"

    link(page, "Delete my data, and read what stays")
    button(page, "Send me a code")
    button(page, "Delete my data now")
    expect(page.get_by_role("alert")).to_be_visible()
    choose(page, "Yes, delete my data. I know that this cannot be undone.")
    fill(page, "The six digits of the mail", code(app, "nieuw@example.org"))
    button(page, "Delete my data now")
    said(page, nl("Your data are deleted, and you are signed out. Thank you."))
    with app.app_context():
        assert session().get_one(Person, an.id).erased_at is not None


def test_with_the_keyboard_alone(app, person, an):
    page = person()
    open_link(page, an.url)
    press(page, "A:", nl("What we keep about you"))
    press(page, "A:", nl("Correct my name, contact or language"))
    tab_to(page, "INPUT:text", nl("Your name"))
    page.keyboard.press("End")
    page.keyboard.type("-Maes")
    press(page, "BUTTON", nl("Keep"))
    press(page, "A:", nl("Look at what you agreed to, and take it back"))
    press(page, "BUTTON", nl("Take back my consent"))
    page.goto("/mijn-gegevens/wissen")
    press(page, "BUTTON", nl("Send me a code"))
    tab_to(page, "INPUT:text", nl("The six digits of the mail"))
    page.keyboard.type(code(app, "an@example.org"))
    choose_by_key(page, nl("Yes, delete my data. I know that this cannot be undone."))
    press(page, "BUTTON", nl("Delete my data now"))
    said(page, nl("Your data are deleted, and you are signed out. Thank you."))


def test_a_running_order_a_contract_and_letters_read_well(given, person):
    with given() as make:
        _, orders = ordered(make, ready_to_order(make), ("H1", "H3"))
        orders["H3"].state, orders["H3"].handed_over_at = "handed_over", NOW
        by_letter = make.person(contact_way="letter", email=None, postal_address="Dorp 1")
        make.case(make.dwelling(), by_letter)
        links = [
            make_link(make.session, person=one, purpose="my_home", by=TICK)
            for one in (orders["H1"].person, orders["H3"].person, by_letter)
        ]
    runs, stays, letters = (person(phone=True, javascript=False) for _ in links)
    for page, token in zip((runs, stays, letters), links, strict=True):
        open_link(page, f"/l/{token}")
        page.goto("/mijn-gegevens/wissen")
    said(runs, nl("This cannot be done now: you signed an order that still runs."))
    said(stays, nl("What stays"))
    expect(stays.get_by_text("10 jaar").first).to_be_visible()
    button(letters, "Ask to delete my data")
    said(letters, begins("You asked us to delete your data. An advisor calls you by %(day)s."))


def test_everybody_reads_the_privacy_page_and_an_administrator_fills_it_in(given, person, staff):
    with given() as make:
        make.member(Role.ADMIN, email="admin@testgem.example")
    admin = staff("admin")
    admin.goto("/bewaren")
    fill(admin, "Postal address of the municipality", "Markt 1, 9999 Testgem")
    fill(admin, "Contact of the data protection officer", "privacy@testgem.example")
    button(admin, "Keep")
    said(admin, nl("The privacy page says so now."))
    page = person(phone=True, javascript=False)
    page.goto("/privacy")
    said(page, "privacy@testgem.example")
    heading(page, "Privacy")
