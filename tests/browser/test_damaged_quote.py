"""Lead and officer open with one damaged quote, and the firm recovers it; on phones, without script."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from renogroep.identity.queries import own_account
from renogroep.infra.access import Role
from renogroep.quotes.models import Quote
from tests.browser.steps import button, choose, empty_mailboxes, heading, link, said, unsaid
from tests.support.make_quotes import worked_example
from tests.support.words import nl

ALL = "I am here to open these quotes, and I know that it cannot be undone."
ONE = "I am here to open this quote, and I know that it cannot be undone."
PROVED = "Your price file is here since %(moment)s, and it is the quote that you handed in. Two people of the municipality open it."
UNTIL_SETTLED = "Until this is settled there is no ranking, no decision and no choice. The other quotes are open."


@pytest.fixture
def lot(app, given):
    """Three sealed quotes after their deadline, and who opens them."""
    empty_mailboxes(app)
    with given() as make:
        example = worked_example(make, stage="quoting")
        firm = own_account(make.session, example.contractors["C"].id)
        for role in (Role.LEAD, Role.OPENING_OFFICER):
            make.member(role, email=f"{role}@testgem.example")
        return SimpleNamespace(
            opening=f"/percelen/{example.lot.id}/openen",
            job=f"/opdrachten/{example.request.id}",
            firm=firm.email,
            quote_id=example.quotes["C"].id,
        )


def damage(given, quote_id: int) -> None:
    """One bad byte on the disk."""
    with given() as make:
        quote = make.session.get_one(Quote, quote_id)
        quote.sealed = quote.sealed[:-1] + bytes([quote.sealed[-1] ^ 1])


def keep_price_file(page: Page, job: str) -> bytes:
    """What a firm keeps with its receipt."""
    page.goto(job)
    link(page, "Your receipt")
    with page.expect_download() as waiting:
        link(page, "Your price file (JSON)")
    return waiting.value.path().read_bytes()


def send_file(page: Page, content: bytes) -> None:
    page.locator("main input[type=file]").set_input_files(
        {"name": "prijsbestand.json", "mimeType": "application/json", "buffer": content}
    )
    button(page, "Send the price file")


def two_confirm(pages: list[Page], address: str, sure: str, second: str) -> None:
    """The first person opens nothing yet."""
    for page, words in zip(pages, ("Confirm as the first person", second), strict=True):
        page.goto(address)
        choose(page, sure)
        button(page, words)


def test_two_people_open_with_a_damaged_quote_and_the_firm_recovers(given, lot, sign_in):
    firm = sign_in(lot.firm, phone=True, javascript=False)
    kept = keep_price_file(firm, lot.job)
    damage(given, lot.quote_id)

    both = [
        sign_in(f"{role}@testgem.example", phone=True, javascript=False)
        for role in (Role.LEAD, Role.OPENING_OFFICER)
    ]
    lead, officer = both
    two_confirm(both, lot.opening, ALL, "Open the quotes")
    heading(officer, "Report of the opening")
    expect(officer.locator("#minutes tbody tr")).to_have_count(2)
    expect(officer.get_by_role("heading", name=nl("Could not be read"))).to_be_visible()
    lead.goto(lot.opening)
    said(lead, nl("The quote of %(firm)s could not be read.", firm="C"))
    link(lead, "What now? %(firm)s", firm="C")
    said(lead, nl(UNTIL_SETTLED))
    settle = lead.url

    firm.goto(lot.job)
    link(firm, "Send your price file")
    heading(firm, "Your price file")
    send_file(firm, kept + b"x")
    expect(firm.locator("main [role=alert]").first).to_be_visible()
    send_file(firm, kept)
    said(firm, nl(PROVED).partition("%(moment)s, ")[2])

    two_confirm(both, settle, ONE, "Open the quote")
    heading(officer, "Report of the opening")
    expect(officer.get_by_role("heading", name=nl("Addendum: %(firm)s", firm="C"))).to_be_visible()
    lead.goto(settle)
    unsaid(lead, nl("Open this quote"))
    firm.goto(lot.job)
    expect(firm.get_by_role("link", name=nl("Send your price file"))).to_have_count(0)
