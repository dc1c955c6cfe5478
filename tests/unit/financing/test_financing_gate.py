"""Does a typing error in a rule stand out, and does the gate name the cell that nobody checked?"""

from dataclasses import replace
from datetime import date

import pytest

from renogroep.base.money import Money
from renogroep.financing.rules.case_answers import answer, failing_cases
from renogroep.financing.rules.cases import CASE_KINDS, NO_AMOUNT, RuleCase, read_cases
from renogroep.financing.rules.gate import proposals, unproven
from renogroep.financing.rules.gate_cells import altered, cells
from renogroep.financing.rules.versions import seed_versions
from tests.unit.financing.conftest import ROOM

LABELS = [v.label for v in seed_versions(lambda n: (ROOM / "rates" / n).read_text("utf-8"))]
ROOF = {"on": "2026-11-30", "measure": "roof", "category": "4", "price_excl_vat": "2345.67"}


@pytest.fixture
def named(versions):
    return lambda label: next(version for version in versions if version.label == label)


def _filled(version, case):
    """The case as if the official page said what our rules say: only to see that it bites."""
    said = {}
    for name, value in answer(version, case).items():
        if value is None or isinstance(value, bool):
            said[name] = NO_AMOUNT if value is None else "yes" if value else "no"
        else:
            said[name] = str(getattr(value, "decimal", value))
    return replace(case, expected=said)


@pytest.mark.parametrize(("label", "number"), [("mvp_2025_4cat", 108), ("mvp_2026", 56)])
def test_the_shipped_cases_prove_all_164_cells_of_both_premium_tables(
    named, shipped, label, number
):
    version = named(label)
    assert sum(cell.sheet == "rules" for cell in cells(version)) == number
    assert failing_cases(version, shipped) == ()
    assert unproven(version, shipped) == ()


@pytest.mark.parametrize("kind", ["income", "vat", "loan", "limits", "reference_price"])
def test_the_shipped_cases_prove_every_cell_of_the_other_kinds(versions, shipped, kind):
    for version in versions:
        if version.kind == kind:
            assert failing_cases(version, shipped) == ()
            assert unproven(version, shipped) == ()


def test_the_58_ceilings_and_supplements_of_all_years_are_among_them(versions):
    columns = [cell.column for v in versions if v.kind == "income" for cell in cells(v)]
    assert len(columns) - columns.count("income_min_excl_eur") == 58


@pytest.mark.parametrize("label", ["mvp_2025_4cat", "mvp_2026", "income_2026", "loan_2024"])
def test_each_altered_amount_breaks_a_shipped_case(named, shipped, label):
    version = named(label)
    for cell in cells(version):
        other = altered(version, cell)
        if other:  # a deferred loan takes no interest, not even by mistake
            assert failing_cases(other, shipped), cell


def test_a_cell_that_no_case_notices_is_named_with_its_row_and_its_column(named, shipped):
    roof = [c for c in shipped if (c.data.get("measure"), c.data.get("category")) == ("roof", "4")]
    kept = [c for c in shipped if c not in roof]
    cap = [c for c in roof if c.data["price_excl_vat"] == "20000.00"]
    found = unproven(named("mvp_2026"), [*kept, *cap])
    assert [(one.row, one.measure, one.column) for one in found] == [(2, "roof 4", "percent")]
    assert "notices" in str(found[0].why)
    none = unproven(named("mvp_2026"), kept)
    assert [one.column for one in none] == ["percent", "cap_eur"]
    assert {str(one.why) for one in none} == {"No worked case gets its answer from this row."}


def test_a_case_of_another_day_or_one_that_fails_proves_nothing(named):
    version = named("mvp_2026")
    right = RuleCase("premium", ROOF, {"premium": "1172.84"})
    before = replace(right, data={**ROOF, "on": "2026-02-28"})
    wrong = replace(right, expected={"premium": "1172.83"})
    percent = (2, "percent")
    assert percent not in [(one.row, one.column) for one in unproven(version, [right])]
    for case in (before, wrong, replace(right, expected={})):
        assert percent in [(one.row, one.column) for one in unproven(version, [case])]
    assert [one.found for one in failing_cases(version, (wrong,))] == [Money.euros("1172.84")]
    assert failing_cases(version, (before,)) == ()


