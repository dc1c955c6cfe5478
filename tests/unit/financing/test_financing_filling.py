"""A table that somebody fills in is read whole or not at all, and every wrong cell has a name."""

from datetime import date

import pytest

from renogroep.base.cells import Cell, Sheet
from renogroep.financing.rules.cells import BadCells
from renogroep.financing.rules.filling import (
    Period,
    cells_of,
    copied,
    fill,
    holes,
    kinds_of,
    read_sheet,
    row_type,
)
from renogroep.financing.rules.uploaded import table_of
from renogroep.financing.rules.versions import seed_versions
from tests.unit.financing.conftest import ROOM

NEXT = Period("nieuw", date(2027, 1, 1), date(2027, 12, 31))
VERSIONS = {
    version.label: version
    for version in seed_versions(lambda name: (ROOM / "rates" / name).read_text("utf-8"))
}


def filled(label, sheet="rules", change=(), period=NEXT):
    """The rows of a shipped version as cells, some of them typed over: (row, column, text)."""
    version = VERSIONS[label]
    rows = [cells_of(row) for row in getattr(version.table, sheet)]
    for place, column, text in change:
        rows[place][column] = text
    return fill(version.kind, sheet, list(enumerate(rows, 2)), period)


def wrong(label, *change, sheet="rules"):
    with pytest.raises(BadCells) as bad:
        filled(label, sheet, change)
    return [(one.row, one.column) for one in bad.value.problems], str(bad.value.problems[0].why)


# An open end in a version that ended reads as the end of the version.
@pytest.mark.parametrize("label", sorted(set(VERSIONS) - {"loan_2024"}))
def test_what_is_written_as_cells_comes_back_the_same(label):
    version = VERSIONS[label]
    period = Period(label, version.valid_from, version.valid_until)
    assert filled(label, period=period) == version.table.rules
    if version.kind == "premium":
        assert filled(label, "conditions", period=period) == version.table.conditions


CASES = [
    ("mvp_2026", (0, "percent", "0,35"), "percent", "type 35 for 35 %"),
    ("mvp_2026", (0, "percent", "101"), "percent", "between 0 and 100"),
    ("mvp_2026", (0, "cap_eur", "#DIV/0!"), "cap_eur", "could not count"),
    ("mvp_2026", (0, "cap_eur", ""), "cap_eur", "needs this cell"),
    ("mvp_2026", (0, "cap_eur", "-1"), "cap_eur", "never below zero"),
    ("mvp_2026", (0, "fixed_eur", "5"), "fixed_eur", "stays empty"),
    ("mvp_2026", (0, "category", "5"), "category", "1, 2, 3, 4"),
    ("mvp_2026", (0, "confidence", "zeker"), "confidence", "high, medium, low"),
    ("mvp_2026", (0, "kind", "iets"), "kind", "pct_cap"),
    ("vat_2025", (0, "percent", "0,06"), "percent", "type 35 for 35 %"),
    ("vat_2025", (0, "private_use", "ja"), "private_use", "yes or no"),
    ("loan_2026", (0, "max_eur", "veel"), "max_eur", "not a number"),
    ("loan_2026", (0, "valid_until", "2020-01-01"), "valid_until", "before the first"),
    ("income_2026", (2, "income_max_incl_eur", "24750"), "income_max_incl_eur", "not above"),
    ("income_2026", (0, "source", ""), "source", "empty"),
]


@pytest.mark.parametrize(("label", "change", "column", "why"), CASES)
def test_a_wrong_cell_is_named_with_its_row(label, change, column, why):
    found, said = wrong(label, change)
    assert found == [(change[0] + 2, column)]
    assert why in said


def test_every_wrong_cell_is_named_at_once():
    found, _ = wrong("income_2026", (0, "income_max_incl_eur", "x"), (3, "household", "x"))
    assert found == [(2, "income_max_incl_eur"), (5, "household")]


def test_a_rate_below_one_per_cent_is_a_rate():
    assert filled("loan_2026", change=[(0, "annual_rate_percent", "0,5")])


