"""A lead enters next year's rules: typed, with a percentage on top, or from a file."""

from io import BytesIO

import pytest

from renogroep.financing import actions, queries
from renogroep.financing.models import RuleVersion
from renogroep.infra.access import Role
from renogroep.infra.acts import TICK
from renogroep.infra.db import db
from renogroep.infra.sheets import read_csv, read_xlsx, write_csv, write_table
from tests.support.make import TODAY
from tests.support.make_rules import written

NEXT = {
    "label": "income_2027",
    "valid_from": "2027-01-01",
    "valid_until": "2027-12-31",
    "source": "vlaanderen.be, gelezen op 4 januari 2027",
    "confidence": "medium",
}


@pytest.fixture
def ids(given):
    """Kind -> id of the version of today."""
    with given() as make:
        actions.seed_rules(make.session, make.home.id, by=TICK)
        return {
            kind: queries.current_version(make.session, make.home.id, kind, TODAY).id
            for kind in ("income", "premium", "vat", "periods", "limits", "reference_price")
        }


@pytest.fixture
def lead(client_as):
    return client_as(Role.LEAD)


def newest(app, label="income_2027"):
    with app.app_context():
        return db.session.query(RuleVersion).filter_by(label=label).one_or_none()


def made(lead, id, **given):
    values = lead.page(f"/regels/{id}/nieuw").values()
    return {**values, **NEXT, **given}


def test_the_page_proposes_the_days_after(lead, ids):
    values = lead.page(f"/regels/{ids['income']}/nieuw").values()
    assert (values["valid_from"], values["valid_until"]) == ("2027-01-01", "2027-12-31")


def test_a_percentage_on_top_counts_the_ceilings_and_is_not_sure(app, lead, ids):
    lead.send(
        f"/regels/{ids['income']}/nieuw", made(lead, ids["income"], way="percent", percent="2,1")
    )
    row = newest(app)
    tops = [rule["income_max_incl_cents"] for rule in row.table["rules"]]
    assert {2_527_000, 4_415_000} <= set(tops)
    assert {rule["per_extra_dependant_cents"] for rule in row.table["rules"]} == {451_000}
    assert (row.confidence, row.source, row.state) == ("low", "income_2026 + 2,1 %", "draft")
    page = lead.page(f"/regels/{row.id}")
    assert page.says("24.750,00")
    assert page.says("25.270,00")


