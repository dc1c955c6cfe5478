"""One public procurement, from criteria to final prices: the municipality chooses, residents order."""

import re
from collections import Counter
from datetime import date
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from renogroep.financing.actions import seed_rules
from renogroep.identity.models import Person
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from renogroep.infra.db import session
from renogroep.orders.models import Order
from renogroep.subscriptions.actions.screening import seed_screening_rules
from renogroep.tenders.models import Package
from tests.browser import steps_contractor, steps_lead, steps_resident
from tests.browser.steps import (
    at,
    begins,
    button,
    choose,
    door,
    empty_mailboxes,
    fill,
    heading,
    link,
    menu,
    said,
    unsaid,
)
from tests.support.make_neighbours import neighbour, orders_too
from tests.support.words import nl

STREET, TITLE, LOT = "Anjerstraat", "Gevels Anjerstraat", "Gevelisolatie aan de buitenzijde"
NAMES = ("Luc Raes", "Sofie Callens", "Erik Moons", "Leen Baeten", "Rachid Ouali")
WINNER, LOSERS = "Gevelwerken Aerts", ("Isolatie Dhondt", "Bouwgroep Goossens")
# A fifth of what works cost: sealed quotes come in here only below a small announced value.
LEVELS = {"aerts": "0.18", "dhondt": "0.20", "goossens": "0.208"}
DATES = steps_lead.Dates()
MOTIVE = "De prijs na nazicht en het plan van aanpak samen geven de hoogste score."


@pytest.fixture
def cast(app, given):
    """A street with screened homes is made while the package collects; here only who works."""
    empty_mailboxes(app)
    with given() as make:
        seed_rules(make.session, make.home.id, by=TICK)
        seed_screening_rules(make.session, make.home.id, by=TICK)
        neighbourhood = make.neighbourhood(name="Bloemenwijk", slug="bloemenwijk")
        street = make.street(neighbourhood, STREET)
        for number in range(1, 20, 2):
            make.address(street, str(number))
        people = {
            key: make.member(role, email=f"{key}@testgem.example")
            for key, role in (
                ("lead", Role.LEAD),
                ("officer", Role.OPENING_OFFICER),
                ("assessor", Role.ASSESSOR),
                ("advisor", Role.ADVISOR),
            )
        }
        for key, name in zip(LEVELS, (WINNER, *LOSERS), strict=True):
            people[key] = make.member(
                Role.CONTRACTOR, make.firm(name), email=f"{key}@testgem.example"
            )
        return SimpleNamespace(**{key: person.id for key, person in people.items()})


def lead_prepares(page) -> None:
    """Everything that the list before publication asks of a procurement."""
    steps_lead.make_package(page, TITLE, steps_lead.PROCUREMENT, "Bloemenwijk")
    steps_lead.open_package(page, TITLE)
    steps_lead.keep_one_lot(page, homes=(5, 4, 12), bands="4, 8")
    steps_lead.open_package(page, TITLE)
    link(page, "Texts, dates and details")
    steps_lead.fill_in_details(page, DATES, (4, 12))
    page.get_by_label(nl("Procedure"), exact=True).select_option(index=1)
    fill(page, "Highest value of all orders together, without VAT", "29.000")
    fill(page, "Last day on which residents may order at these prices", DATES.ends.isoformat())
    choose(page, "Contractors hand in sealed quotes here")
    button(page, "Save")
    steps_lead.open_package(page, TITLE)
    link(page, "Award criteria")
    steps_lead.announce_criteria(page)
    steps_lead.open_package(page, TITLE)
    steps_lead.publish(page, TITLE)


def residents_come(given, cast) -> None:
    with given() as make:
        package = make.session.scalars(select(Package)).one()
        advisor = make.session.get_one(Person, cast.advisor)
        for place, name in enumerate(NAMES):
            neighbour(make.session, package, advisor, name, STREET, str(1 + 2 * place))


def lead_asks(page) -> None:
    steps_lead.open_package(page, TITLE)
    door(page, "/groepen")  # in a procurement: the page with the request for the whole lot
    steps_lead.ask_for_quotes(page, DATES.quotes)
    steps_lead.invite(page, [WINNER, *LOSERS])


def firms_price(staff) -> None:
    for key, level in LEVELS.items():
        page = staff(key)
        steps_contractor.open_job(page, LOT)
        unsaid(page, *NAMES)
        steps_contractor.price_on_the_page(page, level)
        steps_contractor.hand_in(page)


def two_people_open(staff) -> None:
    for key, words in (
        ("lead", "Confirm as the first person"),
        ("officer", "Open the quotes"),
    ):
        page = staff(key)
        steps_lead.open_package(page, TITLE)
        door(page, "/openen")
        steps_lead.confirm_opening(page, words)
    expect(page.locator("#minutes tbody tr")).to_have_count(3)


