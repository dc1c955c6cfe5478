"""One group of neighbours, from the first interest to final prices: every household chooses itself."""

import csv
import re
from collections import Counter
from datetime import date
from io import StringIO
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from renogroep.financing.actions import seed_rules
from renogroep.identity.models import Person
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK, By
from renogroep.infra.db import session
from renogroep.orders.models import Order
from renogroep.owners.actions.routes import seed_can_will_rules
from renogroep.quotes.actions import choosing
from renogroep.quotes.queries import opened
from renogroep.subscriptions.actions.screening import seed_screening_rules
from renogroep.tenders.models import Lot, Package
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
from tests.support.make_neighbours import home_of, neighbour, orders_too
from tests.support.words import nl

DATABASES = ("sqlite", "postgresql")

STREET, TITLE, LOT = "Sint-Jansstraat", "Gevels Sint-Jansstraat", "Gevelisolatie aan de buitenzijde"
ADDRESSES = "straat;nummer;bus;postcode;gemeente;bebouwing\n" + "".join(
    f"{STREET};{number};;9999;Testgem;rij\n" for number in range(2, 30, 2)
)
LEAVER = "jan.peeters@example.org"
RESIDENT, MAIL, CO_MAIL = "Fatma Yılmaz", "fatma@example.org", "ali@example.org"
NEIGHBOURS = ("Jan Peeters", "Els Goris", "Tom Baert", "Lut Maes", "Piet Claes")
LEVELS = {"Gevelwerken Aerts": "1.00", "Isolatie Dhondt": "1.04", "Bouwgroep Goossens": "1.08"}
FIRST, SECOND, THIRD = LEVELS
AFTER_INTEREST, PRICING = date(2027, 1, 4), date(2027, 1, 18)
OPENING, CHOOSING, ORDERING = date(2027, 1, 29), date(2027, 2, 2), date(2027, 2, 8)
SURVEY, SIGNING, CO_SIGNING = date(2027, 2, 15), date(2027, 3, 1), date(2027, 3, 2)
FREEZE = date(2027, 4, 20)


@pytest.fixture
def cast(app, given):
    """Who works here. The second and third firm are known already; the lead adds the first."""
    empty_mailboxes(app)
    with given() as make:
        seed_rules(make.session, make.home.id, by=TICK)
        seed_screening_rules(make.session, make.home.id, by=TICK)
        seed_can_will_rules(make.session, make.home.id, by=TICK)
        people = {
            key: make.member(role, email=f"{key}@testgem.example")
            for key, role in (
                ("lead", Role.LEAD),
                ("officer", Role.OPENING_OFFICER),
                ("advisor", Role.ADVISOR),
            )
        }
        for key, name in (("dhondt", SECOND), ("goossens", THIRD)):
            people[key] = make.member(
                Role.CONTRACTOR, make.firm(name), email=f"{key}@testgem.example"
            )
        return SimpleNamespace(**{key: person.id for key, person in people.items()})


def lead_prepares(page) -> None:
    steps_lead.make_neighbourhood(page, "Sint-Janswijk", ADDRESSES)
    steps_lead.make_package(page, TITLE, steps_lead.GROUP_QUOTES, "Sint-Janswijk")
    steps_lead.open_package(page, TITLE)
    steps_lead.keep_one_lot(page, homes=(6, 4, 12), bands="4, 6")
    steps_lead.open_package(page, TITLE)
    link(page, "Texts, dates and details")
    steps_lead.fill_in_details(page, steps_lead.Dates(), (4, 12))
    button(page, "Save")
    steps_lead.open_package(page, TITLE)
    steps_lead.publish(page, TITLE)
    steps_lead.new_contractor(page, FIRST, "0566.988.259", "Wim Aerts", "aerts@testgem.example")


def advisor_screens(page) -> None:
    steps_lead.take_case(page, f"{STREET} 12")
    steps_lead.note_facts(page)
    steps_lead.note_measures(page, "62")
    steps_lead.ask_can_and_will(page)
    said(page, nl("Why"))