@pytest.mark.parametrize(("start", "meets"), [("2027-07-01", False), ("2027-06-30", True)])
def test_two_rows_of_one_question_may_follow_each_other_but_not_meet(start, meets):
    first = cells_of(VERSIONS["vat_2025"].table.rules[0])
    found = [
        (2, {**first, "valid_from": "", "valid_until": "2027-06-30"}),
        (3, {**first, "valid_from": start, "valid_until": ""}),
    ]
    if not meets:
        assert len(fill("vat", "rules", found, NEXT)) == 2
        return
    with pytest.raises(BadCells) as told:
        fill("vat", "rules", found, NEXT)
    assert [(one.row, one.column) for one in told.value.problems] == [(3, "valid_from")]


def test_an_income_group_stands_in_a_table_once():
    rows = [cells_of(row) for row in VERSIONS["income_2026"].table.rules]
    with pytest.raises(BadCells):
        fill("income", "rules", list(enumerate([*rows, rows[0]], 2)), NEXT)


def test_a_table_of_terms_without_one_of_them_is_refused():
    rows = [cells_of(row) for row in VERSIONS["periods_2026"].table.rules[1:]]
    with pytest.raises(BadCells, match="missing"):
        fill("periods", "rules", list(enumerate(rows, 2)), NEXT)


@pytest.mark.parametrize(("start", "found"), [("2027-07-01", []), ("2027-07-03", [(2, 2)])])
def test_days_without_a_row_are_a_hole(start, found):
    first = cells_of(VERSIONS["vat_2025"].table.rules[0])
    rows = fill(
        "vat",
        "rules",
        [
            (2, {**first, "valid_from": "", "valid_until": "2027-06-30"}),
            (3, {**first, "valid_from": start, "valid_until": ""}),
        ],
        NEXT,
    )
    assert [(one.day, last.day + 1) for _, one, last in holes(rows, "vat")] == [
        (day - 1, last + 1) for day, last in found
    ]


@pytest.mark.parametrize(
    ("header", "names"),
    [
        (["regime"], {"category", "household", "source"}),
        (["x"], {"x"}),
        (["source", "source"], {"source"}),
    ],
)
def test_other_columns_are_named(header, names):
    with pytest.raises(BadCells) as bad:
        read_sheet("income", "rules", header, [(2, ["1"] * len(header))])
    assert names <= {one.cell for one in bad.value.problems}


def test_a_table_without_rows_is_refused():
    header = list(kinds_of(row_type("income")))
    with pytest.raises(BadCells, match="no row"):
        read_sheet("income", "rules", header, [])


def test_a_cell_of_a_spreadsheet_reads_as_it_was_typed():
    cells = (Cell("A2", 0.35), Cell("B2", True), Cell("C2", date(2027, 1, 1)), Cell("D2", "'-x"))
    heads = tuple(Cell(f"{c}1", c) for c in "ABCD")
    assert table_of(Sheet("", ((1, heads), (2, cells)))) == (
        list("ABCD"),
        [(2, ["0,35", "yes", "2027-01-01", "-x"])],
    )


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        (Cell("A2", error="#DEEL/0!"), "could not count"),
        (Cell("A2", formula_without_value=True), "without its result"),
    ],
)
@pytest.mark.parametrize("column", ["percent", "source"])
def test_a_cell_that_shows_an_error_is_named_also_where_words_stand(cell, why, column):
    header, ((number, (text,)),) = table_of(Sheet("", ((1, (Cell("A1", column),)), (2, (cell,)))))
    row = {**cells_of(VERSIONS["vat_2025"].table.rules[0]), header[0]: text}
    with pytest.raises(BadCells) as bad:
        fill("vat", "rules", [(number, row)], NEXT)
    (problem,) = bad.value.problems
    assert (problem.row, problem.column) == (2, column)
    assert why in str(problem.why)


def test_an_empty_sheet_is_refused():
    with pytest.raises(BadCells):
        table_of(Sheet("", ()))


def test_a_copy_holds_in_the_new_days_and_leaves_what_ended():
    old = VERSIONS["loan_2024"]
    rows = copied(old.table.rules, NEXT, old.valid_until)
    assert {(row.regime, row.valid_from, row.valid_until) for row in rows} == {
        ("nieuw", NEXT.valid_from, NEXT.valid_until)
    }
    assert [row.instrument for row in rows] == ["noodkoopfonds"]  # the others ended before
