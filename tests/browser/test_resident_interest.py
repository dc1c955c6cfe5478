"""A resident finds the package for the address and shows interest: phone, no account, no JavaScript."""

import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from renogroep.infra.db import session
from renogroep.infra.outbox import OutboxMessage
from renogroep.orders.models import Order
from renogroep.owners.models import CallRequest
from renogroep.subscriptions.models import Subscription
from tests.browser.keyboard import choose, press, tab_to
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

# The button on the card and, on the page with all answers, the way on.
INTEREST = re.compile(
    f"{nl('Show interest, without obligation')}|{nl('Show interest')}", re.IGNORECASE
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
    go_on(page, "See what is possible")


def answer_everything(page: Page) -> None:
    for heading, choices in ANSWERS:
        expect(page.get_by_role("heading", level=1)).to_have_text(nl(heading))
        if choices is None:
            page.get_by_label("Gevelisolatie").check()
        for choice in choices or ():
            page.get_by_label(nl(choice), exact=True).check()
        go_on(page)


def show_interest(page: Page) -> None:
    page.get_by_role("link", name=INTEREST).first.click()


def leave_contact(page: Page, *, name: str, way: str, label: str, value: str) -> None:
    page.get_by_label(nl("Your name"), exact=True).fill(name)
    page.get_by_label(nl(way), exact=True).check()
    page.get_by_label(nl(label), exact=True).fill(value)
    page.get_by_label(nl("I agree"), exact=True).check()
    go_on(page, "Show interest, without obligation")


def my_page_in_the_mail() -> str:
    """The personal link of the last mail."""
    body = session().scalars(select(OutboxMessage.body).order_by(OutboxMessage.id.desc())).first()
    return re.search(r"https?://[^/]+(/l/\S+)", body)[1]


def counts() -> tuple[int, int]:
    """Subscriptions and orders in the database."""
    return tuple(
        session().scalar(select(func.count()).select_from(table)) for table in (Subscription, Order)
    )


def heading(page: Page, msgid: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(nl(msgid))


def test_from_the_first_screen_to_my_page_without_javascript(person, place, app):
    page = person(phone=True, javascript=False)
    page.goto("/")
    expect(page.get_by_role("button", name=nl("Call me"))).to_be_visible()
    find_my_address(page, "sint jansstr", "12")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sint-Jansstraat 12")
    show_interest(page)
    answer_everything(page)
    heading(page, "Check your answers")
    expect(page.get_by_text(nl("Damp spots on the walls"))).to_be_visible()
    show_interest(page)
    leave_contact(
        page,
        name="Fatma Yılmaz",
        way="By e-mail",
        label="E-mail address",
        value="fatma@example.org",
    )
    heading(page, "Almost done: confirm your interest")
    code = page.locator("strong.reference").inner_text()
    with app.app_context():
        assert counts() == (1, 0), "interest is never an order"
        assert session().scalars(select(Subscription.reference)).one() == code
        link = my_page_in_the_mail()
    mine = person(phone=True, javascript=False)
    mine.goto(link)
    assert "/l/" not in mine.url
    expect(mine.get_by_text(code).first).to_be_visible()
    go_on(mine, "Confirm my interest")
    confirmed = nl("Your interest is confirmed. An advisor calls or writes to you.")
    expect(mine.get_by_text(confirmed)).to_be_visible()
    with app.app_context():
        assert session().scalars(select(Subscription.state)).one() == "subscribed"


def test_back_keeps_every_answer(person, place):
    page = person(phone=True, javascript=False)
    page.goto(f"/wijk/{place.slug}/adres?straat=Sint-Jansstraat&nummer=14")
    show_interest(page)
    page.get_by_label(nl("I own it and live in it"), exact=True).check()
    go_on(page)
    page.get_by_label(nl("On its own"), exact=True).check()
    go_on(page)
    heading(page, "When was it built?")
    page.get_by_role("link", name=nl("Back")).first.click()
    expect(page.get_by_label(nl("On its own"), exact=True)).to_be_checked()
    page.get_by_role("link", name=nl("Back")).first.click()
    expect(page.get_by_label(nl("I own it and live in it"), exact=True)).to_be_checked()


def test_the_whole_way_with_the_keyboard_alone(person, place, app):
    """Only Tab, arrows, Space and Enter; what has the focus is what a person sees marked."""
    page = person()
    page.goto(f"/wijk/{place.slug}/adres?straat=Sint-Jansstraat&nummer=16")
    press(page, "A:", INTEREST)
    for question, choices in ANSWERS:
        heading(page, question)
        for choice in ["Gevelisolatie"] if choices is None else map(nl, choices):
            choose(page, choice)
        press(page, "BUTTON", nl("Next"))
    heading(page, "Check your answers")
    press(page, "A:", INTEREST)
    heading(page, "How do we reach you?")
    tab_to(page, "INPUT:text", nl("Your name"))
    page.keyboard.type("Jan Toetsenbord")
    choose(page, nl("By letter"))
    choose(page, nl("I agree"))
    press(page, "BUTTON", nl("Show interest, without obligation"))
    heading(page, "Almost done: confirm your interest")
    with app.app_context():
        assert counts() == (1, 0)


def test_call_me_needs_only_a_phone_number(person, place, app):
    page = person(phone=True, javascript=False)
    page.goto(f"/wijk/{place.slug}")
    page.get_by_label(nl("Phone number"), exact=True).fill("0470 12 34 56")
    go_on(page, "Call me")
    heading(page, "Thank you, we call you")
    with app.app_context():
        assert session().scalars(select(CallRequest.phone)).one() == "+32470123456"


@pytest.mark.parametrize(
    ("street", "number"), [("Kerkstraat", "1"), ("", ""), ("Sint-Jansstraat", "999")]
)
def test_no_address_is_a_dead_end(person, place, street, number):
    page = person(phone=True, javascript=False)
    page.goto(f"/wijk/{place.slug}/adres?straat={street}&nummer={number}")
    expect(page.locator("main a[href^='tel:'], aside a[href^='tel:']").first).to_be_visible()
    expect(page.locator("main form, main a[href]").first).to_be_visible()


def test_a_forgotten_answer_is_said_beside_the_question(person, place):
    page = person(phone=True, javascript=False)
    page.goto(f"/wijk/{place.slug}/adres?straat=Sint-Jansstraat&nummer=18")
    show_interest(page)
    go_on(page)
    alert = page.get_by_role("alert")
    expect(alert).to_be_visible()
    expect(page).to_have_title(re.compile(nl("Error:")))
    alert.get_by_role("link").first.click()
    expect(page.locator("input[type=radio]:focus")).to_have_count(1)
