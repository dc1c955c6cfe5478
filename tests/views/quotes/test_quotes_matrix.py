"""The comparison: every cell says what it is, the lowest is named, totals raw and corrected."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select

from renogroep.base.units import Quantity
from renogroep.infra.access import Role
from renogroep.infra.acts import By
from renogroep.infra.audit import AuditEvent
from renogroep.infra.db import db
from renogroep.quotes.actions.scenarios import NOT_SET, set_quantities
from tests.support.make_jobs import fields, job, typed
from tests.support.make_quotes import answered, stated, worked_example

LEGAL_WORDS = (
    *("award", "gegund", "gunning", "standstill", "abnormal", "decision"),
    *("proces-verbaal", "verbeter"),
)


@pytest.fixture
def lot(given):
    with given() as make:
        example = worked_example(make, mode="procurement")
        answered(make, example.quotes["B"], "02.01", "excluded")
        answered(make, example.quotes["C"], "01.02", "option", "55", "55")
        stated(example.quotes["A"], "01.02", "3000")
        return example.lot.id


@pytest.fixture
def page(lot, client_as):
    return client_as(Role.ASSESSOR).page(f"/percelen/{lot}/vergelijken")


def row_of(page, table, post):
    rows = page.select(f"#{table} tbody tr")
    return next(r for r in rows if r.select_one("th").get_text().strip().startswith(post))


def cells(row):
    return [" ".join(td.get_text(" ").split()) for td in row.select("td")]


def test_the_lowest_price_is_named_and_not_only_coloured(page):
    found = cells(row_of(page, "band-1-1", "01.01"))
    assert [("owest" in cell or "aagste" in cell) for cell in found] == [False, True, False]
    assert "73.188,00" in found[1]


def test_what_is_left_out_or_optional_is_visible(page):
    excluded = cells(row_of(page, "band-1-1", "02.01"))[1]
    assert "€" not in excluded
    assert excluded
    option = cells(row_of(page, "band-1-1", "01.02"))[2]
    assert "3.520,00" in option


def test_what_is_ranked_is_what_the_totals_say_and_no_total_per_band(page):
    """A on 7 homes of 64.2 m2, on ten, and the mix; its wrong line total changes nothing."""
    first = cells(row_of(page, "totals-1", "A"))
    assert first[1:] == ["€ 69.119,40", "€ 86.514,00", "€ 77.816,70"]
    assert "95.502,00" not in page.get_text()
    assert "94.662,00" not in page.get_text()


def test_the_announced_quantities_of_the_worked_example(given, client_as):
    """MONEY: A 86,514 and 71,366, mixed 78,940."""
    with given() as make:
        example = worked_example(make, mode="procurement")
        example.lot.state = "collecting"
        bill = {"01.01": "466", "01.02": "46", "01.03": "466"}
        set_quantities(
            make.session,
            example.lot,
            7,
            {post: Quantity.of(amount) for post, amount in bill.items()},
            version=NOT_SET,
            by=By(make.member(Role.LEAD).id),
        )
        example.lot.state = "opened"
        example.quotes["C"].state = "irregular"
        lot = example.lot.id
    page = client_as(Role.ASSESSOR).page(f"/percelen/{lot}/vergelijken")
    assert cells(row_of(page, "totals-1", "A"))[1:] == ["€ 71.366,00", "€ 86.514,00", "€ 78.940,00"]
    # a quote that was set aside is not ranked, and still stands there with its own prices
    assert cells(row_of(page, "totals-1", "C"))[1:] == ["€ 70.282,00", "€ 85.516,00", "€ 77.899,00"]


def test_where_households_choose_raw_and_corrected_totals_stand_beside_each_other(given, client_as):
    with given() as make:
        example = worked_example(make)
        stated(example.quotes["A"], "01.02", "3000")
        lot = example.lot.id
    page = client_as(Role.ASSESSOR).page(f"/percelen/{lot}/vergelijken")
    first = cells(row_of(page, "totals-1", "A"))
    assert "94.662,00" in first[1]
    assert "95.502,00" in first[2]
    assert "86.514,00" in first[3]


def test_the_first_column_stays_and_every_table_has_its_name(page):
    assert len(page.select("table.table--sticky caption")) == 3


def test_the_export_has_a_row_per_post_band_and_firm_and_is_audited(lot, client_as, app):
    client = client_as(Role.LEAD)
    book = load_workbook(BytesIO(client.get(f"/percelen/{lot}/vergelijken.xlsx").data))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert len(rows) == 1 + 5 * 2 * 3
    text = client.get(f"/percelen/{lot}/vergelijken.csv").data.decode("utf-8-sig")
    assert len(text.splitlines()) == len(rows)
    with app.app_context():
        kinds = [
            event.facts["kind"]
            for event in db.session.scalars(
                select(AuditEvent).where(AuditEvent.did == "matrix.downloaded")
            )
        ]
    assert kinds == ["xlsx", "csv"]


def test_group_mode_has_no_word_of_procurement(given, client_as):
    with given() as make:
        example = worked_example(make)
        stated(example.quotes["A"], "01.02", "3000")
        lot, quote = example.lot.id, example.quotes["A"].id
    client = client_as(Role.LEAD)
    correct = f"nazicht/{quote}/verbeteren?post=01.02"
    for url in ("openen", "proces-verbaal", "vergelijken", "nazicht", correct, "keuze"):
        words = client.page(f"/percelen/{lot}/{url}").get_text(" ").lower()
        for word in LEGAL_WORDS:
            assert word not in words, (url, word)
    pdf = PdfReader(BytesIO(client.get(f"/percelen/{lot}/proces-verbaal.pdf").data))
    assert "proces" not in "".join(page.extract_text() for page in pdf.pages).lower()


def test_control_in_procurement_the_minutes_are_minutes(lot, client_as):
    page = client_as(Role.LEAD).page(f"/percelen/{lot}/proces-verbaal")
    assert page.heading == "Proces-verbaal van de opening"


def test_a_firm_that_quotes_to_households_reads_no_word_of_procurement(given, client_of):
    with given() as make:
        one = job(make)
    firm = client_of(one.person_id)
    odd = fields(typed({"01.01": ("duur", "")})) | {"version": "0", "revision": "1"}
    answer = firm.send(f"{one.url}/invullen", odd | {"do": "check"}, status=422)
    pages = [answer, *(firm.page(url) for url in ("/opdrachten", one.url, f"{one.url}/indienen"))]
    for page in pages:
        words = page.get_text(" ").lower()
        assert not [word for word in LEGAL_WORDS if word in words]
