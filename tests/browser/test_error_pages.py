"""When it does not work: what happened, what to do, whom to call; nothing typed is lost."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from renogroep.base import clock
from renogroep.identity.actions import keys
from renogroep.infra.access import Role
from renogroep.infra.acts import STALE, TICK
from tests.browser.steps import button, fill, heading, menu, open_link
from tests.support.make import NOW
from tests.support.make_subscriptions import ANSWERS, place
from tests.support.words import nl

LONG = "Wijk " + "lang " * 999
RIGHT_TO_LEFT = "فاطمة العمراني"
CALL = "main a[href^='tel:'], aside a[href^='tel:']"


@pytest.fixture
def wijk(given):
    """A lead, a neighbourhood and an open package."""
    with given() as make:
        make.member(Role.LEAD, email="lead@testgem.example")
        make.member(Role.CONTRACTOR, email="firm@testgem.example")
        made = place(make, neighbourhood=make.neighbourhood(name="Bloemenwijk", slug="bloemen"))
        return made.url


def says(page: Page, status: int, title: str) -> None:
    """The code, the words, a next step and a phone number."""
    heading(page, title)
    expect(page.locator(CALL).first).to_be_visible()
    expect(page.locator("main a[href]").first).to_be_visible()
    expect(page.locator(".went-wrong__code")).to_contain_text(str(status))


def test_a_page_that_does_not_exist(person, wijk):
    page = person(phone=True, javascript=False)
    assert page.goto("/bestaat-niet").status == 404
    says(page, 404, "We cannot find this page")


def test_a_page_of_somebody_else(staff, wijk):
    page = staff("firm")
    assert page.goto("/wijken").status == 403
    says(page, 403, "This page is not for you")


def test_a_page_that_asks_to_sign_in_first(person, wijk):
    page = person()
    page.goto("/vandaag")
    expect(page.get_by_label(nl("E-mail address"), exact=True)).to_be_visible()


def without_limit(page: Page, msgid: str) -> None:
    """A browser that does not mind how much is typed."""
    field = page.get_by_label(nl(msgid), exact=True)
    field.evaluate("field => field.removeAttribute('maxlength')")


def change_name(page: Page, name: str) -> None:
    fill(page, "Name of the neighbourhood", name)
    button(page, "Save")


def open_neighbourhood(page: Page, name: str = "Bloemenwijk") -> None:
    menu(page, "Neighbourhoods")
    page.get_by_role("link", name=name, exact=True).click()


def test_who_comes_second_keeps_what_was_typed(staff, wijk):
    first, second = staff("lead"), staff("lead")
    open_neighbourhood(first)
    open_neighbourhood(second)
    change_name(first, "Bloemenwijk Noord")
    with second.expect_response(lambda answer: answer.status == 409):
        change_name(second, "Bloemenwijk Zuid")
    expect(second.get_by_role("alert")).to_contain_text(nl(STALE.msgid).split(".")[0])
    expect(second.get_by_label(nl("Name of the neighbourhood"))).to_have_value("Bloemenwijk Zuid")
    menu(first, "Neighbourhoods")
    expect(first.locator("#neighbourhoods")).to_contain_text("Bloemenwijk Noord")


def test_a_form_that_was_open_for_too_long_keeps_what_was_typed(staff, wijk):
    page = staff("lead")
    open_neighbourhood(page)
    page.locator("main [name='csrf_token']").evaluate("field => { field.value = 'old' }")
    with page.expect_response(lambda answer: answer.status == 400):
        change_name(page, "Bloemenwijk West")
    says(page, 400, "This form could not be sent")
    expect(page.locator("textarea[readonly]").first).to_have_value("Bloemenwijk West")


def test_five_thousand_characters_are_refused_and_stay(staff, wijk):
    page = staff("lead")
    open_neighbourhood(page)
    assert len(LONG) == 5_000
    without_limit(page, "Name of the neighbourhood")
    with page.expect_response(lambda answer: answer.status == 422):
        change_name(page, LONG)
    expect(page.get_by_role("alert")).to_contain_text(
        nl("Use at most %(count)s characters", count=120)
    )
    field = page.get_by_label(nl("Name of the neighbourhood"), exact=True)
    expect(field).to_have_value(LONG.strip())


def test_right_to_left_names_are_shown_as_they_were_typed(staff, person, wijk):
    page = staff("lead")
    open_neighbourhood(page)
    change_name(page, RIGHT_TO_LEFT)
    menu(page, "Neighbourhoods")
    expect(page.locator("#neighbourhoods")).to_contain_text(RIGHT_TO_LEFT)
    visitor = person(phone=True, javascript=False)
    visitor.goto("/wijk/bloemen")
    expect(visitor.get_by_text(RIGHT_TO_LEFT).first).to_be_visible()


def answer_all(page: Page, url: str) -> None:
    """Straight to the page that asks for a name."""
    for code, given in ANSWERS.items():
        page.goto(f"{url}/{code}")
        for value in given:
            page.locator(f"input[value='{value}']").check()
        button(page, "Next")


@pytest.mark.parametrize("name", [LONG, RIGHT_TO_LEFT], ids=["long", "right to left"])
def test_a_resident_with_an_unusual_name(person, wijk, name):
    page = person(phone=True, javascript=False)
    answer_all(page, wijk)
    page.goto(f"{wijk}/contact")
    without_limit(page, "Your name")
    fill(page, "Your name", name)
    page.get_by_label(nl("By letter"), exact=True).check()
    page.get_by_label(nl("I agree"), exact=True).check()
    button(page, "Show interest, without obligation")
    if name == LONG:
        expect(page.get_by_role("alert")).to_be_visible()
        expect(page.get_by_label(nl("Your name"), exact=True)).to_have_value(LONG.strip())
    else:
        heading(page, "Almost done: confirm your interest")


@pytest.fixture
def key_of(given):
    """A personal link of a resident."""

    def make_key() -> str:
        with given() as make:
            token = keys.make_link(
                make.session, person=make.person("Ann"), purpose="my_home", by=TICK
            )
            return f"/l/{token}"

    return make_key


def link_is_no_good(page: Page, address: str) -> None:
    assert page.goto(address).status == 404
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(CALL).first).to_be_visible()
    assert page.goto("/mijn-woning").url.split("?")[0].endswith("/aanmelden")


def test_a_link_that_is_too_old(person, key_of, wijk):
    address = key_of()
    with clock.frozen_at(NOW + timedelta(days=401)):
        link_is_no_good(person(phone=True, javascript=False), address)


def test_a_link_that_somebody_made_up(person, key_of, wijk):
    address = key_of()
    changed = address[:-1] + ("A" if address[-1] != "A" else "B")
    link_is_no_good(person(phone=True, javascript=False), changed)


def test_a_link_that_still_works(person, key_of, wijk):
    page = person(phone=True, javascript=False)
    open_link(page, key_of())
    heading(page, "My home")
