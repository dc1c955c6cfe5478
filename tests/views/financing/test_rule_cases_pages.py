"""The page of worked cases names what is open, asks just that, and keeps what was typed."""

from io import BytesIO

import pytest

from renogroep.financing import actions
from renogroep.financing.models import RuleVersion
from renogroep.financing.queries import cases as queries
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from renogroep.infra.db import db
from renogroep.infra.sheets import read_csv, write_csv
from tests.support.make_rules import looked_up, written


@pytest.fixture
def draft(given, client_of):
    """A browser of the author, the id of the draft, and the answers in the order of the page."""
    with given() as make:
        actions.seed_rules(make.session, make.home.id, by=TICK)
        row = written(make, "income")
        found = [looked_up(row, one) for one in queries.proposed_cases(make.session, row)]
        id, author = row.id, row.author_id
    return client_of(author), id, found


def open_cells(app, id):
    with app.app_context():
        return len(queries.unproven_cells(db.session, db.session.get(RuleVersion, id)))


def test_the_gate_names_row_measure_and_column(draft):
    client, id, _ = draft
    assert client.page(f"/regels/{id}").says("rij 2, 4 single, Inkomen")
    values = client.page(f"/regels/{id}").values()
    page = client.send(f"/regels/{id}/voorstellen", values, status=422)
    assert page.select_one(".refusal")
    rows = client.page(f"/regels/{id}/rekenvoorbeelden").select("#open-cells-table tr, table tr")
    assert any("4 single" in row.text for row in rows)


def test_answers_typed_on_the_page_prove_the_cells(app, draft):
    client, id, answers = draft
    values = client.page(f"/regels/{id}/rekenvoorbeelden").values()
    for n, case in enumerate(answers):
        assert values[f"case-{n}-category"] == ""
        values[f"case-{n}-category"] = case.expected["category"]
    before = open_cells(app, id)
    client.send(f"/regels/{id}/rekenvoorbeelden", values)
    assert before > 0
    assert open_cells(app, id) == 0
    page = client.page(f"/regels/{id}")
    client.send(f"/regels/{id}/voorstellen", page.values())


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_kept(app, draft):
    client, id, answers = draft
    values = client.page(f"/regels/{id}/rekenvoorbeelden").values()
    values |= {"case-0-category": answers[0].expected["category"], "case-1-category": "veel"}
    values |= {"own-income": "20000"}
    before = open_cells(app, id)
    page = client.send(f"/regels/{id}/rekenvoorbeelden", values, status=422)
    names = {one["name"] for one in page.select(".field--error input")}
    assert {"case-1-category", "own-on"} <= names
    assert page.select_one("input[name=case-1-category]")["value"] == "veel"
    assert open_cells(app, id) == before


def test_nothing_filled_in_is_said(draft):
    client, id, _ = draft
    values = client.page(f"/regels/{id}/rekenvoorbeelden").values()
    page = client.send(f"/regels/{id}/rekenvoorbeelden", values, status=422)
    assert page.says("minstens één antwoord")


def test_a_question_that_is_not_ours_is_refused(draft):
    client, id, _ = draft
    page = client.page(f"/regels/{id}/rekenvoorbeelden")
    for data in ("{", "[]", '{"x": "1"}'):
        values = {**page.values(), "data-0": data, "case-0-category": "1"}
        client.send(f"/regels/{id}/rekenvoorbeelden", values, status=422)


def test_the_file_of_proposals_comes_back_filled_in(app, draft):
    client, id, answers = draft
    url = f"/regels/{id}/rekenvoorbeelden"
    sheet = read_csv(client.get(f"{url}/rekenvoorbeelden.csv").data)
    header, *rows = [[str(cell.value or "") for cell in cells] for _, cells in sheet.rows]
    rows = [row + [""] * (len(header) - len(row)) for row in rows]
    place = header.index("category")
    for row, case in zip(rows, answers, strict=True):
        row[place] = case.expected["category"]
    wrong = [[*row] for row in rows]
    wrong[0][place] = "#DIV/0!"
    for sent, status in ((wrong, 422), (rows, 303)):
        values = {**client.page(url).values(), "file": (BytesIO(write_csv(header, sent)), "x.csv")}
        client.send(url, values, content_type="multipart/form-data", status=status)
    assert open_cells(app, id) == 0
    assert client.get(f"{url}/rekenvoorbeelden.xlsx").status_code == 200
    assert client.get(f"{url}/iets.txt").status_code == 404


def test_a_case_of_our_own_can_be_taken_away(app, draft):
    client, id, answers = draft
    url = f"/regels/{id}/rekenvoorbeelden"
    values = client.page(url).values()
    values["case-0-category"] = answers[0].expected["category"]
    client.send(url, values)
    form = client.page(url).select_one("form[action$='/weg']")
    client.send(form["action"], {"version": "9"}, status=409)
    client.send(form["action"], {"version": "1"})
    assert not client.page(url).select("form[action$='/weg']")


@pytest.mark.parametrize(("kind", "answer"), [("limits", "below"), ("reference_price", "low")])
def test_limits_and_reference_prices_go_the_whole_road(
    given, app, client_of, client_as, kind, answer
):
    with given() as make:
        actions.seed_rules(make.session, make.home.id, by=TICK)
        row = written(make, kind, label=f"{kind}_2027")
        found = [looked_up(row, one) for one in queries.proposed_cases(make.session, row)]
        id, author = row.id, row.author_id
    client = client_of(author)
    assert open_cells(app, id) > 0
    values = client.page(f"/regels/{id}/rekenvoorbeelden").values()
    for n, case in enumerate(found):
        assert values[f"case-{n}-{answer}"] == ""
        values |= {f"case-{n}-{name}": said for name, said in case.expected.items()}
    client.send(f"/regels/{id}/rekenvoorbeelden", values)
    assert open_cells(app, id) == 0
    client.send(f"/regels/{id}/voorstellen", client.page(f"/regels/{id}").values())
    colleague = client_as(Role.TEAM_LEAD)
    values = colleague.page(f"/regels/{id}").values()
    client.send(f"/regels/{id}/aanzetten", values, status=422)  # nobody approves the own version
    colleague.send(f"/regels/{id}/aanzetten", values)
    with app.app_context():
        assert db.session.get(RuleVersion, id).state == "active"


def test_a_table_without_amounts_has_no_worked_cases(given, client_as):
    with given() as make:
        actions.seed_rules(make.session, make.home.id, by=TICK)
        id = written(make, "periods").id
    client = client_as(Role.LEAD)
    assert client.get(f"/regels/{id}/rekenvoorbeelden").status_code == 404
    assert client.get(f"/regels/{id}/rekenvoorbeelden/rekenvoorbeelden.csv").status_code == 404
