"""Can people count with what we hand out, change only what we ask, and run nothing?"""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from renogroep.base.form_sheet import Column, FormSheet, Input, Kind
from renogroep.base.money import Money, UnitPrice
from renogroep.base.units import Quantity
from renogroep.infra.sheets import (
    read_book,
    read_csv,
    read_xlsx,
    write_bill,
    write_csv,
    write_table,
)
from renogroep.infra.sheets.exports import harmless

pytestmark = pytest.mark.slow

MADE = datetime(2026, 3, 1, 12, tzinfo=UTC)
clock_shows = datetime.fromisoformat  # a cell has no time zone
DANGEROUS = [
    "=1+1",
    "+32 470",
    "-5",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\n=x",
    "  =1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
]

texts = st.text(max_size=30) | st.builds(
    "{}{}".format, st.sampled_from([*"=+-@＝＋－＠ \t\r\n'"]), st.text(max_size=10)
)


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_that_could_run_gets_an_apostrophe(text):
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["", "x=1", "5-3", "a@b.be", "É", "'quoted", "½"])
def test_other_texts_stay_as_they_are(text):
    assert harmless(text) == text


@given(texts)
@example("\x1f")  # nothing is left of it
def test_no_export_holds_a_formula(text):
    cell = load_workbook(BytesIO(write_table(["kop"], [[text]], made_at=MADE))).active["A2"]
    assert cell.data_type in {"s", "n"}  # "n" is how an empty cell is called
    assert not str(cell.value or "").lstrip().startswith(tuple("=+-@＝＋－＠"))
    rows = list(
        csv.reader(StringIO(write_csv(["kop"], [[text]]).decode("utf-8-sig")), delimiter=";")
    )
    assert not "".join(rows[1]).lstrip().startswith(tuple("=+-@＝＋－＠"))


@given(
    st.lists(
        st.lists(
            st.text(st.characters(min_codepoint=32, max_codepoint=0x24F), min_size=1),
            min_size=2,
            max_size=2,
        )
    )
)
def test_what_we_export_we_can_read_back(rows):
    header = ["straat", "gemeente"]
    expected = [[harmless(text) for text in row] for row in [header, *rows]]
    for sheet in (
        read_xlsx(write_table(header, rows, made_at=MADE)),
        read_csv(write_csv(header, rows)),
    ):
        found = {n: [c.value or c.error or "" for c in cells] for n, cells in sheet.rows}
        for number, texts_in_row in enumerate(expected, 1):
            shown = ["" if not text.strip() else text for text in texts_in_row]
            assert found.get(number, ["", ""]) == shown


@pytest.mark.parametrize(
    ("out", "number", "in_csv"),
    [
        (Money(-123450), -1234.5, "-1234,50"),
        (UnitPrice(125_000), 12.5, "12,5000"),
        (Quantity(1_500), 1.5, "1,500"),
        (Decimal("0.1"), 0.1, "0,1"),
        (Decimal("1E+3"), 1000, "1000"),
        (-7, -7, "-7"),
        (date(2026, 3, 1), clock_shows("2026-03-01"), "2026-03-01"),
        # shown on the municipality's clock, which is an hour or two ahead
        (
            datetime(2026, 7, 1, 22, 30, tzinfo=UTC),
            clock_shows("2026-07-02T00:30"),
            "2026-07-02 00:30",
        ),
        (None, None, ""),
    ],
)
def test_numbers_and_days_stay_numbers_and_days(out, number, in_csv):
    cell = load_workbook(BytesIO(write_table(["kop"], [[out]], made_at=MADE))).active["A2"]
    assert cell.value == number
    assert write_csv(["a", "b"], [["x", out]]).decode("utf-8-sig") == f"a;b\r\nx;{in_csv}\r\n"


def test_a_text_that_looks_like_an_error_stays_a_text():
    data = write_table(["kop"], [["#N/A"]], made_at=MADE)
    assert load_workbook(BytesIO(data)).active["A2"].data_type == "s"


def test_characters_that_no_file_can_hold_are_left_out():
    data = write_table(["kop"], [["a\x00b\x1f\ud800\ufffec"]], title="a/b:[c]", made_at=MADE)
    assert read_xlsx(data).rows[1][1][0].value == "abc"


def test_the_same_table_gives_the_same_bytes():
    rows = [["a", Money(1)], ["b", Money(2)]]
    assert write_table(["x", "y"], rows, made_at=MADE) == write_table(
        ["x", "y"], rows, made_at=MADE
    )


def bill() -> FormSheet:
    def post(code, text, quantity):
        return (code, text, "m²", quantity, Input(Kind.PRICE), Input(Kind.PRICE), None, status)

    status = Input(
        Kind.CHOICE, "prijs", choices=("prijs", "inbegrepen", "niet aangeboden"), words="Kies."
    )
    return FormSheet(
        name="Prijzen",
        lines=("Meetstaat", "Vul de gele cellen in."),
        columns=(
            Column("code", "Post"),
            Column("text", "Omschrijving", width=60),
            Column("unit", "Eenheid"),
            Column("quantity", "Hoeveelheid"),
            Column("b1", "Prijs 6-8 woningen"),
            Column("b2", "Prijs 9-12 woningen"),
            Column(
                "total",
                "Totaal",
                formula="ROUND({quantity}*{b1},2)",
                uses=("quantity", "b1"),
                summed=True,
            ),
            Column("status", "Aanbod"),
        ),
        rows=(
            ("1", "GEVEL", None, None, None, None, None, None),
            post("01.01", "- isolatie 14 cm", Quantity(60_000)),
            post("01.02", "=dorpel", Quantity(6_500)),
        ),
        headings=frozenset({0}),
        frozen=2,
        total="Totaal excl. btw",
    )


