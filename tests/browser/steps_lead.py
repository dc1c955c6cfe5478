"""What the project lead, the advisor and the opening officer do, as they click it."""

import re
from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Page, expect

from tests.browser.steps import button, choose, day_value, door, fill, heading, link, menu, said
from tests.support.words import nl

GROUP_QUOTES = "Group quotes: every household chooses its contractor"
PROCUREMENT = "Public procurement: the municipality asks one contractor per lot"


@dataclass(frozen=True)
class Dates:
    """When a package asks what."""

    interest: date = date(2026, 12, 23)
    quotes: date = date(2027, 1, 29)
    orders: date = date(2027, 3, 26)
    freeze: date = date(2027, 4, 20)
    ends: date = date(2028, 3, 31)


def make_neighbourhood(page: Page, name: str, addresses: str) -> None:
    """Name, story, colours that can be read, and the list of front doors."""
    menu(page, "Neighbourhoods")
    link(page, "New neighbourhood")
    fill(page, "Name of the neighbourhood", name)
    fill(page, "Phone number", "09 123 45 67")
    fill(page, "Story in Dutch", "Samen isoleren we de hele rij.")
    page.get_by_label(re.compile(nl("Main colour"))).fill("#ffee00")
    button(page, "Make the neighbourhood")
    expect(page.get_by_role("alert")).to_be_visible()  # yellow on white: nobody reads that
    page.get_by_label(re.compile(nl("Main colour"))).fill("#1f5c4d")
    button(page, "Make the neighbourhood")
    if page.get_by_label(nl("Address list")).count() == 0:
        link(page, "Addresses")
    page.get_by_label(nl("Address list")).set_input_files(
        {"name": "adressen.csv", "mimeType": "text/csv", "buffer": addresses.encode()}
    )
    button(page, "Add these homes")
    said(page, "Sint-Jansstraat")


def make_package(page: Page, title: str, mode: str, neighbourhood: str) -> None:
    """From the template of the mission, up to the list of what is still to do."""
    menu(page, "Packages")
    link(page, "New package")
    fill(page, "Title", title)
    page.get_by_label(nl("Neighbourhood"), exact=True).select_option(label=neighbourhood)
    choose(page, mode)
    button(page, "Make the package")
    heading(page, "Before publication: %(title)s", title=title)
    expect(page.get_by_role("button", name=nl("Publish"), exact=True)).to_have_count(0)


def fill_in_details(page: Page, dates: Dates, sizes: tuple[int, int]) -> None:
    """Texts, dates and sizes; saving comes after what a procurement asks too."""
    fill(
        page, "Summary in Dutch", "Isoleer samen met uw buren de gevel. Interesse is vrijblijvend."
    )
    fill(page, "Last day to show interest", day_value(dates.interest))
    fill(page, "Quotes must be in by", f"{day_value(dates.quotes)}T12:00")
    fill(page, "Last day to order", day_value(dates.orders))
    fill(page, "Prices become final on", day_value(dates.freeze))
    fill(page, "Smallest group", str(sizes[0]))
    fill(page, "Largest group", str(sizes[1]))


def keep_one_lot(page: Page, homes: tuple[int, int, int], bands: str) -> None:
    """The joinery goes out; the façades get their numbers of homes. Starts at the package."""
    lots = page.get_by_role("link", name=re.compile(nl("Numbers of homes and price bands")))
    lots.nth(1).click()
    button(page, "Remove lot %(number)s", number=2)
    if lots.count() == 0:
        page.locator(".back-link").click()
    lots.first.click()
    fill(page, "Ask for quotes from", str(homes[0]))
    fill(page, "The works go ahead from", str(homes[1]))
    fill(page, "Room for at most", str(homes[2]))
    fill(page, "Price bands start at", bands)
    button(page, "Save")


def announce_criteria(page: Page) -> None:
    """Price 60, plan 40, and two scenarios that count for half each."""
    fill(page, "Weight of the price", "60")
    page.get_by_label(nl("Criterion"), exact=True).first.fill("Plan van aanpak")
    page.get_by_label(nl("Weight"), exact=True).first.fill("40")
    for row, (homes, runs) in enumerate(((5, 2), (8, 3))):
        page.get_by_label(nl("Homes"), exact=True).nth(row).fill(str(homes))
        page.get_by_label(nl("Runs of adjacent homes"), exact=True).nth(row).fill(str(runs))
        page.locator(f"[name='scenarios-{row}-weight']").fill("50")
    button(page, "Save")