@pytest.mark.parametrize("typed", ["", "veel", "21", "2,123"])
def test_a_percentage_that_is_none_stands_beside_its_field(app, lead, ids, typed):
    page = lead.send(
        f"/regels/{ids['income']}/nieuw",
        made(lead, ids["income"], way="percent", percent=typed),
        status=422,
    )
    assert page.select_one(".field--error input[name=percent]")["value"] == typed
    assert newest(app) is None


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"label": "income_2026"}, "label"),
        ({"label": ""}, "label"),
        ({"valid_until": "2026-12-31"}, "valid_until"),
        ({"valid_from": ""}, "valid_from"),
        ({"source": ""}, "source"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(app, lead, ids, other, field):
    values = made(lead, ids["income"], way="copy", **other)
    page = lead.send(f"/regels/{ids['income']}/nieuw", values, status=422)
    assert page.select_one(f".field--error [name={field}]")
    assert newest(app) is None


def test_cells_are_typed_on_the_page_and_wrong_ones_stay_as_typed(app, lead, ids):
    lead.send(f"/regels/{ids['income']}/nieuw", made(lead, ids["income"], way="copy"))
    row = newest(app)
    values = lead.page(f"/regels/{row.id}/wijzigen").values()
    assert values["rules-0-income_max_incl_eur"] == "24750"
    bad = {**values, "rules-0-income_max_incl_eur": "veel", "rules-2-income_max_incl_eur": "1"}
    page = lead.send(f"/regels/{row.id}/wijzigen", bad, status=422)
    wrong = page.select(".field--error input")
    assert [one["value"] for one in wrong] == ["veel", "1"]
    assert newest(app).table == row.table
    lead.send(
        f"/regels/{row.id}/wijzigen",
        {**values, "rules-0-income_max_incl_eur": "25.270", "source": "vlaanderen.be, nieuw"},
    )
    after = newest(app)
    assert after.table["rules"][0]["income_max_incl_cents"] == 2_527_000
    assert {rule["source"] for rule in after.table["rules"]} == {"vlaanderen.be, nieuw"}
    lead.send(f"/regels/{row.id}/wijzigen", values, status=409)


@pytest.mark.parametrize(
    ("kind", "cell", "typed", "stored"),
    [
        ("limits", "value_eur", "31000", "value_cents"),
        ("reference_price", "low_eur", "95", "low_cents"),
    ],
)
def test_limits_and_reference_prices_are_typed_on_the_page_too(
    app, lead, ids, kind, cell, typed, stored
):
    values = made(lead, ids[kind], way="copy", valid_until="")
    lead.send(f"/regels/{ids[kind]}/nieuw", values)
    row = newest(app)
    values = lead.page(f"/regels/{row.id}/wijzigen").values()
    name = f"rules-0-{cell}"
    page = lead.send(f"/regels/{row.id}/wijzigen", {**values, name: "veel"}, status=422)
    assert page.select_one(".field--error input")["value"] == "veel"
    lead.send(f"/regels/{row.id}/wijzigen", {**values, name: typed})
    assert newest(app).table["rules"][0][stored] == int(typed) * 100
    page = lead.page(f"/regels/{row.id}")
    assert page.select_one("#changed-cells-title, .data-table") or page.select("table")
    values = page.values()
    assert lead.send(f"/regels/{row.id}/voorstellen", values, status=422).select_one(".refusal")


def test_somebody_else_does_not_change_it(given, client_as, ids):
    with given() as make:
        id = written(make).id
    client = client_as(Role.LEAD)
    page = client.page(f"/regels/{id}/wijzigen")
    assert client.send(f"/regels/{id}/wijzigen", page.values(), status=422).select_one(".refusal")


@pytest.mark.parametrize(
    "kind", ["income", "premium", "vat", "periods", "limits", "reference_price"]
)
@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_a_table_is_downloaded_and_comes_back_whole(app, lead, ids, kind, extension):
    file = lead.get(f"/regels/{ids[kind]}/tabel/regels.{extension}").data
    values = made(lead, ids[kind], way="file", rules_file=(BytesIO(file), f"x.{extension}"))
    if kind in ("periods", "limits", "reference_price"):
        values |= {"valid_until": ""}
    lead.send(f"/regels/{ids[kind]}/nieuw", values, content_type="multipart/form-data")
    with app.app_context():
        old = db.session.get(RuleVersion, ids[kind]).table
    new = newest(app).table
    own = {"regime", "valid_from", "valid_until"}
    assert [{k: v for k, v in r.items() if k not in own} for r in new["rules"]] == [
        {k: v for k, v in r.items() if k not in own} for r in old["rules"]
    ]
    assert lead.page(f"/regels/{newest(app).id}").says("Elke cel is dezelfde")


def sheet_of(lead, id):
    """Header and rows of a downloaded CSV as texts."""
    found = read_csv(lead.get(f"/regels/{id}/tabel/regels.csv").data).rows
    return [[str(cell.value or "") for cell in cells] for _, cells in found]


def sent(lead, id, rows, status=422, name="x.csv"):
    write = write_csv if name.endswith("csv") else write_table
    values = made(lead, id, way="file", rules_file=(BytesIO(write(rows[0], rows[1:])), name))
    return lead.send(
        f"/regels/{id}/nieuw", values, content_type="multipart/form-data", status=status
    )


@pytest.mark.parametrize("name", ["x.csv", "x.xlsx"])
def test_all_of_a_file_or_nothing_with_every_wrong_cell_named(app, lead, ids, name):
    rows = sheet_of(lead, ids["vat"])
    column = rows[0].index("percent")
    rows[1][column], rows[2][column] = "0,06", "#DIV/0!"
    page = sent(lead, ids["vat"], rows, name=name)
    problems = [[c.text for c in r.select("th, td")] for r in page.select("tbody tr")]
    assert [line[1:3] for line in problems] == [["2", "“percent”"], ["3", "“percent”"]]
    assert newest(app) is None


def test_other_columns_are_refused_by_name(app, lead, ids):
    rows = sheet_of(lead, ids["vat"])
    rows[0][rows[0].index("percent")] = "procent"
    page = sent(lead, ids["vat"], rows)
    assert page.says("procent")
    assert page.says("percent")
    assert newest(app) is None


def test_five_thousand_rows_are_too_many(app, lead, ids):
    header, first, *_ = sheet_of(lead, ids["vat"])
    page = sent(lead, ids["vat"], [header, *([first] * 5_000)])
    assert page.says("1001 rijen")
    assert newest(app) is None


def test_overlapping_days_name_the_second_row(app, lead, ids):
    header, first, *others = sheet_of(lead, ids["vat"])
    page = sent(lead, ids["vat"], [header, first, *others, first])
    assert page.says(str(len(others) + 3))
    assert newest(app) is None


def test_without_a_file_the_field_asks_for_one(lead, ids):
    page = lead.send(f"/regels/{ids['vat']}/nieuw", made(lead, ids["vat"], way="file"), status=422)
    assert page.select_one(".field--error input[name=rules_file]")


def test_a_hole_before_it_is_a_warning_and_no_refusal(app, lead, ids):
    values = made(lead, ids["income"], way="copy", valid_from="2027-01-02")
    lead.send(f"/regels/{ids['income']}/nieuw", values)
    assert lead.page(f"/regels/{newest(app).id}").select_one(".note--warn")


def test_files_of_another_name_and_tables_of_another_room_are_not_found(given, lead, ids):
    assert lead.get(f"/regels/{ids['vat']}/tabel/voorwaarden.csv").status_code == 404
    assert lead.get(f"/regels/{ids['vat']}/tabel/x").status_code == 404
    assert read_xlsx(lead.get(f"/regels/{ids['premium']}/tabel/voorwaarden.xlsx").data).rows
    with given() as make:
        other = actions.add_version(
            make.session,
            municipality_id=make.home.id,
            kind="screening",
            label="x",
            valid_from=TODAY,
            valid_until=None,
            source="x",
            confidence="low",
            review_on=None,
            table={"facts": []},
            by=TICK,
        ).id
    assert lead.get(f"/regels/{other}/nieuw").status_code == 404
