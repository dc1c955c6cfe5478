"""What a contractor does: read the job, price it in a spreadsheet or on the page, hand in."""

import re
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from renogroep.quotes.rules.bill_layout import TERM_QUESTIONS
from renogroep.quotes.rules.sheet_terms import TERM_LABELS
from renogroep.web.demo.quoting import PRICES
from tests.browser.steps import button, choose, heading, link, menu
from tests.support.words import nl

FIRST_PRICE = 7  # column G
TERMS = {
    "own_min": "4",
    "start_from": "1/5/2027",
    "start_until": "30/9/2027",
    "warranty_years": "10",
    "disruption_days": "8",
    "valid_until": "31/12/2027",
}


def price(number: str, level: str, band: int) -> str:
    """The ordinary price at this firm's level, a little less with more homes."""
    amount = Decimal(PRICES[number]) * Decimal(level) * (Decimal("0.97") ** band)
    return f"{amount:.2f}".replace(".", ",")


def open_job(page: Page, lot: str) -> None:
    menu(page, "Jobs to price")
    page.get_by_role("link", name=lot).first.click()
    heading(page, lot)


def filled_in(data: bytes, level: str, bands: int) -> bytes:
    """The downloaded bill as somebody fills it in, with one post not included."""
    book = load_workbook(BytesIO(data))
    sheet: Any = book[book.sheetnames[0]]
    for row in sheet.iter_rows():
        number = str(row[0].value or "")
        if number not in PRICES:
            continue
        for band in range(bands):
            cell = sheet.cell(row[0].row, FIRST_PRICE + band)
            if not cell.protection.locked:
                cell.value = Decimal(price(number, level, band).replace(",", "."))
    labels = {TERM_QUESTIONS[name].label: value for name, value in TERMS.items()}
    for row in book[book.sheetnames[1]].iter_rows():
        if row[0].value in labels:
            row[1].value = labels[row[0].value]
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def price_in_a_spreadsheet(page: Page, level: str, bands: int) -> None:
    """Download, fill in, upload; a first file with a mistake is refused by cell."""
    with page.expect_download() as waiting:
        link(page, "Download the bill (.xlsx)")
    data = waiting.value.path().read_bytes()
    link(page, "Upload the filled bill")
    wrong = load_workbook(BytesIO(filled_in(data, level, bands)))
    sheet: Any = wrong[wrong.sheetnames[0]]
    row = next(r[0].row for r in sheet.iter_rows() if str(r[0].value) == "01.03")
    sheet.cell(row, FIRST_PRICE).value = "op aanvraag"
    out = BytesIO()
    wrong.save(out)
    upload(page, out.getvalue())
    expect(page.locator("#problems")).to_contain_text(f"G{row}")
    expect(page.locator("#problems")).to_contain_text("op aanvraag")
    upload(page, filled_in(data, level, bands))
    heading(page, "Check and hand in your quote")


def upload(page: Page, data: bytes) -> None:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.get_by_label(nl("Your filled bill (.xlsx)")).set_input_files(
        {"name": "meetstaat.xlsx", "mimeType": kind, "buffer": data}
    )
    button(page, "Upload")


def price_on_the_page(page: Page, level: str) -> None:
    """Type every price and term; half of it is kept as a draft first."""
    link(page, "Type prices on the page")
    heading(page, "Type your prices")
    for number in PRICES:
        words = re.escape(nl("Price of post %(number)s, %(homes)s", number=number, homes=""))
        fields = page.get_by_label(re.compile(f"^{words}"))
        for band in range(fields.count()):
            fields.nth(band).fill(price(number, level, band))
    button(page, "Save draft")
    heading(page, "Type your prices")
    for name, value in TERMS.items():
        field = page.get_by_label(re.compile(f"^{re.escape(nl(TERM_LABELS[name]))}"))
        if name != "own_min" or field.count():  # a procurement announces its own minimum
            field.fill(value)
    button(page, "Check and go on")
    heading(page, "Check and hand in your quote")


def hand_in(page: Page) -> str:
    """The explicit yes; the code of the receipt."""
    choose(page, "This is our quote. The prices are without VAT and we stand by them.")
    button(page, "Hand in the quote")
    heading(page, "Your receipt")
    return page.locator("main dl dd").first.inner_text()


def agree_with_survey(page: Page) -> None:
    menu(page, "Work list")
    page.get_by_role(
        "link", name=re.compile(nl("Survey of home %(reference)s", reference=""))
    ).first.click()
    button(page, "We agree with these quantities")
    expect(page.get_by_role("button", name=nl("We agree with these quantities"))).to_have_count(0)