def assessor_scores(page) -> None:
    """Every quote gets a step of the scale, and what it rests on."""
    steps_lead.open_package(page, TITLE)
    door(page, "/vergelijken")
    link(page, "Scores")
    for fieldset in page.locator("fieldset[id^='score-']").all():
        fieldset.get_by_label(nl("Score in %%").replace("%%", "%")).select_option("75")
        fieldset.get_by_label(nl("What it rests on")).fill("Planning per woning, blz. 3.")
    button(page, "Keep the scores")


def lead_decides(page) -> None:
    steps_lead.open_package(page, TITLE)
    door(page, "/vergelijken")
    link(page, "Checks")
    button(page, "The checks are done")
    link(page, "Decision")
    expect(page.locator("#ranking tbody tr").first).to_contain_text(WINNER)
    page.get_by_label(re.compile(WINNER)).check()
    page.locator("textarea[name='motive']").fill(MOTIVE)
    button(page, "Take the decision")
    said(page, MOTIVE)
    expect(page.get_by_role("button", name=nl("Let households order"))).to_have_count(0)


def lead_starts_orders(page) -> None:
    """After the waiting period: the households may order, and a round begins."""
    steps_lead.open_package(page, TITLE)
    door(page, "/beslissen")
    button(page, "Let households order")
    menu(page, "Orders")
    page.get_by_role("link", name=re.compile(LOT)).first.click()
    fill(page, "Last day to order", DATES.orders.isoformat())
    fill(page, "Day on which the prices are fixed", DATES.freeze.isoformat())
    button(page, "Open the round")
    expect(page.locator("table[id^='orders-'] tbody tr")).to_have_count(len(NAMES))


def no_loser_anywhere(page) -> None:
    """Every page that a resident can reach, and none names a firm that did not win."""
    known = {page.url}
    waiting = [page.url]
    while waiting:
        page.goto(waiting.pop())
        unsaid(page, *LOSERS)
        for href in page.eval_on_selector_all("main a[href^='/']", "all => all.map(a => a.href)"):
            if href not in known and not re.search(r"\.(pdf|json|csv)$", href):
                known.add(href)
                waiting.append(href)
    assert len(known) > 4


def others_order(given, cast) -> None:
    with given() as make:
        for name in NAMES[1:]:
            orders_too(make.session, name, advisor_id=cast.advisor, firm_person_id=cast.aerts)


def test_from_criteria_to_final_prices(app, given, cast, staff, resident):
    mail = "luc.raes@example.org"
    lead_prepares(staff("lead"))
    residents_come(given, cast)
    with at(date(2027, 1, 4)):
        lead_asks(staff("lead"))
    with at(date(2027, 1, 18)):
        firms_price(staff)
    with at(DATES.quotes, 13):
        two_people_open(staff)
    with at(date(2027, 2, 1)):
        assessor_scores(staff("assessor"))
        lead_decides(staff("lead"))
        page = resident(mail)
        no_loser_anywhere(page)
        page.goto("/mijn-woning")
        page.locator("a[href*='/offertes/']").first.click()
        heading(page, "The contractor for your home")
        said(page, WINNER)
    with at(date(2027, 2, 22)):
        lead_starts_orders(staff("lead"))
        page = resident(mail)
        no_loser_anywhere(page)
        page.goto("/mijn-woning")
        link(page, "See what it costs you")
        no_loser_anywhere(page)
        page.goto("/mijn-woning")
        button(page, "Yes, come and measure (free)")
        others_order(given, cast)
    with at(date(2027, 3, 1)):
        advisor, contractor = staff("advisor"), staff("aerts")
        menu(advisor, "Orders")
        advisor.locator("#surveys a").first.click()
        steps_lead.survey(advisor)
        steps_contractor.agree_with_survey(contractor)
        page = resident(mail)
        link(page, "Look at the order and decide")
        steps_resident.order(page)
        no_loser_anywhere(page)
    with at(DATES.freeze):
        lead, contractor = staff("lead"), staff("aerts")
        menu(contractor, "Work list")
        unsaid(contractor, *NAMES)
        menu(lead, "Orders")
        lead.get_by_role("link", name=re.compile(LOT)).first.click()
        button(lead, "Close the round and fix the prices")
        contractor.reload()
        for name in NAMES:
            said(contractor, name)
        said(resident(mail), begins("Your price is final. %(firm)s plans the day."))
    with app.app_context():
        orders = session().scalars(select(Order)).all()
        assert Counter(order.state for order in orders) == {"frozen": len(NAMES)}
        assert all(order.final <= order.ceiling for order in orders)
