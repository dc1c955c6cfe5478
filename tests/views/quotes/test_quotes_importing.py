"""Bills that were opened elsewhere: the same reader, gaps come in, totals are checked later."""

from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from renogroep.infra.access import Role
from renogroep.infra.audit import AuditEvent
from renogroep.infra.db import db
from renogroep.quotes.documents.bill_form import bill_file
from renogroep.quotes.models import Quote
from renogroep.tenders.models import Lot
from tests.support.make import NOW
from tests.support.make_jobs import typed
from tests.support.make_quotes import worked_example


@pytest.fixture
def lead(client_as):
    return client_as(Role.LEAD)


def made(given, **options):
    """A lot whose quotes come from elsewhere, a firm, and its bill."""
    with given() as make:
        values = {"mode": "procurement", "stage": "quoting", "firms": "", "own_submission": False}
        example = worked_example(make, **{**values, **options})
        firm = make.firm("Elders Geopend")
        content = bill_file(example.request, typed(), made_at=NOW)
        return example.lot.id, example.request.id, firm.id, content


def changed(content, **cells):
    book = load_workbook(BytesIO(content))
    for cell, value in cells.items():
        book.worksheets[0][cell] = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def place_of(content, post, heading):
    """The cell of a post in the column whose heading starts with these words."""
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    column = row = None
    for cells in sheet.iter_rows():
        for cell in cells:
            if str(cell.value or "").startswith(heading) and column is None and cell.row > 1:
                column = cell.column_letter
            if str(cell.value or "") == post:
                row = cell.row
    return f"{column}{row}"


def send(lead, lot, request, firm, content, status=303):
    data = {"request": request, "firm": firm, "file": (BytesIO(content), "meetstaat.xlsx")}
    return lead.send(
        f"/percelen/{lot}/invoeren", data, status=status, content_type="multipart/form-data"
    )


def quotes(app):
    with app.app_context():
        rows = db.session.scalars(select(Quote)).all()
        return [(q.state, q.source, {line.number: line.kind for line in q.lines}) for q in rows]


def test_the_first_bill_opens_the_lot_and_the_comparison_shows_it(given, lead, app):
    lot, request, firm, content = made(given)
    send(lead, lot, request, firm, content)
    ((state, source, lines),) = quotes(app)
    assert (state, source) == ("opened", "imported")
    assert set(lines.values()) == {"price"}
    with app.app_context():
        assert db.session.get(Lot, lot).state == "opened"
    assert lead.page(f"/percelen/{lot}/vergelijken").says("Elders Geopend")


def test_a_post_without_an_answer_comes_in_as_missing(given, lead, app):
    lot, request, firm, content = made(given)
    row = int(place_of(content, "02.02", "Eenheidsprijs")[1:])
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    blank = {cell.coordinate: None for cell in sheet[row] if not cell.protection.locked}
    send(lead, lot, request, firm, changed(content, **blank))
    assert quotes(app)[0][2]["02.02"] == "missing"


def test_a_total_that_the_firm_wrote_wrongly_is_found_at_the_checks(given, lead, app):
    lot, request, firm, content = made(given)
    cell = place_of(content, "01.02", "Totaal")
    send(lead, lot, request, firm, changed(content, **{cell: 999}))
    with app.app_context():
        quote = db.session.scalars(select(Quote)).one()
        stated = next(line.stated_total for line in quote.lines if line.number == "01.02")
        assert stated.cents == 99_900
    assert lead.page(f"/percelen/{lot}/nazicht").select("a[href*='verbeteren?post=01.02']")


def test_problems_are_shown_all_at_once_and_nothing_comes_in(given, lead, app):
    lot, request, firm, content = made(given)
    bad = {
        place_of(content, "01.01", "Eenheidsprijs"): "gratis",
        place_of(content, "01.02", "Hoeveelheid"): 1,
    }
    page = send(lead, lot, request, firm, changed(content, **bad), status=422)
    shown = [row.select_one("th").get_text() for row in page.select("#problems tbody tr")]
    assert set(bad) <= set(shown)
    assert quotes(app) == []


def test_a_firm_has_one_quote(given, lead, app):
    lot, request, firm, content = made(given)
    send(lead, lot, request, firm, content)
    page = send(lead, lot, request, firm, content, status=422)
    assert page.select_one("[role=alert]")
    assert len(quotes(app)) == 1


@pytest.mark.parametrize(
    "options",
    [
        {"deadline": NOW + timedelta(seconds=1)},  # the deadline is not over
        {"own_submission": True},  # still sealed here
    ],
)
def test_not_before_the_time_and_not_around_the_seals(given, lead, app, options):
    lot, request, firm, content = made(given, **options)
    send(lead, lot, request, firm, content, status=422)
    assert quotes(app) == []


def test_no_bill_joins_quotes_that_were_sealed_here_after_their_opening(given, lead, app):
    """Everybody knows the prices then: a bill that comes in later could be made on them."""
    lot, request, firm, content = made(given, own_submission=True, stage="opened", firms="AB")
    page = send(lead, lot, request, firm, content, status=422)
    assert page.select_one("[role=alert]")
    assert len(quotes(app)) == 2
    assert lead.page(f"/percelen/{lot}/vergelijken").select("a[href$='invoeren']") == []


def test_a_picture_is_no_bill(given, lead, app):
    lot, request, firm, _ = made(given)
    send(lead, lot, request, firm, b"\x89PNG\r\n\x1a\n" + bytes(100), status=422)
    assert quotes(app) == []


@pytest.mark.parametrize("typed_key", [987654, "9" * 30])
@pytest.mark.parametrize("field", ["request", "firm"])
def test_another_request_or_firm_is_not_there(given, lead, app, field, typed_key):
    lot, request, firm, content = made(given)
    keys = {"request": request, "firm": firm, field: typed_key}
    send(lead, lot, keys["request"], keys["firm"], content, status=404)
    assert quotes(app) == []


def test_the_form_that_the_lead_downloads_can_be_imported(given, lead, app):
    lot, request, firm, _ = made(given)
    form = f"/percelen/{lot}/vragen/{request}/meetstaat.xlsx"
    for page in (f"/percelen/{lot}/invoeren", f"/percelen/{lot}/opvragen"):
        assert lead.page(page).select(f"a[href='{form}']")
    answer = lead.get(form)
    assert "attachment" in answer.headers["Content-Disposition"]
    send(lead, lot, request, firm, answer.data)
    assert quotes(app)[0][:2] == ("opened", "imported")
    with app.app_context():
        did = db.session.scalars(select(AuditEvent.did)).all()
        assert "bill.downloaded" in did


@pytest.mark.parametrize("role", [Role.CONTRACTOR, Role.ASSESSOR])
def test_only_a_lead_downloads_the_empty_form(given, client_as, role):
    lot, request, _, _ = made(given)
    form = f"/percelen/{lot}/vragen/{request}/meetstaat.xlsx"
    assert client_as(role).get(form).status_code == 403


def test_a_form_of_another_lot_is_not_there(given, lead):
    lot, request, _, _ = made(given)
    with given() as make:
        other = make.package("procurement").lots[0].id
    assert lead.get(f"/percelen/{other}/vragen/{request}/meetstaat.xlsx").status_code == 404
