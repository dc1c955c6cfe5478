"""From a phone, without JavaScript: two good photos and a bad one, and the bad one is named."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from renogroep.identity.actions.keys import make_link
from renogroep.infra.acts import TICK
from renogroep.infra.db import session
from renogroep.owners.file_models import HomeFile
from tests.browser.keyboard import press
from tests.browser.steps import button, heading, link, open_link, said
from tests.support import pictures
from tests.support.make_subscriptions import place
from tests.support.words import nl


@pytest.fixture
def household(given, folder) -> str:
    """The link of somebody with an interest."""
    with given() as make:
        person = make.subscription(place(make).package).person
        return f"/l/{make_link(make.session, person=person, purpose='my_home', by=TICK)}"


@pytest.fixture
def files(tmp_path) -> list[Path]:
    """As they stand on a phone."""
    made = {
        "gevel.jpg": pictures.of_a_phone(),
        "dak.webp": pictures.photo("WEBP", seed=2),
        "brief.jpg": b"<html>geen foto</html>",
    }
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
    return [tmp_path / name for name in made]


def shown(page: Page) -> int:
    """How many miniatures the browser really shows."""
    small = page.locator("img.photo__small")
    for one in small.all():
        one.scroll_into_view_if_needed()
        expect(one).not_to_have_js_property("naturalWidth", 0)
    return small.count()


def test_a_household_sends_photos_from_a_phone(app, person, household, files):
    page = person(phone=True, javascript=False)
    open_link(page, household)
    link(page, "Send a photo of your home")
    heading(page, "Photos of your home")
    page.get_by_label(nl("Photos"), exact=True).set_input_files(files)
    page.locator("#caption").fill("Scheur in de gevel")
    button(page, "Send the photos")
    said(page, "brief.jpg")
    expect(page.locator("#photos-error .field__error")).to_have_count(1)
    expect(page.locator("img.photo__small")).to_have_count(2)
    said(page, "Scheur in de gevel")
    with app.app_context():
        assert len(session().scalars(select(HomeFile)).all()) == 2


def test_with_the_keyboard_and_with_a_script_it_is_the_same(app, person, household, files):
    page = person()
    open_link(page, household)
    link(page, "Send a photo of your home")
    page.get_by_label(nl("Photos"), exact=True).set_input_files(files[:1])
    press(page, "BUTTON:submit", nl("Send the photos"))
    heading(page, "Photos of your home")
    assert shown(page) == 1
    button(page, "Remove")
    said(page, nl("The photo is removed."))
    with app.app_context():
        assert session().scalars(select(HomeFile)).all() == []