def publish(page: Page, title: str) -> None:
    """Preview first, then the button that only stands there when all is done."""
    link(page, "See it as a resident")
    heading(page, title)
    link(page, "Back to the package")
    link(page, "Check and publish")
    button(page, "Publish")
    heading(page, title)


def open_package(page: Page, title: str) -> None:
    menu(page, "Packages")
    page.get_by_role("link", name=title).click()
    heading(page, title)


def make_groups(page: Page, title: str) -> None:
    open_package(page, title)
    door(page, "/groepen")
    button(page, "Make the groups")
    expect(page.locator("table[id^='group-'] tbody tr").first).to_be_visible()


def ask_for_quotes(page: Page, deadline: date) -> None:
    """From the page of the groups: look at the quantities, then freeze them."""
    link(page, "Ask for quotes")
    fill(page, "Last day", day_value(deadline))
    fill(page, "Hour", "12:00")
    button(page, "Ask for quotes")
    said(page, nl("Quotes were asked. The bill no longer changes."))


def invite(page: Page, firms: list[str]) -> None:
    link(page, "Invite contractors")
    for name in firms:
        page.get_by_label(re.compile(name)).check()
    button(page, "Invite")
    for name in firms:
        expect(page.locator("#invited")).to_contain_text(name)


def new_contractor(page: Page, name: str, number: str, person: str, email: str) -> None:
    """A wrong number is refused; the right one gives the firm and its first user."""
    menu(page, "Contractors")
    link(page, "New contractor")
    fill(page, "Name of the firm", name)
    for typed in (number[:-1] + str((int(number[-1]) + 1) % 10), number):
        fill(page, "Company number", typed)
        fill(page, "Name of the first user", person)
        fill(page, "E-mail address of the first user", email)
        button(page, "Add the contractor")
        if typed != number:
            expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#contractors")).to_contain_text(name)


def confirm_opening(page: Page, msgid: str) -> None:
    choose(page, "I am here to open these quotes, and I know that it cannot be undone.")
    button(page, msgid)


def take_case(page: Page, home: str) -> None:
    """The new case among those that nobody has."""
    menu(page, "Cases")
    if page.get_by_role("link", name=re.compile(home)).count() == 0:
        link(page, "Nobody's yet")
    page.get_by_role("link", name=re.compile(home)).first.click()
    heading(page, home)
    button(page, "Take this case")


def open_part(page: Page, name: str) -> None:
    """Unfold a part of the page of a case, unless it is open."""
    part = page.locator(f"#part-{name}")
    if part.get_attribute("open") is None:
        part.locator("> summary").click()


def note_facts(page: Page) -> None:
    """Every question of the screening gets a no."""
    open_part(page, "facts")
    answers = page.locator("#fact-table select")
    for place in range(answers.count()):
        answers.nth(place).select_option("no")
    button(page, "Save and screen")


def note_measures(page: Page, facade: str) -> None:
    """Everything that the works ask of this home; what it has none of is zero."""
    open_part(page, "measures")
    inputs = page.locator("#measure-table input")
    for place in range(inputs.count()):
        one = inputs.nth(place)
        one.fill(facade if "m2" in (one.get_attribute("name") or "") else "6")
    button(page, "Save the measures")


CAN_AND_WILL = (
    "It is cold or draughty",
    "Within 1 year",
    "Nothing",
    "Yes, with a date",
    "Nobody, I decide alone",
    "Yes",
    "No",
    "With savings",
)


def ask_can_and_will(page: Page) -> None:
    open_part(page, "route")
    link(page, "Ask the questions")
    bothers, *others = CAN_AND_WILL
    page.get_by_label(nl(bothers), exact=True).check()  # of this one several may be ticked
    answers = page.locator("#questions select")
    for place, msgid in enumerate(others):
        answers.nth(place).select_option(label=nl(msgid))
    button(page, "Save and see the route")


def survey(page: Page) -> None:
    """What stands there was measured before; the advisor agrees."""
    fill(page, "Homes on this scaffold, this one included", "1")
    button(page, "Keep these quantities and agree")
