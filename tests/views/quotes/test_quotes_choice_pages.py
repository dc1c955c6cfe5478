"""The lead's page of the choice: start, see who answered, work it out, start the orders."""

import pytest
from sqlalchemy import select

from renogroep.infra.access import Role
from renogroep.infra.db import db
from renogroep.quotes.models import Assignment, ChoiceRun
from renogroep.tenders.models import Lot
from tests.support.make_quotes import preferences, worked_example


@pytest.fixture
def lead(client_as):
    return client_as(Role.LEAD)


@pytest.fixture
def lot(given):
    with given() as make:
        example = worked_example(make)
        preferences(make, example)
        return example.lot.id


def test_from_the_opening_to_the_choice(lot, lead, app):
    url = f"/percelen/{lot}/keuze"
    lead.send(url)
    page = lead.page(url)
    assert page.says("10")
    lead.send(url)
    page = lead.page(url)
    assert page.says("RG") or page.says("H10")
    with app.app_context():
        run = db.session.scalars(select(ChoiceRun)).one()
        assert len(run.assignments) == 10
    assert page.select("ol li")


def test_orders_wait_for_the_new_yes_and_say_until_when(lot, lead, app):
    url = f"/percelen/{lot}/keuze"
    lead.send(url)
    lead.send(url)
    page = lead.send(f"/percelen/{lot}/bestellen-starten", status=422)
    assert page.says("30 november 2026")
    with app.app_context():
        assert db.session.get(Lot, lot).state == "choosing"


def test_when_all_said_yes_orders_start(lot, lead, given, app):
    url = f"/percelen/{lot}/keuze"
    lead.send(url)
    lead.send(url)
    with given() as make:
        for row in make.session.scalars(select(Assignment).where(Assignment.yes_by.is_not(None))):
            row.yes_at = row.run.at
    lead.send(f"/percelen/{lot}/bestellen-starten")
    with app.app_context():
        assert db.session.get(Lot, lot).state == "ordering"


def test_nobody_answered_yet(given, lead):
    with given() as make:
        lot = worked_example(make).lot.id
    lead.send(f"/percelen/{lot}/keuze")
    page = lead.send(f"/percelen/{lot}/keuze", status=422)
    assert page.select_one("[role=alert]")


def test_procurement_has_no_choice(given, lead):
    with given() as make:
        lot = worked_example(make, mode="procurement").lot.id
    assert lead.get(f"/percelen/{lot}/keuze").status_code == 404


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.ADVISOR, Role.ALDERMAN])
def test_only_the_lead_runs_it(lot, client_as, role):
    assert client_as(role).post(f"/percelen/{lot}/keuze").status_code == 403
