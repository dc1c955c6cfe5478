"""Is a sheet of rules refused by row and cell, with what may be meant only as a warning?"""

from datetime import date

import pytest

from renogroep.base.cells import Cell, Sheet
from renogroep.financing.rules.cases import RuleCase
from renogroep.financing.rules.cells import texts_of
from renogroep.financing.rules.rows import csv_cells
from renogroep.financing.rules.sheet_check import MOST_ROWS, check_sheet, problems
from tests.unit.financing.conftest import ROOM

START, END = date(2027, 1, 1), date(2027, 12, 31)
HEAD = (
    "regime;valid_from;valid_until;category;category_label_nl;household;income_min_excl_eur;"
    "income_max_incl_eur;per_extra_dependant_eur;other_dwelling_excluded;source;confidence;"
    "confidence_note;note\n"
)
ROWS = [  # two households, three groups; the years of 2026 plus 2.1 %
    "r;2027-01-01;2027-12-31;4;laagste;single;0;25270;4510;yes;bron;high;;",
    "r;2027-01-01;2027-12-31;1;hoogste;single;25270;;4510;yes;bron;high;;",
]


def checked(rows=ROWS, kind="income", head=HEAD, **more):
    sheet = csv_cells(head + "\n".join(rows) + "\n")
    days = {"valid_from": START, "valid_until": END, **more}
    return [str(one) for one in check_sheet(kind, sheet, **days)[1]]


def said(found):
    return [line for line in found if "worked case" not in line]


def changed(row, old, new):
    rows = list(ROWS)
    assert old in rows[row]
    rows[row] = rows[row].replace(old, new, 1)
    return rows


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        (changed(0, "25270", "#DIV/0!"), "row 2, income_max_incl_eur “#DIV/0!”: your spreadsheet"),
        (changed(0, "25270", "veel"), "row 2, income_max_incl_eur “veel”: this is not a number"),
        (changed(1, ";1;hoog", ";7;hoog"), "row 3: category “7” is not one of"),
        ([*ROWS, ROWS[1]], "row 4, 1 single: This row and row 3 hold on the same days"),
        (changed(1, "25270", "25269"), "row 3, 1 single: An income can fall in two categories."),
        (changed(1, "2027-12-31", "2026-12-31"), "valid_until 2026-12-31 lies before"),
        (changed(1, "2027-01-01;2027-12-31", "2026-01-01;2026-12-31"), "row 3, valid_from, val"),
        (changed(1, "r;", "s;"), "regime: All rows of one version carry one name"),
        ([], "There are no rows in this sheet."),
        (ROWS * (MOST_ROWS // 2 + 1), "A version has at most 1000 rows."),
    ],
)
def test_what_stops_a_version_is_one_line_that_names_its_place(rows, line):
    found = said(checked(rows))
    assert len(found) == 1
    assert line in found[0]


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        (changed(1, "25270", "25271"), "Incomes from 25.270,00 to 25.271,00 have no category."),
        (changed(1, "2027-01-01", "2027-02-01"), "no row for this from 2027-01-01 to 2027-01-31"),
        (changed(1, "2027-12-31", "2027-11-30"), "no row for this from 2027-12-01 to 2027-12-31"),
    ],
)
def test_a_hole_is_only_a_warning(rows, line):
    (found,) = said(checked(rows))
    assert found.startswith("warning: row 3, 1 single: ")
    assert line in found


def test_other_columns_are_named():
    found = checked(head=HEAD.replace("note\n", "remark\n"))
    assert found == [
        "row 1, “remark”: this column is not known here, or stands twice",
        "row 1, “note”: this column is missing",
    ]


def test_thirty_five_per_cent_typed_as_a_fraction_is_seen_but_not_in_the_rate_of_a_loan():
    head, rows = csv_cells((ROOM / "rates" / "premium.csv").read_text("utf-8"))
    place = head.index("percent")
    mine = [list(row) for row in rows if row[0] == "mvp_2026" and row[place] == "35"][:2]
    for row in mine:
        row[place] = "0,35"
    _none, found = check_sheet("premium", (head, mine), valid_from=date(2026, 3, 1))
    assert [(one.row, one.about) for one in found] == [
        (2, "percent “0,35”"),
        (3, "percent “0,35”"),
    ]
    head, rows = csv_cells((ROOM / "rates" / "loan.csv").read_text("utf-8"))
    cheap = [list(row) for row in rows if row[0] == "loan_2026"]
    cheap[0][head.index("annual_rate_percent")] = "0,5"
    _version, found = check_sheet("loan", (head, cheap), valid_from=date(2026, 1, 1))
    assert all("per cent" not in str(one) for one in found)


def test_every_cell_needs_a_case_and_a_case_that_differs_is_told():
    lines = checked()
    assert "row 2, 4 single, income_max_incl_eur: No worked case gets its answer" in lines[1]
    case = {"on": "2027-06-01", "couple": "no", "dependants": "0", "income": "25270"}
    wrong = RuleCase("income", case, {"category": "1"})
    assert any("expects 1, these rules give 4" in line for line in checked(cases=[wrong]))


def test_the_rules_that_ship_pass(versions, shipped):
    for kind, label in (("premium", "mvp_2026"), ("income", "income_2026"), ("vat", "vat_2025")):
        version = next(one for one in versions if one.label == label)
        name = {"income": "income_category"}.get(kind, kind)
        head, rows = csv_cells((ROOM / "rates" / f"{name}.csv").read_text("utf-8"))
        sheet = (head, [row for row in rows if row[0] == label])
        beside = None
        if kind == "premium":
            beside = csv_cells((ROOM / "rates" / "premium_condition.csv").read_text("utf-8"))
        made, found = check_sheet(
            kind,
            sheet,
            valid_from=version.valid_from,
            valid_until=version.valid_until,
            conditions=beside,
            cases=shipped,
        )
        assert problems(found) == ()
        assert made.table.rules == version.table.rules


def test_conditions_belong_to_premiums_and_loans():
    (found,) = said(checked(conditions=([], [])))
    assert "no sheet of conditions" in found


def test_cells_of_a_spreadsheet_become_texts_with_their_own_row_numbers():
    sheet = Sheet(
        "rules",
        (
            (1, (Cell("A1", "code"), Cell("B1", " on "), Cell("C1"))),
            (3, (Cell("A3", error="#DIV/0!"), Cell("B3", date(2027, 1, 1)), Cell("C3"))),
        ),
    )
    assert texts_of(sheet) == (["code", "on"], [["", ""], ["#DIV/0!", "2027-01-01"]])
