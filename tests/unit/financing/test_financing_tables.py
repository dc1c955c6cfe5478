"""Is a table read strictly, and does it come back from the database as it was?"""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.money import Money
from renogroep.financing.rules.loan_table import LoanTable
from renogroep.financing.rules.tables import PremiumTable, VatTable
from renogroep.financing.rules.versions import RuleVersionValue

HEAD = (
    "regime,valid_from,valid_until,measure,measure_nl,category,kind,percent,cap_eur,eur_per_m2,max_m2,"
    "fixed_eur,invoice_percent_ceiling,requirement_nl,source,confidence,confidence_note,to_verify,note\n"
)
GOOD = "r,2026-01-01,,roof,dak,4,pct_cap,35.5,1050.25,,,,,,bron,high,,no,\n"
VAT_HEAD = (
    "regime,valid_from,valid_until,work,private_use,min_age_years,percent,conditions_nl,source,"
    "confidence,confidence_note,note\n"
)
LOAN_HEAD = (
    "regime,valid_from,valid_until,instrument,name_nl,min_eur,max_eur,annual_rate_percent,term_years,"
    "repayment,who_nl,owner_kinds,categories,advisor_only,source,confidence,confidence_note,note\n"
)
CONDITION_HEAD = (
    "code,measures,amount_eur,number,categories,yes,text,valid_from,valid_until,source,confidence,"
    "confidence_note,note\n"
)


def test_every_version_that_ships_survives_the_database(versions):
    for version in versions:
        stored = json.loads(json.dumps(version.to_json()))
        assert RuleVersionValue.from_json(stored) == version


def test_json_holds_cents_decimal_text_and_iso_dates():
    (row,) = PremiumTable.read_csv(HEAD + GOOD).to_json()["rules"]
    assert (row["cap_cents"], row["percent"], row["valid_from"]) == (105025, "35.5", "2026-01-01")
    assert (row["valid_until"], row["to_verify"], row["category"]) == (None, False, 4)


def test_an_empty_cell_is_empty_text_or_nothing():
    table = PremiumTable.read_csv(HEAD + GOOD)
    (rule,) = PremiumTable.from_json(table.to_json()).rules
    assert (rule.note, rule.requirement_nl, rule.eur_per_m2, rule.valid_until) == (
        "",
        "",
        None,
        None,
    )


@given(
    percent=st.decimals(0, 100, places=4, allow_nan=False),
    cap=st.integers(0, 10**9).map(Money),
)
def test_any_amount_comes_back_exactly(percent, cap):
    (rule,) = PremiumTable.read_csv(HEAD + GOOD).rules
    table = PremiumTable((replace(rule, percent=percent, cap_eur=cap),))
    assert PremiumTable.from_json(json.loads(json.dumps(table.to_json()))) == table


def test_a_spreadsheet_with_a_byte_order_mark_and_other_column_order_is_read():
    columns = HEAD.strip().split(",")[::-1]
    cells = GOOD.strip().split(",")[::-1]
    text = "\ufeff" + ",".join(columns) + "\n" + ",".join(cells) + "\n"
    assert PremiumTable.read_csv(text) == PremiumTable.read_csv(HEAD + GOOD)


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ("1050.25", "gratis", "row 2, cap_eur: “gratis”"),
        ("1050.25", "", "pct_cap” takes cap_eur, percent"),
        (",35.5,", ",101,", "percent 101"),
        (",4,pct", ",5,pct", "category “5”"),
        (",4,pct", ",vier,pct", "row 2, category: “vier”"),
        ("pct_cap", "half", "kind “half”"),
        ("pct_cap", "none", "“none” takes no amounts"),
        ("2026-01-01", "1 januari", "row 2, valid_from: “1 januari”"),
        ("2026-01-01,,", "2026-01-01,2025-12-31,", "valid_until 2025-12-31"),
        (",roof,", ",,", "measure: this cell is empty"),
        (",high,", ",sure,", "confidence “sure”"),
        (",no,", ",maybe,", "write yes or no"),
        ("1050.25", "-1", "never below zero"),
        (",no,\n", ",no,,\n", "number of cells"),
        (",no,\n", ",no\n", "number of cells"),
    ],
)
def test_a_wrong_premium_row_is_named(old, new, names):
    assert old in GOOD
    with pytest.raises(ValueError, match="premium row 2") as error:
        PremiumTable.read_csv(HEAD + GOOD.replace(old, new, 1))
    assert names in str(error.value)


def test_a_wrong_header_is_named():
    with pytest.raises(ValueError, match="premium row 1: “measure_fr”: this column is not known"):
        PremiumTable.read_csv(HEAD.replace("measure_nl", "measure_fr") + GOOD)


def test_a_table_that_was_stored_before_there_were_cap_groups_is_still_read():
    stored = PremiumTable.read_csv(HEAD + GOOD).to_json()
    del stored["rules"][0]["cap_group"]
    assert PremiumTable.from_json(stored).cap_group("roof", date(2026, 1, 1)) == "roof"


def test_a_loan_that_was_stored_as_bullet_is_deferred():
    (row,) = LoanTable.read_csv(
        LOAN_HEAD + "r,2026-01-01,,x,X,1,5,0,9,bullet,w,landlord,,no,bron,high,,\n"
    ).rules
    assert row.repayment == "deferred"
    before = {"rules": LoanTable((row,)).to_json()["rules"]}  # without a sheet of conditions
    assert LoanTable.from_json(before).conditions == ()


