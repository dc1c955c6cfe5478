"""A lead enters the income ceilings of 2027, is stopped by the gate, and a colleague switches them on."""

import pytest
from playwright.sync_api import expect

from renogroep.financing import actions, queries
from renogroep.financing.models import RuleVersion
from renogroep.financing.queries import cases
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from renogroep.infra.db import session
from tests.browser.keyboard import press
from tests.browser.steps import begins, button, choose, fill, heading, link, said
from tests.support.make import TODAY
from tests.support.make_rules import looked_up
from tests.support.words import nl

OFFICIAL = "vlaanderen.be, grenzen van 2027, gelezen op 23 november 2026"
TOPS = {"24750": "25270", "37110": "37890", "43240": "44150", "60520": "61790"}


@pytest.fixture
def office(given):
    """A lead, a team lead, and the rules of the product; the ceilings of 2026 end on 31 December."""
    with given() as make:
        actions.seed_rules(make.session, make.home.id, by=TICK)
        make.member(Role.LEAD, email="lead@testgem.example")
        make.member(Role.TEAM_LEAD, email="team@testgem.example")


def answers(app, label):
    """What somebody reads on the official page, in the order of the proposals."""
    with app.app_context():
        row = session().query(RuleVersion).filter_by(label=label).one()
        return [looked_up(row, one).expected for one in cases.proposed_cases(session(), row)]


def test_the_ceilings_of_next_year_come_in_with_a_second_person(app, office, sign_in):
    lead = sign_in("lead@testgem.example", phone=True, javascript=False)
    lead.goto("/vandaag")
    lead.get_by_role("link", name="income_2026").click()
    link(lead, "Make a new version from it")
    heading(lead, "New version: %(kind)s", kind=nl("Income categories"))
    fill(lead, "Name of this version", "income_2027")
    fill(lead, "Source", OFFICIAL)
    choose(lead, "Type the amounts on the page")
    button(lead, "Make the new version")
    type_the_ceilings(lead)
    stopped_by_the_gate(lead)
    type_the_answers(lead, answers(app, "income_2027"))
    link(lead, "Try it on the open cards")
    heading(lead, "Try %(label)s", label="income_2027")
    lead.go_back()
    button(lead, "Propose this version")
    approved_with_the_keyboard(sign_in("team@testgem.example"))
    with app.app_context():
        home = session().query(RuleVersion).first().municipality_id
        held = queries.current_version(session(), home, "income", TODAY.replace(year=2027))
        assert held.label == "income_2027"


def type_the_ceilings(page):
    """Every amount that the official page changed; first one that is no number."""
    heading(page, "Change %(label)s", label="income_2027")
    boxes = page.locator("input[name^=rules-]").all()
    for box in boxes:
        box.fill(TOPS.get(box.input_value(), box.input_value()))
    boxes[0].fill("veel")
    button(page, "Keep")
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("input[name^=rules-]").first).to_have_value("veel")
    page.locator("input[name^=rules-]").first.fill("0")
    button(page, "Keep")


def stopped_by_the_gate(page):
    """The page names the first cell; proposing it anyway is refused."""
    said(page, begins("What it changes beside “%(label)s”"))
    expect(page.locator("#changed-cells")).to_contain_text("25.270,00")
    button(page, "Propose this version")
    expect(page.locator(".refusal")).to_contain_text("rij 2")


def type_the_answers(page, found):
    """Only what the official page says, beside each question."""
    link(page, "Worked cases")
    heading(page, "Worked cases: %(label)s", label="income_2027")
    assert found
    for number, expected in enumerate(found):
        page.locator(f"input[name=case-{number}-category]").fill(expected["category"])
    button(page, "Keep the worked cases")
    said(page, nl("Every cell that gives or bounds an amount is proved by a worked case."))
    page.locator("main a[href^='/regels/']").first.click()


def approved_with_the_keyboard(page):
    page.goto("/vandaag")
    press(page, "A", "income_2027")
    press(page, "BUTTON", nl("Switch on"))
    said(page, nl("“%(label)s” is switched on.", label="income_2027"))
    page.goto("/vandaag")
    expect(page.locator("main")).not_to_contain_text("income_2026")


def test_every_page_of_a_version_on_a_small_screen(app, office, sign_in):
    """Axe and 320 pixels are asked of each page that is opened here."""
    page = sign_in("lead@testgem.example")
    page.goto("/regels/overnemen")
    heading(page, "Take over a version")
    button(page, "Take it over")
    expect(page.locator(".error-summary")).to_be_visible()
    with app.app_context():
        premium = session().query(RuleVersion).filter_by(label="mvp_2026").one().id
    page.goto(f"/regels/{premium}/nieuw")
    fill(page, "Name of this version", "mvp_2027")
    fill(page, "Source", OFFICIAL)
    choose(page, "Upload a CSV or Excel file")
    page.get_by_label(nl("Table of the rules")).set_input_files(
        {"name": "x.csv", "mimeType": "text/csv", "buffer": b"percent;cap_eur\n0,35;1\n"}
    )
    button(page, "Make the new version")
    expect(page.locator("main")).to_contain_text(nl("this column is missing"))