def terms() -> FormSheet:
    return FormSheet(
        name="Voorwaarden",
        lines=("Voorwaarden",),
        columns=(Column("what", "Vraag", width=50), Column("answer", "Antwoord", width=30)),
        rows=(("Minimum aantal woningen", Input(Kind.WHOLE)), ("Opmerking", Input(Kind.TEXT))),
    )


META = {"request": "R-7", "revision": "3", "checksum": "abc"}


def form() -> bytes:
    return write_bill([bill(), terms()], meta=META, made_at=MADE)


def test_exactly_the_asked_cells_are_unlocked():
    book = load_workbook(BytesIO(form()))
    unlocked = {
        sheet.title: {
            c.coordinate for row in sheet.iter_rows() for c in row if not c.protection.locked
        }
        for sheet in book
    }
    assert unlocked == {
        "Prijzen": {"E5", "F5", "H5", "E6", "F6", "H6"},
        "Voorwaarden": {"B3", "B4"},
        "_meta": set(),
    }
    assert all(sheet.protection.sheet for sheet in book)
    assert book.security.lockStructure


def test_every_number_cell_checks_what_is_typed():
    sheet = load_workbook(BytesIO(form()))["Prijzen"]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert {(rule.type, frozenset(refs.split())) for refs, rule in rules.items()} == {
        ("decimal", frozenset({"E5", "F5", "E6", "F6"})),
        ("list", frozenset({"H5", "H6"})),
    }
    prices = next(rule for rule in rules.values() if rule.type == "decimal")
    assert (prices.operator, prices.formula1, prices.errorStyle) == (
        "greaterThanOrEqual",
        "0",
        "stop",
    )
    choices = next(rule for rule in rules.values() if rule.type == "list")
    assert (choices.formula1, choices.error) == ('"prijs,inbegrepen,niet aangeboden"', "Kies.")


def test_the_form_reads_back_as_it_was_made():
    book = read_book(form(), sheets=("Prijzen", "Voorwaarden"))
    assert book.meta == META
    rows = dict(book.sheets["Prijzen"].rows)
    assert [c.value for c in rows[3]] == [c.label for c in bill().columns]
    assert [c.value for c in rows[5][:4]] == ["01.01", "- isolatie 14 cm", "m²", 60]
    assert rows[6][1].value == "=dorpel"  # compared with the original: nothing is put in front
    assert rows[6][3].value == 6.5
    assert rows[6][4].is_empty


def test_texts_of_the_form_cannot_run():
    sheet = load_workbook(BytesIO(form()))["Prijzen"]
    assert (sheet["B6"].data_type, sheet["B6"].quotePrefix) == ("s", True)


def test_sums_are_there_for_the_filler_and_not_in_chapters():
    sheet = load_workbook(BytesIO(form()))["Prijzen"]
    assert sheet["G4"].value is None
    assert sheet["G5"].value == '=IF(COUNT(D5,E5)=2,ROUND(D5*E5,2),"")'
    assert (sheet["A7"].value, sheet["G7"].value) == ("Totaal excl. btw", "=SUM(G4:G6)")


def test_the_form_prints_and_scrolls_well():
    sheet = load_workbook(BytesIO(form()))["Prijzen"]
    assert sheet.freeze_panes == "C4"
    assert (
        sheet.page_setup.orientation,
        sheet.page_setup.fitToWidth,
        sheet.page_setup.fitToHeight,
    ) == (
        "landscape",
        1,
        0,
    )
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.oddFooter.center.text == "&P / &N"
    assert sheet.column_dimensions["B"].width == 60


@pytest.mark.parametrize(
    ("text", "height"), [("x", 15), ("x" * 19, 30), ("a\nb\nc", 45), ("x" * 5000, 400)]
)
def test_a_row_is_high_enough_for_its_text(text, height):
    form = FormSheet("x", (), (Column("a", "A", width=20),), ((text,),))
    sheet = load_workbook(BytesIO(write_bill([form], meta={}, made_at=MADE)))["x"]
    assert sheet.row_dimensions[2].height == height


def test_nobody_sees_the_meta_sheet():
    assert load_workbook(BytesIO(form()))["_meta"].sheet_state == "veryHidden"


def test_the_same_form_gives_the_same_bytes():
    assert form() == form()
    later = write_bill([bill(), terms()], meta=META, made_at=datetime(2026, 3, 2, tzinfo=UTC))
    assert later != form()


@pytest.mark.parametrize("choices", [("ja, graag",), ('"ja"',), ("x" * 300,), ()])
def test_choices_that_a_spreadsheet_cannot_hold_are_a_programmers_error(choices):
    with pytest.raises(ValueError, match="choice"):
        Input(Kind.CHOICE, choices=choices)


def test_a_row_of_the_wrong_width_is_a_programmers_error():
    sheet = FormSheet("x", (), (Column("a", "A"), Column("b", "B")), (("1",),))
    with pytest.raises(ValueError, match="1 values for 2 columns"):
        write_bill([sheet], meta={}, made_at=MADE)
