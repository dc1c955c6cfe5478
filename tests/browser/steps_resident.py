"""What a resident does: on a phone, without account, without JavaScript."""

import re

from playwright.sync_api import Page, expect

from tests.browser.steps import button, choose, fill, heading
from tests.support.words import nl

INTEREST = re.compile(
    f"{nl('Show interest, without obligation')}|{nl('Show interest')}", re.IGNORECASE
)
ANSWERS = (
    ("What is this home to you?", "I own it and live in it"),
    ("How does the house stand?", "Between two other houses"),
    ("When was it built?", "Between 1946 and 1970"),
    ("Which works would you like?", None),  # the lot of the package
    ("What do you see or know about the outside of the building?", "None of these"),
    ("When would you want the works?", "Within 1 year"),
    ("Which sentence suits you best?", "I want to grow old here"),
    ("About how much could the works cost you, all together?", "10,000 to 20,000 euro"),
)


def show_interest(page: Page, street: str, number: str, lot: str, name: str, email: str) -> str:
    """From the first screen to the code."""
    page.goto("/")
    expect(page.get_by_role("button", name=nl("Call me"))).to_be_visible()
    fill(page, "Street", street)
    fill(page, "House number", number)
    button(page, "See what is possible")
    page.get_by_role("link", name=INTEREST).first.click()
    for question, answer in ANSWERS:
        heading(page, question)
        page.get_by_label(nl(answer) if answer else lot, exact=True).check()
        button(page, "Next")
    heading(page, "Check your answers")
    page.get_by_role("link", name=INTEREST).first.click()
    fill(page, "Your name", name)
    choose(page, "By e-mail")
    fill(page, "E-mail address", email)
    choose(page, "I agree")
    button(page, "Show interest, without obligation")
    heading(page, "Almost done: confirm your interest")
    return page.locator("strong.reference").inner_text()


def confirm(page: Page) -> None:
    """On the own page, opened with the link in the mail."""
    button(page, "Confirm my interest")
    expect(
        page.get_by_text(nl("Your interest is confirmed. An advisor calls or writes to you."))
    ).to_be_visible()


def rank(page: Page, firms: list[str]) -> None:
    """First choice, second choice, ..., on the page with the seven rows."""
    heading(page, "Quotes for your home")
    expect(page.locator("#quotes tbody tr")).to_have_count(7)
    for place, name in enumerate(firms, start=1):
        page.locator(f"[name='choice_{place}']").select_option(label=name)
    button(page, "Keep my choice")


def say_use(page: Page) -> None:
    """The home is only lived in."""
    choose(page, "Only to live in")
    button(page, "Keep this and go on to the order")


def order(page: Page, co_owner: tuple[str, str] | None = None) -> None:
    """Say what the home is for, read it, say who else owns the home, tick, order."""
    page.wait_for_url("**/bestellen")
    if page.get_by_role("heading", name=nl("One question first")).count():
        say_use(page)
    choose(page, "No, I pay it myself")
    if co_owner is None:
        choose(page, "No, I own it alone")
    else:
        group = page.get_by_role("radiogroup", name=nl("Does somebody else own this home too?"))
        group.get_by_label(nl("Yes"), exact=True).check()
        fill(page, "Name of the other owner", co_owner[0])
        choose(page, "By e-mail")
        fill(page, "E-mail address, phone number or postal address of the other owner", co_owner[1])
    button(page, "Order, and bind me to pay")
    expect(page.get_by_role("alert")).to_be_visible()  # the tick is asked for in words
    choose(page, "I have read this and I order. I know that this order binds me to pay.")
    button(page, "Order, and bind me to pay")