def test_rows_that_give_no_sure_amount_need_no_case(named):
    asked = {cell.measure for cell in cells(named("mvp_2026"))}
    assert "solar_boiler 3" not in asked  # its formula is not known
    assert "hp_air_water 4" not in asked  # low confidence
    assert "roof 2" not in asked  # gives nothing
    assert "hp_air_water 2" in asked


@pytest.mark.parametrize("label", LABELS)
def test_the_proposed_cases_prove_every_cell_once_they_are_answered(named, label):
    version = named(label)
    asked = proposals(version, [])
    assert all(case.expected == {} and version.covers(case.asked["on"]) for case in asked)
    answered = [_filled(version, case) for case in asked]
    assert unproven(version, answered) == ()
    assert proposals(version, answered) == ()


@pytest.mark.parametrize(
    ("label", "place", "column", "expected"),
    [
        ("mvp_2026", ("roof", 4), "cap_eur", ["11499", "11501"]),
        ("mvp_2026", ("hp_boiler", 2), "invoice_percent_ceiling", ["1799", "1801"]),
    ],
)
def test_a_proposal_lies_just_below_and_just_above(named, shipped, label, place, column, expected):
    kept = [c for c in shipped if (c.data.get("measure"), c.asked.get("category")) != place]
    found = proposals(named(label), kept)
    assert sorted({case.data["price_excl_vat"] for case in found}) == expected


def test_a_share_of_the_invoice_that_small_invoices_never_reach_asks_for_no_case(named):
    version = named("mvp_2026")
    rows = list(version.table.rules)
    place = next(n for n, r in enumerate(rows) if (r.measure, r.category) == ("hp_boiler", 2))
    rows[place] = replace(rows[place], fixed_eur=Money.euros(250))  # 25 % of the smallest invoice
    idle = replace(version, table=replace(version.table, rules=tuple(rows)))
    assert [c.column for c in cells(idle) if c.measure == "hp_boiler 2"] == ["fixed_eur"]


@pytest.mark.parametrize(
    ("text", "row", "column", "why"),
    [
        ("on,measure,category,price,premium\n", 1, "", "not known here"),
        ("on,measure,category,premium\n", 1, "", "missing"),
        ("HEAD2026-11-30,roof,4,#DIV/0!,1\n", 2, "price_excl_vat", "could not count"),
        ("HEAD2026-11-30,roof,4,2000,\n", 2, "premium", "official page"),
        ("HEAD2026-11-30,roof,4,2000\n", 2, "", "number of cells"),
        ("HEAD,roof,4,2000,1\n", 2, "on", "empty"),
        ("HEAD2026-11-30,roof,vier,2000,1\n", 2, "category", "not a number"),
    ],
)
def test_a_sheet_of_cases_is_refused_by_cell(text, row, column, why):
    text = text.replace("HEAD", "on,measure,category,price_excl_vat,premium\n")
    with pytest.raises(ValueError) as refused:
        read_cases("premium", text)
    problem = refused.value.problems[0]
    assert (problem.row, problem.column) == (row, column)
    assert why in str(problem.why)


def test_all_wrong_cells_are_named_at_once_and_semicolons_are_read():
    text = "on;measure;category;price_excl_vat;premium\n2026-11-30;roof;4;2.345,67;1.172,84\n"
    (case,) = read_cases("premium", text, author="An")
    assert case.wanted == {"premium": Money.euros("1172.84")}
    assert (case.asked["on"], case.author) == (date(2026, 11, 30), "An")
    with pytest.raises(ValueError) as refused:
        read_cases("premium", text + "\nx;roof;y;1;\n")
    assert {one.row for one in refused.value.problems} == {4}
    assert [one.column for one in refused.value.problems] == ["on", "category", "premium"]


def test_a_case_knows_only_the_cells_of_its_kind():
    with pytest.raises(ValueError, match="color"):
        RuleCase("premium", {**ROOF, "color": "red"}, {})
    with pytest.raises(ValueError, match="empty"):
        RuleCase("premium", {"on": "2026-11-30"}, {})
    assert RuleCase("premium", ROOF, {"premium": NO_AMOUNT}).wanted == {"premium": None}
    assert "area_m2" in CASE_KINDS["premium"].columns
