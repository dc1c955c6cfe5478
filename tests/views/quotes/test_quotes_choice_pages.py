"""The lead's page of the choice: start, see who answered, work it out, start the orders."""

import pytest
from sqlalchemy import select

from renogroep.infra.access import Role
from renogroep.infra.db import db
from renogroep.quotes.models import Assignment, ChoiceRun
from renogroep.tenders.models import Lot
from tests.support.html import form_values
from tests.support.make_quotes import open_quotes, preferences, second_group, worked_example


@pytest.fixture
def lead(client_as):
    return client_as(Role.LEAD)


@pytest.fixture
def lot(given):
    with given() as make:
        example = worked_example(make)
        preferences(make, example)
        return example.lot.id


def press(lead, url, **options):
    """The main button of the page of the choice."""
    return lead.send(url, lead.page(url).values(), **options)


def cells(row):
    return [" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")]


def test_from_the_opening_to_the_choice(lot, lead, app):
    url = f"/percelen/{lot}/keuze"
    press(lead, url)
    page = lead.page(url)
    assert page.says("A komt pas met 6 woningen. Nu kiezen er 5 voor A.")
    assert [cells(row)[2] for row in page.select("table tbody tr")] == ["–"] * 10
    press(lead, url)
    page = lead.page(url)
    ends = {
        row.select_one("th").get_text(): cells(row)[1:] for row in page.select("table tbody tr")
    }
    assert ends["H1"] == ["1. A, 2. B", "A eerste keuze"]
    assert ends["H10"] == ["1. C, 2. B", "B nieuwe ja uiterlijk op 30 november 2026"]
    with app.app_context():
        run = db.session.scalars(select(ChoiceRun)).one()
        assert len(run.assignments) == 10
    assert "C heeft 2 woningen" in page.select_one("ol").get_text()


def test_orders_wait_for_the_new_yes_and_say_until_when(lot, lead, app):
    url = f"/percelen/{lot}/keuze"
    press(lead, url)
    press(lead, url)
    version = lead.page(url).values()["version"]
    page = lead.send(f"/percelen/{lot}/bestellen-starten", {"version": version}, status=422)
    assert page.says("30 november 2026")
    with app.app_context():
        assert db.session.get(Lot, lot).state == "choosing"


def test_when_all_said_yes_orders_start(lot, lead, given, app):
    url = f"/percelen/{lot}/keuze"
    press(lead, url)
    press(lead, url)
    with given() as make:
        for row in make.session.scalars(select(Assignment).where(Assignment.yes_by.is_not(None))):
            row.yes_at = row.run.at
    form = lead.page(url).select_one("form[action$='bestellen-starten']")
    lead.send(form["action"], form_values(form))
    with app.app_context():
        assert db.session.get(Lot, lot).state == "ordering"


def test_once_households_order_the_choice_stays(lot, lead, given):
    with given() as make:
        row = make.session.get(Lot, lot)
        row.state = "ordering"
        make.session.flush()
        version = row.version
    url = f"/percelen/{lot}/keuze"
    assert lead.page(url).select("main form[method=post]") == []
    data = {"do": "run", "version": version}
    assert lead.send(url, data, status=422).select_one("[role=alert]")


def test_a_silent_group_is_named_before_orders_start(given, lead):
    with given() as make:
        example = worked_example(make, stage="quoting")
        second_group(make, example, "D")
        open_quotes(make, example)
        preferences(make, example)
        lot = example.lot.id
    press(lead, f"/percelen/{lot}/keuze")
    page = lead.page(f"/percelen/{lot}/keuze")
    assert page.get_text().count("Niemand van deze groep heeft gekozen.") == 1


def test_nobody_answered_yet(given, lead):
    with given() as make:
        lot = worked_example(make).lot.id
    press(lead, f"/percelen/{lot}/keuze")
    page = press(lead, f"/percelen/{lot}/keuze", status=422)
    assert page.select_one("[role=alert]")


def test_procurement_has_no_choice(given, lead):
    with given() as make:
        lot = worked_example(make, mode="procurement").lot.id
    assert lead.get(f"/percelen/{lot}/keuze").status_code == 404


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.ADVISOR, Role.ALDERMAN])
def test_only_the_lead_runs_it(lot, client_as, role):
    assert client_as(role).post(f"/percelen/{lot}/keuze").status_code == 403
