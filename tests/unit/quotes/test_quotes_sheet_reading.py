"""A price sheet goes in whole or not at all, and typing gives the same as a spreadsheet."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.money import Money, UnitPrice
from renogroep.base.units import Quantity, Unit
from renogroep.quotes.rules.price_sheet import AnswerKind, Line
from renogroep.quotes.rules.sheet_cells import ErrorCell, FormulaCell
from renogroep.quotes.rules.sheet_reading import (
    GROUP_QUOTE,
    IMPORTED,
    TENDER,
    band_label,
    price_sheet_from_form,
    read_price_sheet,
)
from renogroep.quotes.rules.sheet_terms import TermCell
from renogroep.tenders.rules.bands import Band
from renogroep.tenders.rules.bill import Nature, Scope

TODAY = date(2026, 11, 23)
BANDS = (Band(6, 8), Band(9))
LETTERS = {
    "number": "A",
    "scope": "D",
    "quantity": "E",
    "price_1": "F",
    "price_2": "G",
    "answer": "H",
}

LINES = (
    Line("01.01", "Gevelisolatie 14 cm", Nature.VH, Unit.M2, Scope.HOME, Quantity.of(642)),
    Line("01.02", "Dorpels", Nature.VH, Unit.LM, Scope.HOME, Quantity.of("64.5")),
    Line("02.01", "Stelling opzetten", Nature.TP, Unit.LUMP, Scope.RUN, Quantity.of(4)),
    Line("03.01", "Opkuis", Nature.PM, Unit.LUMP, Scope.HOME, Quantity.of(0)),
)
TERMS = {
    "own_min": 6,
    "start_from": date(2027, 3, 1),
    "start_until": date(2027, 5, 31),
    "warranty_years": 10,
    "disruption_days": "5",
    "valid_until": "31/3/2027",
}


def bill_cells(line):
    return {
        "number": line.number,
        "description": line.description,
        "nature": line.nature.value,
        "unit": line.unit.value,
        "quantity": line.quantity.decimal,
    }


def answers():
    """A good answer to every post, as typed."""
    return {
        "01.01": {"price_1": "114", "price_2": "110,50"},
        "01.02": {"answer": "niet inbegrepen"},
        "02.01": {"price_1": "720", "price_2": "720", "remark": "per rij"},
    }


def sheet_rows(changes=None, skip=()):
    """The rows of a spreadsheet: the bill, the good answers, and ``changes`` on top."""
    rows = []
    for number, line in enumerate(LINES, 5):
        if line.number not in skip:
            cells = bill_cells(line) | answers().get(line.number, {})
            rows.append((number, cells | (changes or {}).get(line.number, {})))
    return rows


def read(rows, terms=None, rules=GROUP_QUOTE):
    cells = {
        name: TermCell(value, f"B{row}", row)
        for row, (name, value) in enumerate((TERMS | (terms or {})).items(), 3)
    }
    return read_price_sheet(rows, LINES, BANDS, cells, today=TODAY, rules=rules, letters=LETTERS)


def the_problem(rows, **more):
    """The one problem of a sheet that must not be read."""
    sheet, problems = read(rows, **more)
    assert sheet is None
    assert len(problems) == 1, [str(p.message) for p in problems]
    return problems[0]


def test_a_good_sheet():
    sheet, problems = read(sheet_rows())
    assert problems == []
    assert [a.kind for a in sheet.answers] == [
        AnswerKind.PRICE, AnswerKind.EXCLUDED, AnswerKind.PRICE, AnswerKind.INCLUDED,
    ]  # fmt: skip
    assert sheet.answers[0].prices == (UnitPrice.euros("114"), UnitPrice.euros("110.5"))
    assert sheet.answer("02.01").remark == "per rij"
    assert sheet.terms.own_min == 6
    assert sheet.terms.valid_until == date(2027, 3, 31)


def test_typing_gives_the_same_sheet_as_the_spreadsheet():
    typed = price_sheet_from_form(answers(), LINES, BANDS, TERMS, today=TODAY)
    assert typed == read(sheet_rows())


def test_typing_gives_the_same_problems_as_the_spreadsheet():
    bad = {"01.01": {"price_1": "gratis", "price_2": "110"}, "01.02": {"answer": "misschien"}}
    _, on_file = read(sheet_rows(bad))
    typed = answers() | {"01.01": bad["01.01"], "01.02": bad["01.02"]}
    _, on_page = price_sheet_from_form(typed, LINES, BANDS, TERMS, today=TODAY)
    assert [(p.line, p.column, p.message) for p in on_page] == [
        (p.line, p.column, p.message) for p in on_file
    ]
    assert {(p.cell, p.row) for p in on_page} == {(None, None)}
    assert [p.cell for p in on_file] == ["F5", "H6"]


@pytest.mark.parametrize(
    ("price", "read_as"),
    [
        ("114,5", "114.5"),
        ("114.5", "114.5"),
        ("1.250,75", "1250.75"),
        ("1,250.75", "1250.75"),
        ("€ 114", "114"),
        ("12,3456", "12.3456"),
        (114.1, "114.1"),
        (0.1 + 0.2, "0.3"),
        (Decimal("114.25"), "114.25"),
        ("0", "0"),  # zero is a price of its own, and is asked about later
        ("\u202e114", "114"),
        (1_000_000, "1000000"),
    ],
)
def test_prices_that_we_understand(price, read_as):
    sheet, problems = read(sheet_rows({"01.01": {"price_1": price, "price_2": 0}}))
    assert problems == []
    assert sheet.answers[0].prices[0] == UnitPrice.euros(read_as)


@pytest.mark.parametrize(
    ("price", "words"),
    [
        ("gratis", "“gratis” is not a price"),
        ("inbegrepen", "write it in the column “answer”"),
        (ErrorCell("#DIV/0!"), "shows “#DIV/0!”"),
        (FormulaCell(), "formula in this cell has no result"),
        (-5, "“-5” is below zero"),
        ("1.250", "can mean two prices"),
        ("12,34567", "more than four decimals"),
        (1_000_000.01, "more than 1.000.000 euro"),
        ("9" * 30, "too long"),
        (True, "not a price"),
        (date(2026, 5, 1), "not a price"),
        ("١٢", "not a price"),
        ("x" * 5000, "…” is too long for a price"),
    ],
)
def test_a_bad_price_is_named_by_its_cell(price, words):
    problem = the_problem(sheet_rows({"01.01": {"price_1": price, "price_2": "1"}}))
    assert (problem.cell, problem.row, problem.line) == ("F5", 5, "01.01")
    assert problem.column == "price_1"
    assert words in str(problem.message)
    assert len(str(problem.message)) < 200


@pytest.mark.parametrize(
    ("post", "cells", "column", "words"),
    [
        ("01.01", {"price_2": "114,01"}, "price_2", "More homes may not cost more"),
        ("01.01", {"price_1": None, "price_2": " "}, "price_1", "has no price"),
        ("01.01", {"price_2": ""}, "price_2", "9 or more homes"),
        ("01.01", {"answer": "misschien"}, "answer", "“misschien” is not an answer we know"),
        ("01.02", {"price_1": "5"}, "price_1", "Keep one of the two"),
        ("03.01", {"price_1": "5"}, "price_1", "is PM"),
        ("03.01", {"answer": "optie"}, "answer", "is PM"),
        ("01.01", {"quantity": 700}, "quantity", "was “642” and is now “700”"),
        ("01.01", {"quantity": None}, "quantity", "is now “”"),
        ("01.01", {"quantity": ErrorCell("#REF!")}, "quantity", "is now “#REF!”"),
        ("01.01", {"unit": "lm"}, "unit", "was “m²” and is now “lm”"),
        ("01.01", {"nature": "FH"}, "nature", "was “VH” and is now “FH”"),
        ("01.01", {"description": "Gevelisolatie 10 cm"}, "description", "10 cm”"),
        ("01.01", {"remark": "x" * 5000}, "remark", "has 5000 characters. Shorten it to 500"),
        ("01.01", {"stated_total": "veel"}, "stated_total", "“veel” is not a total"),
        ("01.01", {"stated_total": -1}, "stated_total", "“-1” is not a total"),
        ("01.01", {"number": "99.99"}, "number", "“99.99” is not in the bill"),
    ],
)
def test_what_is_wrong_with_a_row(post, cells, column, words):
    _, problems = read(sheet_rows({post: cells}))
    assert (problems[0].column, words in str(problems[0].message)) == (column, True), problems


@pytest.mark.parametrize("unit", ["m2", "M²", " m² "])
def test_another_way_to_write_the_same_unit_is_no_change(unit):
    assert read(sheet_rows({"01.01": {"unit": unit}}))[1] == []


@pytest.mark.parametrize("quantity", ["64,5", "64.5", 64.5, "64,500"])
def test_another_way_to_write_the_same_quantity_is_no_change(quantity):
    assert read(sheet_rows({"01.02": {"quantity": quantity}}))[1] == []


def test_a_post_that_stands_twice_names_both_rows():
    rows = sheet_rows()
    problem = the_problem([*rows, (40, rows[0][1])])
    assert (problem.cell, problem.row) == ("A40", 40)
    assert "already stands in row 5" in str(problem.message)


def test_a_missing_post_is_named_but_an_included_one_is_not_missed():
    problem = the_problem(sheet_rows(skip={"02.01", "03.01"}))
    assert (problem.cell, problem.row, problem.line) == (None, None, "02.01")
    assert "“Stelling opzetten” is missing" in str(problem.message)


def test_prices_without_a_post_number():
    problem = the_problem([*sheet_rows(), (41, {"number": None, "price_1": 3})])
    assert (problem.cell, problem.line) == ("A41", None)
    assert "no post number" in str(problem.message)


def test_titles_totals_and_empty_rows_are_no_posts():
    extra = [
        (1, {"number": "nr", "description": "omschrijving"}),
        (2, {"number": "01", "description": "GEVEL"}),
        (30, {"number": None, "description": "Totaal", "stated_total": 12}),
        (31, {"number": " ", "price_1": None}),
    ]
    assert read([*extra, *sheet_rows()])[1] == []


def test_a_spreadsheet_may_turn_a_number_into_a_number():
    line = Line("1", "Werk", Nature.VH, Unit.M2, Scope.HOME, Quantity.of(1))
    for number in (1, 1.0, "1 "):
        rows = [(2, {"number": number, "price_1": 5})]
        sheet, problems = read_price_sheet(rows, [line], BANDS[:1], {}, today=TODAY, rules=IMPORTED)
        assert problems == []
        assert sheet.answer("1").kind == AnswerKind.PRICE


def test_all_problems_at_once():
    bad = {
        "01.01": {"price_1": "gratis", "price_2": None, "quantity": 3, "remark": "x" * 501},
        "01.02": {"answer": "?"},
        "02.01": {"price_2": "721"},
    }
    _, problems = read(sheet_rows(bad), terms={"own_min": "veel", "warranty_years": None})
    assert [(p.line, p.column) for p in problems] == [
        ("01.01", "quantity"),
        ("01.01", "remark"),
        ("01.01", "price_1"),
        ("01.01", "price_2"),
        ("01.02", "answer"),
        ("02.01", "price_2"),
        (None, "own_min"),
        (None, "warranty_years"),
    ]


def test_an_option_with_and_without_a_price():
    options = {
        "01.01": {"answer": "optie"},
        "02.01": {"answer": "OPTION", "price_1": "", "price_2": ""},
    }
    sheet, problems = read(sheet_rows(options))
    assert problems == []
    assert [len(sheet.answer(p).prices) for p in ("01.01", "02.01")] == [2, 0]


def test_stated_totals_are_kept_in_cents_and_forgotten_where_nothing_is_charged():
    totals = {
        "01.01": {"stated_total": 73187.995},
        "01.02": {"stated_total": 0},
        "02.01": {"stated_total": FormulaCell()},
    }
    sheet, problems = read(sheet_rows(totals))
    assert problems == []
    assert [a.stated_total for a in sheet.answers] == [Money(7318800), None, None, None]


@pytest.mark.parametrize(
    ("terms", "term", "words"),
    [
        ({"own_min": None}, "own_min", "Fill in: own minimum"),
        ({"own_min": 0}, "own_min", "from 1 to 999"),
        ({"own_min": 6.5}, "own_min", "“6.5” does not fit"),
        ({"warranty_years": ErrorCell("#N/A")}, "warranty_years", "shows “#N/A”"),
        ({"start_from": "lente"}, "start_from", "“lente” is not a date"),
        ({"start_from": "31/2/2027"}, "start_from", "is not a date"),
        ({"start_from": 46000}, "start_from", "is not a date"),
        ({"start_until": date(2027, 2, 28)}, "start_until", "lies before the first start day"),
        (
            {"start_from": date(2026, 1, 1), "start_until": date(2026, 11, 22)},
            "start_until",
            "past",
        ),
        ({"valid_until": date(2026, 11, 22)}, "valid_until", "lies in the past"),
        ({"valid_until": None}, "valid_until", "how many days, your quote is valid"),
        ({"validity_days": 90}, "validity_days", "not both"),
        ({"capacity": 5}, "capacity", "can take 5 homes but come only with 6"),
    ],
)
def test_terms(terms, term, words):
    problem = the_problem(sheet_rows(), terms=terms)
    assert (problem.column, problem.line) == (term, None)
    assert problem.cell == f"B{problem.row}"
    assert words in str(problem.message)


def test_terms_in_other_shapes():
    sheet, problems = read(
        sheet_rows(),
        terms={
            "start_from": datetime(2027, 3, 1),  # noqa: DTZ001 - a date cell of a spreadsheet
            "start_until": "2027-05-31",
            "valid_until": None,
            "validity_days": 90.0,
            "capacity": "12",
        },
    )
    assert problems == []
    assert sheet.terms.start_from == date(2027, 3, 1)
    assert (sheet.terms.validity_days, sheet.terms.capacity) == (90, 12)


def test_today_is_not_in_the_past():
    last_moment = {"start_from": TODAY, "start_until": TODAY, "valid_until": TODAY}
    assert read(sheet_rows(), terms=last_moment)[1] == []


def test_a_tender_has_no_minimum_of_its_own():
    assert read(sheet_rows(), terms={"own_min": None}, rules=TENDER)[1] == []


def test_an_imported_bill_may_have_gaps_and_old_dates_but_no_nonsense():
    old = dict.fromkeys(TERMS) | {"valid_until": date(2020, 1, 1)}
    rows = sheet_rows({"01.01": {"price_1": None, "price_2": None}}, skip={"02.01"})
    sheet, problems = read(rows, terms=old, rules=IMPORTED)
    assert problems == []
    assert [a.kind for a in sheet.answers] == [
        AnswerKind.MISSING, AnswerKind.EXCLUDED, AnswerKind.MISSING, AnswerKind.INCLUDED,
    ]  # fmt: skip
    assert read(sheet_rows({"01.01": {"quantity": 3}}), rules=IMPORTED)[0] is None


def test_bands_in_words():
    assert [str(band_label(band)) for band in BANDS] == ["6 to 8 homes", "9 or more homes"]


anything = st.one_of(
    st.none(),
    st.text(max_size=60),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.just(FormulaCell()),
    st.text(max_size=9).map(ErrorCell),
    st.sampled_from(["01.01", "02.01", "114", "optie", "m²", 642, "9 " * 30]),
)
columns = st.sampled_from(
    ["number", "description", "nature", "unit", "quantity", "price_1", "price_2", "answer",
     "stated_total", "remark", "strange"]
)  # fmt: skip
nonsense = st.lists(
    st.tuples(st.integers(1, 99), st.dictionaries(columns, anything, max_size=11)), max_size=4
)


@given(nonsense, st.dictionaries(st.sampled_from([*TERMS, "capacity", "x"]), anything, max_size=8))
def test_bad_content_never_raises(rows, terms):
    cells = {name: TermCell(value) for name, value in terms.items()}
    for rules in (GROUP_QUOTE, IMPORTED):
        sheet, problems = read_price_sheet(rows, LINES, BANDS, cells, today=TODAY, rules=rules)
        assert (sheet is None) == bool(problems)
        assert all(str(problem.message) for problem in problems)


@pytest.mark.parametrize("changed", ["perceel", "", None, 3, ErrorCell("#REF!")])
def test_whether_a_home_a_run_or_the_lot_pays_cannot_be_changed(changed):
    sheet, problems = read(sheet_rows({"02.01": {"scope": changed}}))
    assert sheet is None
    assert [(p.cell, p.column) for p in problems] == [("D7", "scope")]
    assert read(sheet_rows({"02.01": {"scope": " Rij woningen"}}))[1] == []
