"""The quantities of a smaller scenario: typed by the lead, read by the firms, fixed in time."""

import pytest
from sqlalchemy import select

from renogroep.infra.access import Role
from renogroep.infra.db import db
from renogroep.quotes.models import ScenarioBill
from renogroep.tenders.models import Lot
from tests.support.make_quotes import worked_example


@pytest.fixture
def made(given):
    with given() as make:
        example = worked_example(make, mode="procurement", stage="quoting", firms="A")
        example.lot.state = "collecting"
        return {
            "lot": example.lot.id,
            "request": example.request.id,
            "firm": example.contractors["A"].id,
            "url": f"/percelen/{example.lot.id}/scenarios",
        }


@pytest.fixture
def lead(client_as):
    return client_as(Role.LEAD)


def kept(app):
    with app.app_context():
        return {row.homes: row.quantities for row in db.session.scalars(select(ScenarioBill))}


def test_what_is_typed_is_kept_and_what_is_left_open_is_presumed(made, lead, app, client_of):
    page = lead.page(made["url"])
    assert page.says("448")  # seven times 64 m2
    lead.send(made["url"], {**page.values(), "q-7-01.01": "466", "q-7-01.02": "46,5"})
    assert kept(app) == {7: {"01.01": 466_000, "01.02": 46_500}}
    assert lead.page(made["url"]).values()["q-7-01.02"] == "46,5"
    rows = client_of(made["firm"]).page(f"/opdrachten/{made['request']}")
    shown = [
        " ".join(row.get_text(" ").split()) for row in rows.select("#scenario-quantities tbody tr")
    ]
    assert [row for row in shown if row.startswith("01.01") and "466 m²" in row]
    assert [row for row in shown if row.startswith("01.03") and "448 m²" in row]


@pytest.mark.parametrize("typed", ["veel", "-3", "1.250", "9" * 30])
def test_an_odd_quantity_is_said_at_its_field_and_nothing_is_kept(made, lead, app, typed):
    data = {**lead.page(made["url"]).values(), "q-7-01.01": typed, "q-7-01.02": "46"}
    page = lead.send(made["url"], data, status=422)
    assert page.select_one("[id='q-7-01.01-error']").get_text()
    assert page.values()["q-7-01.01"] == typed
    assert kept(app) == {}


def test_a_second_lead_gets_the_409_page(made, lead, app):
    form = lead.page(made["url"]).values()
    lead.send(made["url"], {**form, "q-7-01.01": "466"})
    lead.send(made["url"], {**form, "q-7-01.01": "500"}, status=409)
    assert kept(app) == {7: {"01.01": 466_000}}


def test_once_quotes_are_asked_it_is_a_table(made, lead, given):
    with given() as make:
        make.session.get(Lot, made["lot"]).state = "quoting"
    page = lead.page(made["url"])
    assert page.select("main form[method=post]") == []
    assert len(page.select("#scenario-quantities tbody tr")) == 3
    lead.send(made["url"], {"version-7": "0", "q-7-01.01": "1"}, status=422)


def test_group_mode_has_no_scenarios(given, lead):
    with given() as make:
        lot = worked_example(make).lot.id
    assert lead.get(f"/percelen/{lot}/scenarios").status_code == 404
