"""A firm says which company it is and keeps its papers; the lead reads them, without script too."""

import pytest
from playwright.sync_api import expect

from renogroep.identity.actions.companies import link_company
from renogroep.infra.access import Role
from tests.browser.keyboard import press
from tests.browser.steps import button, fill, heading, link, menu
from tests.support.words import nl


@pytest.fixture
def house(given):
    """A firm that was invited, and the lead who did so."""
    with given() as make:
        firm = make.organisation(
            "contractor", name="Gevelwerken Aerts", company_number="0999.000.129"
        )
        link_company(make.session, firm)
        make.member(Role.CONTRACTOR_OWNER, firm, email="wim@testgem.example")
        make.member(Role.LEAD, email="lead@testgem.example")


def test_a_firm_confirms_and_keeps_its_papers_and_the_lead_reads_them(house, sign_in):
    firm = sign_in("wim@testgem.example", phone=True, javascript=False)
    lead = sign_in("lead@testgem.example", phone=True, javascript=False)
    lead.goto("/aannemers")
    link(lead, "Gevelwerken Aerts")
    expect(lead.locator("main")).to_contain_text("0999.000.129")
    firm.goto("/onze-papieren")
    heading(firm, "Our papers")
    button(firm, "This is our company")
    link(firm, "Add a paper")
    button(firm, "Keep this paper")
    expect(firm.locator(".error-summary")).to_be_visible()
    firm.get_by_label(nl("Which paper is it?")).select_option("insurance")
    fill(firm, "Valid until", "2027-06-30")
    firm.locator("#note").fill("Tienjarige aansprakelijkheid (BA10)")
    button(firm, "Keep this paper")
    expect(firm.locator("#papers")).to_contain_text("BA10")
    lead.reload()
    expect(lead.locator("#papers")).to_contain_text("BA10")
    link(firm, "Change")
    button(firm, "Take this paper away")
    expect(firm.locator("main")).to_contain_text(
        nl("There are no papers yet. Add your insurance first.")
    )


def test_the_same_with_the_keyboard(house, sign_in):
    page = sign_in("wim@testgem.example")
    menu(page, "Our papers")
    press(page, "BUTTON", nl("This is our company"))
    link(page, "Add a paper")
    fill(page, "Valid until", "2027-06-30")
    press(page, "BUTTON", nl("Keep this paper"))
    expect(page.locator("#papers")).to_contain_text(nl("Insurance"))
