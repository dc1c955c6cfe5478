"""A bill that comes back is read by its headings, and only when it is the bill of this request."""

import pytest

from renogroep.base.cells import Cell, Sheet
from renogroep.base.errors import Refused
from renogroep.quotes.rules.bill_cells import (
    Mark,
    bill_rows,
    cell_value,
    check_mark,
    term_cells,
    without_our_total,
)
from renogroep.quotes.rules.bill_layout import TERM_QUESTIONS, bill_headings
from renogroep.quotes.rules.sheet_cells import ErrorCell, FormulaCell
from renogroep.quotes.rules.sheet_reading import IMPORTED, TENDER
from renogroep.tenders.rules.bands import Band

MARK = Mark("V-1", 2, "abc")
BANDS = [Band(6, 8), Band(9, None)]


def sheet(*rows) -> Sheet:
    """Rows of plain values, numbered from 1."""
    return Sheet(
        "x",
        tuple(
            (n, tuple(Cell(f"{chr(65 + place)}{n}", value) for place, value in enumerate(row)))
            for n, row in enumerate(rows, 1)
        ),
    )


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, None),
        ({"form": "other"}, "bill.not_our_form"),
        ({"request": "V-2"}, "bill.other_request"),
        ({"revision": "1"}, "bill.other_revision"),
        ({"checksum": "abd"}, "bill.changed"),
    ],
)
def test_only_the_bill_of_this_request_and_version_is_taken(changed, code):
    meta = MARK.as_meta() | changed
    if code is None:
        check_mark(meta, MARK)
        return
    with pytest.raises(Refused) as refused:
        check_mark(meta, MARK)
    assert refused.value.code == code


def test_a_file_without_marks_is_not_our_form():
    with pytest.raises(Refused) as refused:
        check_mark({}, MARK)
    assert refused.value.code == "bill.not_our_form"


def test_columns_are_found_by_their_words_wherever_they_stand():
    words = bill_headings(BANDS)
    head = [f" {label.upper()} " for label in reversed(words.values())]
    letters, rows = bill_rows(sheet(["Meetstaat"], head, list(range(len(words)))), BANDS)
    last = len(words) - 1
    assert letters["number"] == chr(65 + last)
    assert rows == [(3, {key: last - place for place, key in enumerate(words)})]


@pytest.mark.parametrize("column", ["description", "price_1", "price_2", "answer", "remark"])
def test_a_column_that_we_read_must_be_there(column):
    words = {k: v for k, v in bill_headings(BANDS).items() if k != column}
    with pytest.raises(Refused) as refused:
        bill_rows(sheet(list(words.values())), BANDS)
    assert refused.value.text.params["column"] == bill_headings(BANDS)[column]


@pytest.mark.parametrize("column", ["scope", "total"])
def test_a_column_that_we_do_not_need_may_be_gone(column):
    words = {k: v for k, v in bill_headings(BANDS).items() if k != column}
    letters, rows = bill_rows(sheet(list(words.values())), BANDS)
    assert column not in letters
    assert rows == []


def test_a_term_is_read_beside_its_question_the_first_time():
    label = TERM_QUESTIONS["capacity"].label
    found = term_cells(sheet([label.upper(), 9], [label, 12], ["Iets anders", 1]), ["capacity"])
    assert {name: (cell.value, cell.cell, cell.row) for name, cell in found.items()} == {
        "capacity": (9, "B1", 1)
    }


@pytest.mark.parametrize(
    ("rules", "kept"),
    [(None, {"number": "1"}), (TENDER, {"number": "1"})]
    + [(IMPORTED, {"number": "1", "stated_total": 5})],
)
def test_our_own_total_counts_only_in_a_bill_that_was_opened_elsewhere(rules, kept):
    assert without_our_total({"number": "1", "total": 5}, rules) == kept


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (Cell("A1", error="#N/A"), ErrorCell("#N/A")),
        (Cell("A1", formula_without_value=True), FormulaCell()),
        (Cell("A1", True), "True"),
        (Cell("A1", 1), 1),
        (Cell("A1"), None),
    ],
)
def test_a_cell_of_a_file_becomes_a_value_of_the_rules(cell, value):
    assert cell_value(cell) == value
