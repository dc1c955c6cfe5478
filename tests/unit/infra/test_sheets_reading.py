"""Do we see in a spreadsheet what its owner sees, with the same names for the cells?"""

import re
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.cell import Cell as Written

from renogroep.base.cells import Cell
from renogroep.base.errors import Refused
from renogroep.infra.sheets import read_book, read_csv, read_xlsx, write_table

pytestmark = pytest.mark.slow

MADE = datetime(2026, 3, 1, 12, tzinfo=UTC)
HALF_PAST_NINE = datetime.fromisoformat("2026-03-01T09:30")  # cells have no time zone


def made(*rows, title="Prijzen", **more) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for name, value in more.items():
        sheet[name] = value
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def with_sheet_xml(data: bytes, change) -> bytes:
    """The workbook with its first sheet rewritten, as another program could have saved it."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name.endswith("sheet1.xml") else content)
    return out.getvalue()


def only_cell(data: bytes) -> Cell:
    ((_, cells),) = read_xlsx(data).rows
    return next(cell for cell in cells if not cell.is_empty)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (12, 12),
        (12.5, 12.5),
        (0, 0),
        ("1.250,00", "1.250,00"),  # a number typed as text stays text: the rule decides
        (True, True),
        (date(2026, 3, 1), date(2026, 3, 1)),
        (HALF_PAST_NINE, HALF_PAST_NINE),
    ],
)
def test_a_value_comes_back_as_it_was_typed(written, read):
    cell = only_cell(made(E14=written))
    assert (cell.ref, cell.value, type(cell.value)) == ("E14", read, type(read))


def test_an_error_keeps_its_name_and_has_no_value():
    assert only_cell(made(E14="#DIV/0!")) == Cell("E14", error="#DIV/0!")


def test_the_error_of_a_formula_is_seen():
    data = with_sheet_xml(
        made(B2=5),
        lambda xml: re.sub(
            rb'<c r="B2".*?</c>', b'<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', xml
        ),
    )
    assert only_cell(data) == Cell("B2", error="#DIV/0!")


@pytest.mark.parametrize("word", ["#DEEL/0!", "#WAARDE!", "#VALEUR!", " #N/A "])
def test_an_error_that_became_text_is_still_an_error(word):
    assert only_cell(made(B2=word)).error == word.strip()


def test_a_formula_without_a_result_is_not_an_empty_cell():
    assert only_cell(made(B2="=1+1")) == Cell("B2", formula_without_value=True)


@pytest.mark.parametrize(
    ("xml", "cell"),
    [
        (b'<c r="B2"><f>1+1</f><v>2</v></c>', Cell("B2", 2)),
        (b'<c r="B2" t="str"><f>A1</f><v>ja</v></c>', Cell("B2", "ja")),
    ],
)
def test_a_formula_with_a_result_is_its_result(xml, cell):
    data = with_sheet_xml(made(B2=5), lambda old: re.sub(rb'<c r="B2".*?</c>', xml, old))
    assert only_cell(data) == cell


def test_a_formula_that_shows_nothing_is_an_empty_cell():
    data = with_sheet_xml(
        made(A2="x", B2=5),
        lambda old: re.sub(rb'<c r="B2".*?</c>', b'<c r="B2" t="str"><f>A1</f><v></v></c>', old),
    )
    assert read_xlsx(data).rows == ((2, (Cell("A2", "x"),)),)


def test_empty_rows_are_left_out_and_the_others_keep_their_number():
    sheet = read_xlsx(made(B2="a", D5="b", A3="  "))
    assert sheet.name == "Prijzen"
    assert [number for number, _ in sheet.rows] == [2, 5]
    assert [[cell.ref for cell in cells] for _, cells in sheet.rows] == [
        ["A2", "B2", "C2", "D2"],
        ["A5", "B5", "C5", "D5"],
    ]


def test_merged_and_hidden_cells_are_read_like_others():
    book = Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"] = "title", "hidden"
    sheet.merge_cells("A1:C1")
    sheet.row_dimensions[2].hidden = True
    rows = read_xlsx(saved(book)).rows
    assert [cells[0].value for _, cells in rows] == ["title", "hidden"]


def test_a_sheet_without_rows_is_no_error():
    assert read_xlsx(made()).rows == ()
    assert read_csv(b"\r\n\r\n").rows == ()


@pytest.mark.parametrize(("last", "refused"), [(5, False), (6, True)])
def test_row_limit(last, refused):
    table = made(*[[n] for n in range(last)])
    lines = b"\n".join(b"%d;x" % n for n in range(last))
    for read in (lambda: read_xlsx(table, max_rows=5), lambda: read_csv(lines, max_rows=5)):
        if refused:
            with pytest.raises(Refused, match=r"sheet\.too_many_rows: .*more than 5 rows"):
                read()
        else:
            assert len(read().rows) == 5


@pytest.mark.parametrize(("width", "refused"), [(4, False), (5, True)])
def test_column_limit(width, refused):
    table = made(list(range(width)))
    line = b";".join(b"%d" % n for n in range(width))
    for read in (lambda: read_xlsx(table, max_columns=4), lambda: read_csv(line, max_columns=4)):
        if refused:
            with pytest.raises(Refused, match=r"sheet\.too_many_columns: .*more than 4 columns"):
                read()
        else:
            assert len(read().rows[0][1]) == 4


def test_a_lonely_cell_far_to_the_right_counts_as_a_column():
    with pytest.raises(Refused, match=r"sheet\.too_many_columns"):
        read_xlsx(made(A1=1, CZ1=2))


def test_formatting_below_and_beside_the_table_is_not_content():
    book = Workbook()
    sheet = book.active
    sheet["A1"] = "x"
    for number in (2, 5001, 9000):
        sheet.cell(number, 70).number_format = "0.00"
    assert read_xlsx(saved(book)).rows == ((1, (Cell("A1", "x"),)),)


@pytest.mark.parametrize(
    "xml",
    [
        # 30 times 16,384 empty cells
        b"".join(b'<row r="%d"><c r="XFD%d"/></row>' % (n, n) for n in range(2, 32)),
        b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>',
    ],
)
def test_an_absurd_sheet_is_refused_without_much_work(xml):
    data = with_sheet_xml(
        made([1]), lambda old: old.replace(b"</sheetData>", xml + b"</sheetData>")
    )
    with pytest.raises(Refused, match=r"sheet\.too_much_formatting|sheet\.too_many_rows"):
        read_xlsx(data)


def test_more_cells_than_the_table_can_have_are_refused_before_openpyxl_sees_them(monkeypatch):
    cells = b'<row r="2">' + b'<c r="A2"/>' * 20_000 + b"</row>"
    data = with_sheet_xml(
        made([1]), lambda old: old.replace(b"</sheetData>", cells + b"</sheetData>")
    )
    assert read_xlsx(data, max_rows=1_000).rows[0][0] == 1
    monkeypatch.setattr(
        "renogroep.infra.sheets.reading.load_workbook", lambda *_: pytest.fail("parsed")
    )
    with pytest.raises(Refused, match=r"sheet\.too_much_formatting"):
        read_xlsx(data, max_rows=10)


def test_a_sheet_that_says_it_is_smaller_is_read_whole():
    data = with_sheet_xml(
        made([1], [2], [3]), lambda xml: re.sub(rb'ref="A1:A3"', b'ref="A1:A1"', xml)
    )
    assert len(read_xlsx(data).rows) == 3


def test_the_first_visible_sheet_is_read_when_none_is_named():
    book = Workbook()
    book.active.title = "Hulp"
    book.active.sheet_state = "hidden"
    book.create_sheet("Prijzen")["A1"] = "x"
    assert read_xlsx(saved(book)).name == "Prijzen"


def test_a_sheet_is_found_whatever_its_capitals_and_missed_in_words():
    data = made([1], title="PRIJZEN")
    assert read_xlsx(data, sheet="Prijzen").name == "PRIJZEN"
    with pytest.raises(Refused, match=r"sheet\.missing: .*no sheet “Voorwaarden”"):
        read_book(data, sheets=("Prijzen", "Voorwaarden"))


def test_the_hidden_meta_sheet_is_read_beside_the_others():
    book = Workbook()
    book.active["A1"] = "x"
    meta = book.create_sheet("_meta")
    meta.sheet_state = "veryHidden"
    for row in (["request", "R-7"], ["revision", 3], ["note", None]):
        meta.append(row)
    sheet = read_xlsx(saved(book))
    assert sheet.meta == {"request": "R-7", "revision": "3", "note": ""}
    assert sheet.name == "Sheet"


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml[:-40],
        lambda xml: b"not xml",
        lambda xml: xml.replace(b"<v>1</v>", b"<v>one</v>"),
        lambda xml: b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + xml.split(b"?>")[-1],
    ],
)
def test_a_sheet_with_broken_insides_is_refused_in_words(change):
    with pytest.raises(Refused, match=r"file\.damaged: .*“prijzen\.xlsx”") as caught:
        read_xlsx(with_sheet_xml(made([1]), change), name="prijzen.xlsx")
    assert caught.value.__cause__ is None  # the cause could quote a sealed price in a log


def answer(read) -> str:
    try:
        read()
    except Refused as refused:
        return refused.code.split(".")[0]
    return "read"


@given(st.data())
def test_a_sheet_with_changed_bytes_is_read_or_refused(data):
    content = bytearray(write_table(["post", "prijs"], [["01", 5]], made_at=MADE))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))
    assert answer(lambda: read_xlsx(bytes(content))) in {"read", "file", "sheet"}


@pytest.mark.parametrize(
    "data",
    [
        "straat;nr\nÉlisabethlaan;5".encode(),
        "straat;nr\nÉlisabethlaan;5".encode("utf-8-sig"),
        "straat;nr\r\nÉlisabethlaan;5\r\n".encode("cp1252"),
        "straat,nr\nÉlisabethlaan,5".encode(),
        "straat\tnr\nÉlisabethlaan\t5".encode(),
        '"straat";"nr"\n"Élisabethlaan";"5"'.encode(),
        '"straat";nr\nÉlisabethlaan;5'.encode(),
    ],
)
def test_csv_encodings_and_delimiters(data):
    values = [[cell.value for cell in cells] for _, cells in read_csv(data).rows]
    assert values == [["straat", "nr"], ["Élisabethlaan", "5"]]


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("a;b,c", ["a", "b,c"]),  # as many of each: the Belgian habit wins
        ('"a;b;c",d', ["a;b;c", "d"]),  # inside quotes they do not count
        ("alone", ["alone"]),
        ("\n\nx,y", ["x", "y"]),
    ],
)
def test_csv_delimiter_boundaries(text, header):
    assert [cell.value for cell in read_csv(text.encode()).rows[0][1]] == header


def test_csv_rows_are_counted_as_a_spreadsheet_shows_them():
    sheet = read_csv(b'a;b\n\n"two\nlines";#N/A\nlast;')
    assert [(n, [c.value for c in cells]) for n, cells in sheet.rows] == [
        (1, ["a", "b"]),
        (3, ["two\nlines", None]),
        (4, ["last", None]),
    ]
    assert sheet.rows[1][1][1] == Cell("B3", error="#N/A")


@pytest.mark.parametrize(
    "data", [b"a;b\x00c", b"\xff\xfea\x00;\x00", b"a;" + b"x" * 200_000, b"\x81;\x8d"]
)
def test_a_csv_that_is_no_table_is_refused_in_words(data):
    with pytest.raises(Refused, match=r"sheet\.not_text: .*CSV UTF-8"):
        read_csv(data)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_csv_or_a_refusal(data):
    assert answer(lambda: read_csv(data)) in {"read", "sheet"}


def test_openpyxl_still_stores_formulas_without_a_result():
    """The reader leans on this difference between a formula and an empty cell."""
    cell: Written = Workbook().active["A1"]
    cell.value = "=1+1"
    assert cell.data_type == "f"


def test_a_workbook_with_our_hidden_sheet_alone_has_no_rows():
    with pytest.raises(Refused) as refused:
        read_xlsx(made(("form", 1), title="_meta"))
    assert refused.value.code == "sheet.none"
