"""A resident finds the package for the address and shows interest: phone, no account, no JavaScript."""

import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from renogroep.infra.db import session
from renogroep.infra.outbox import OutboxMessage
from renogroep.orders.models import Order
from renogroep.subscriptions.models import Subscription
from tests.support.words import nl

ANSWERS = (
    ("What is this home to you?", ["I own it and live in it"]),
    ("How does the house stand?", ["Between two other houses"]),
    ("When was it built?", ["Between 1946 and 1970"]),
    ("Which works would you like?", None),  # the first lot
    ("What do you see or know about the outside of the building?", ["Damp spots on the walls"]),
    ("When would you want the works?", ["Within 1 year"]),
    ("Which sentence suits you best?", ["I want to grow old here"]),
    ("About how much could the works cost you, all together?", ["10,000 to 20,000 euro"]),
)


@pytest.fixture
def place(given):
    """A neighbourhood with one street and one open package."""
    with given() as make:
        neighbourhood = make.neighbourhood(name="Bloemenwijk", slug="bloemenwijk")
        street = make.street(neighbourhood, "Sint-Jansstraat")
        for number in range(2, 30, 2):
            make.address(street, str(number))
        package = make.package(neighbourhood=neighbourhood, lots=2)
        package.title = "Gevels en ramen"
        for lot, title in zip(package.lots, ("Gevelisolatie", "Buitenschrijnwerk"), strict=True):
            lot.title = title
        return SimpleNamespace(slug=neighbourhood.slug, package_id=package.id)


def go_on(page: Page, name: str = "Next") -> None:
    page.get_by_role("button", name=nl(name), exact=True).click()


def find_my_address(page: Page, street: str, number: str) -> None:
    page.get_by_label(nl("Street"), exact=True).fill(street)
    page.get_by_label(nl("House number"), exact=True).fill(number)
    go_on(page, "See what is possible at my address")


def answer_everything(page: Page) -> None:
    for heading, choices in ANSWERS:
        expect(page.get_by_role("heading", level=1)).to_have_text(nl(heading))
        if choices is None:
            page.get_by_label("Gevelisolatie").check()
        for choice in choices or ():
            page.get_by_label(nl(choice), exact=True).check()
        go_on(page)


def leave_contact(page: Page, *, name: str, way: str, label: str, value: str) -> None:
    page.get_by_label(nl("Your name"), exact=True).fill(name)
    page.get_by_label(nl(way)).check()
    page.get_by_label(nl(label)).fill(value)


def test_first_screen_to_reference_code_without_javascript(person, place, app):
    page = person(phone=True, javascript=False)
    page.goto("/")
    expect(page.get_by_role("button", name=nl("Call me"))).to_be_visible()
    find_my_address(page, "sint jansstr", "12")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sint-Jansstraat 12")
    page.get_by_role("link", name=re.compile(nl("Show interest, without obligation"))).click()
    answer_everything(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(nl("Check your answers"))
    expect(page.get_by_text(nl("Damp spots on the walls"))).to_be_visible()
    page.get_by_role("link", name=re.compile("vrijblijvend|obligation")).first.click()
    with app.app_context():
        assert session().scalar(select(func.count()).select_from(Subscription)) == 0