def test_every_wrong_cell_of_a_sheet_is_named_at_once():
    wrong = GOOD.replace("35.5", "#DIV/0!").replace("1050.25", "veel")
    with pytest.raises(ValueError) as error:
        PremiumTable.read_csv(HEAD + GOOD + wrong + GOOD.replace("high", "sure"))
    found = [(one.row, one.column) for one in error.value.problems]
    assert found == [(3, "percent"), (3, "cap_eur"), (4, "")]
    assert "could not count" in str(error.value)


def test_two_rows_for_one_question_are_refused():
    with pytest.raises(ValueError, match="row 1: .*roof.* stands here twice"):
        PremiumTable.read_csv(HEAD + GOOD + GOOD)


@pytest.mark.parametrize(
    "row",
    [
        "min_invoice,,,1000,,,,,,bron,high,,",  # the amount in the wrong column
        "min_invoice,,1000,15,,,,,,bron,high,,",  # two values
        "min_invoice,,,,,,,,,bron,high,,",  # no value
        "minimum,,1000,,,,,,,bron,high,,",  # an unknown code
        "other_dwelling_excluded,,,,2;9,,,,,bron,high,,",  # an unknown category
    ],
)
def test_a_condition_that_no_rule_understands_is_refused(row):
    with pytest.raises(ValueError, match="premium_condition row 2"):
        PremiumTable.read_csv(HEAD + GOOD, CONDITION_HEAD + row + "\n")


@pytest.mark.parametrize(
    ("table", "text"),
    [
        (VatTable, VAT_HEAD + "r,2026-01-01,,renovation,yes,10,600,cond,bron,high,,\n"),
        (VatTable, VAT_HEAD + "r,2026-01-01,,renovation,yes,-1,6,cond,bron,high,,\n"),
        (LoanTable, LOAN_HEAD + "r,2026-01-01,,x,X,9,5,0,10,bullet,w,landlord,,no,bron,high,,\n"),
        (LoanTable, LOAN_HEAD + "r,2026-01-01,,x,X,1,5,0,0,bullet,w,landlord,,no,bron,high,,\n"),
        (LoanTable, LOAN_HEAD + "r,2026-01-01,,x,X,1,5,2,9,bullet,w,landlord,,no,bron,high,,\n"),
        (LoanTable, LOAN_HEAD + "r,2026-01-01,,x,X,1,5,2,9,gift,w,landlord,,no,bron,high,,\n"),
        (LoanTable, LOAN_HEAD + "r,2026-01-01,,x,X,1,5,2,9,annuity,w,,,no,bron,high,,\n"),
        (LoanTable, LOAN_HEAD + "r,2026-01-01,,x,X,1,5,2,9,annuity,w,baker,,no,bron,high,,\n"),
    ],
)
def test_a_wrong_vat_or_loan_row_is_named(table, text):
    with pytest.raises(ValueError, match=f"{table.NAME} row 2"):
        table.read_csv(text)


def _damaged(**changes):
    stored = PremiumTable.read_csv(HEAD + GOOD).to_json()
    stored["rules"][0].update(changes)
    return stored


@pytest.mark.parametrize(
    ("stored", "names"),
    [
        (_damaged(cap_cents=1050.25), "premium row 1, cap_cents"),
        (_damaged(cap_cents=True), "premium row 1, cap_cents"),
        (_damaged(percent=35.5), "premium row 1, percent"),
        (_damaged(percent="half"), "premium row 1, percent"),
        (_damaged(measure=None), "premium row 1, measure"),
        (_damaged(category="4"), "premium row 1, category"),
        (_damaged(surprise=1), "premium row 1: the keys"),
        ({"rules": "roof", "conditions": []}, "not a list"),
        ({"rules": ["roof"], "conditions": []}, "premium row 1: the keys"),
        ({"rules": [], "conditions": None}, "premium_condition is not a list"),
    ],
)
def test_stored_rows_are_checked_as_strictly(stored, names):
    with pytest.raises(ValueError, match=names):
        PremiumTable.from_json(stored)


def test_the_amounts_that_ship_are_those_of_the_research(versions):
    table = next(v for v in versions if v.label == "mvp_2026").table
    caps = {
        (rule.measure, rule.category): (rule.percent, rule.cap_eur)
        for rule in table.rules
        if rule.kind == "pct_cap"
    }
    assert caps["wall_outside", 4] == (Decimal(50), Money.euros(5000))
    assert caps["wall_outside", 3] == (Decimal(35), Money.euros(3500))
    assert caps["windows_doors", 4] == (Decimal(50), Money.euros(5250))
    assert caps["roof", 3] == (Decimal(35), Money.euros(4025))
    nothing = {(r.measure, r.category) for r in table.rules if r.kind == "none"}
    assert {("wall_outside", 1), ("wall_outside", 2), ("windows_doors", 2)} <= nothing


def test_rows_that_were_only_half_sure_are_marked_to_verify(versions):
    for version in versions:
        if version.kind == "premium":
            for row in version.table.rules:
                half_sure = row.confidence_note == "medium-low" or row.confidence == "low"
                assert row.to_verify == half_sure, (version.label, row.measure, row.category)