def neighbours_come(given, cast) -> None:
    with given() as make:
        package = make.session.scalars(select(Package)).one()
        advisor = make.session.get_one(Person, cast.advisor)
        for place, name in enumerate(NEIGHBOURS):
            neighbour(make.session, package, advisor, name, STREET, str(14 + 2 * place))


def lead_asks(page) -> None:
    steps_lead.make_groups(page, TITLE)
    expect(page.locator("table[id^='group-'] tbody tr")).to_have_count(6)
    steps_lead.ask_for_quotes(page, OPENING)
    steps_lead.invite(page, list(LEVELS))


def firms_price(staff) -> None:
    """One in a spreadsheet, two on the page; nobody learns who lives where."""
    for key, name in (("aerts", FIRST), ("dhondt", SECOND), ("goossens", THIRD)):
        page = staff(key)
        steps_contractor.open_job(page, LOT)
        unsaid(page, RESIDENT, *NEIGHBOURS, f"{STREET} 12")
        if name == FIRST:
            steps_contractor.price_in_a_spreadsheet(page, LEVELS[name], bands=2)
        else:
            steps_contractor.price_on_the_page(page, LEVELS[name])
        steps_contractor.hand_in(page)


def two_people_open(staff) -> None:
    lead, officer = staff("lead"), staff("officer")
    steps_lead.open_package(lead, TITLE)
    door(lead, "/openen")
    steps_lead.confirm_opening(lead, "Confirm as the first person")
    steps_lead.open_package(officer, TITLE)
    door(officer, "/openen")
    steps_lead.confirm_opening(officer, "Open the quotes")
    expect(officer.locator("#minutes tbody tr")).to_have_count(3)
    steps_lead.open_package(lead, TITLE)
    door(lead, "/vergelijken")
    for name in LEVELS:
        expect(lead.locator("table[id^='totals-']").first).to_contain_text(name)
    door(lead, "/keuze")
    button(lead, "Ask the households to choose")


def neighbours_rank(given) -> None:
    with given() as make:
        lot = make.session.scalars(select(Lot)).one()
        request = opened.requests_of(make.session, lot.id)[0]
        quotes = opened.quotes_of_lot(make.session, lot.id, opened.REGULAR)
        first = [quote.id for quote in quotes if quote.organisation.name == FIRST]
        for name in NEIGHBOURS:
            home = home_of(make.session, name)
            choosing.give_preference(
                make.session,
                home,
                request,
                first,
                by=By(home.person_id, seen=0),
            )


def lead_works_it_out(page) -> None:
    steps_lead.open_package(page, TITLE)
    door(page, "/keuze")
    button(page, "Work the choice out")
    button(page, "Let households order")
    menu(page, "Orders")
    page.get_by_role("link", name=re.compile(LOT)).first.click()
    fill(page, "Last day to order", "2027-03-26")
    fill(page, "Day on which the prices are fixed", FREEZE.isoformat())
    button(page, "Open the round")
    expect(page.locator("table[id^='orders-'] tbody tr")).to_have_count(6)


def resident_says_yes(page) -> None:
    link(page, "See what it costs you")
    heading(page, "What it costs you")
    why = page.locator("main details.why").filter(has_text=nl("Source")).first
    why.locator("summary").click()
    expect(why.get_by_text(nl("Source"), exact=True)).to_be_visible()
    page.goto("/mijn-woning")
    button(page, "Yes, come and measure (free)")


def neighbours_order(given, cast) -> None:
    """The other five go the same way, each with the quantities that were measured before."""
    with given() as make:
        firm = make.session.scalars(select(Person).where(Person.name == "Wim Aerts")).one()
        for name in NEIGHBOURS:
            orders_too(make.session, name, advisor_id=cast.advisor, firm_person_id=firm.id)


def both_measure(advisor, contractor) -> None:
    menu(advisor, "Orders")
    advisor.locator("#surveys a").first.click()
    steps_lead.survey(advisor)
    steps_contractor.agree_with_survey(contractor)
    menu(contractor, "Work list")
    said(
        contractor,
        nl(
            "No home yet. You find them here with names and addresses once the prices of a round are fixed."
        ),
    )
    unsaid(contractor, RESIDENT, f"{STREET} 12")


def ceilings(app) -> dict[str, int]:
    """What every household pays at most, in cents."""
    with app.app_context():
        orders = session().scalars(select(Order)).all()
        return {order.person.name: order.ceiling.cents for order in orders}


def withdraw(page) -> None:
    """Within the fourteen days, without a reason."""
    door(page, "/herroepen")
    button(page, "Yes, I stop")
    said(page, nl("You left these works. You pay nothing."))


def prices_become_final(staff) -> None:
    """The lead closes the round; only now the contractor reads who lives where."""
    lead, contractor = staff("lead"), staff("aerts")
    menu(lead, "Orders")
    lead.get_by_role("link", name=re.compile(LOT)).first.click()
    button(lead, "Close the round and fix the prices")
    menu(contractor, "Work list")
    said(contractor, RESIDENT)
    said(contractor, f"{STREET} 12")
    unsaid(contractor, "Jan Peeters")


def figures_agree(page) -> None:
    """Six households up to the choice, five with an order now; the file says the same."""
    menu(page, "Figures")
    page.get_by_role("link", name=TITLE, exact=True).click()
    shown = [row.split("\t")[1:3] for row in page.locator("#steps tbody tr").all_inner_texts()]
    with page.expect_download() as waiting:
        link(page, "Download these figures (CSV)")
    rows = list(csv.reader(StringIO(waiting.value.path().read_text("utf-8-sig")), delimiter=";"))
    assert [list(pair) for pair in zip(rows[1][2:], rows[2][2:], strict=True)] == shown
    assert [count for count, _ in shown] == ["6", "6", "6", "6", "5", "0"]
    assert sum(int(lost) for _, lost in shown) == 1


def test_from_a_list_of_streets_to_final_prices(app, given, cast, person, staff, resident):
    lead_prepares(staff("lead"))
    visitor = person(phone=True, javascript=False)
    code = steps_resident.show_interest(visitor, STREET, "12", LOT, RESIDENT, MAIL)
    steps_resident.confirm(resident(MAIL))
    advisor_screens(staff("advisor"))
    neighbours_come(given, cast)
    with app.app_context():
        assert session().scalar(select(func.count()).select_from(Order)) == 0

    with at(AFTER_INTEREST):
        said(resident(MAIL), code)
        lead_asks(staff("lead"))
    with at(PRICING):
        firms_price(staff)
        steps_lead.open_package(staff("lead"), TITLE)
    with at(OPENING, 13):
        two_people_open(staff)
    with at(CHOOSING):
        page = resident(MAIL, "quotes_choose")
        if page.get_by_role("heading", level=1).inner_text() == nl("My home"):
            page.locator("a[href*='/offertes/']").first.click()
        steps_resident.rank(page, [FIRST, SECOND])
        neighbours_rank(given)
        lead_works_it_out(staff("lead"))
    with at(ORDERING):
        resident_says_yes(resident(MAIL))
        neighbours_order(given, cast)
    with at(SURVEY):
        both_measure(staff("advisor"), staff("aerts"))
        before = ceilings(app)
        withdraw(resident(LEAVER))
        assert ceilings(app) == before, "a neighbour that leaves changes nobody's ceiling"
    with at(SIGNING):
        page = resident(MAIL)
        link(page, "Look at the order and decide")
        steps_resident.order(page, co_owner=("Ali Yılmaz", CO_MAIL))
        said(page, nl("Waiting for the signature of %(names)s.", names="Ali Yılmaz"))
    with at(CO_SIGNING):
        page = resident(CO_MAIL)
        choose(
            page, "I have read this and I agree as owner. I know that this order binds us to pay."
        )
        button(page, "Sign")
        said(page, nl("Thank you. You have signed."))
    with at(FREEZE):
        prices_become_final(staff)
        figures_agree(staff("lead"))
        page = resident(MAIL)
        said(page, begins("Your price is final. %(firm)s plans the day."))
    with app.app_context():
        orders = {order.person.name: order for order in session().scalars(select(Order))}
        assert Counter(order.state for order in orders.values()) == {"frozen": 5, "withdrawn": 1}
        assert all(o.final <= o.ceiling for o in orders.values() if o.state == "frozen")
        assert orders[RESIDENT].ceiling.cents == before[RESIDENT]
