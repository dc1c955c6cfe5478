"""Does a PDF say what we put in it, with its own fonts, the same way every time?"""

import hashlib
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from renogroep.infra import documents, written
from renogroep.infra.documents import Document

pytestmark = pytest.mark.slow

GLYPHS = "€ é č ñ ß ≥ ² ✓ – ğ ş"
LONG = "x" * 5000


def order(**more: object) -> Document:
    made = Document("Bestelling 26-104", "nl", "Stad Voorbeeld", "Gevel en ramen", **more)  # type: ignore[arg-type]
    made.heading("Wat u bestelt")
    made.paragraph(f"Beste mevrouw Yılmaz, {GLYPHS}\n\nTweede alinea.")
    made.bullets(["eerste punt", "tweede punt"])
    made.key_values([("Plafond", "€ 9.293,08"), ("Golf", 1)])
    made.table(
        ["Post", "Hoeveelheid", "Bedrag"],
        [["Gevelisolatie", "60 m²", "€ 7.200,00"], ["Totaal", "", "€ 7.200,00"]],
        widths=[3, 1, 1],
        align=["left", "right", "right"],
        total=True,
    )
    made.note("U kunt tot 17 november kosteloos herroepen.")
    made.qr("https://voorbeeld.be/s/abc", "Open uw bestelling op uw telefoon")
    made.paragraph("Laatste bladzijde", strong=True)
    return made


def read(made: Document) -> PdfReader:
    return PdfReader(BytesIO(made.pdf_bytes()))


def words(made: Document) -> str:
    return "\n".join(page.extract_text() for page in read(made).pages)


def fonts(reader: PdfReader) -> dict[str, bool]:
    """Base font -> is its file inside?"""
    found = {}
    for page in reader.pages:
        for entry in page["/Resources"]["/Font"].values():  # type: ignore[index]
            font = entry.get_object()
            inside = font.get("/DescendantFonts", [font])[0].get_object().get("/FontDescriptor", {})
            found[font["/BaseFont"]] = "/FontFile2" in inside
    return found


def test_everything_that_goes_in_can_be_read_back() -> None:
    text = words(order())
    for piece in ("Bestelling 26-104", "Gevel en ramen", "Tweede alinea.", "tweede punt", "€ 9.293,08",
                  "Gevelisolatie", "60 m²", "herroepen", "https://voorbeeld.be/s/abc",
                  "Laatste bladzijde"):  # fmt: skip
        assert piece in text


@pytest.mark.parametrize("glyph", GLYPHS.split())
def test_letters_of_our_neighbours_are_in_the_font(glyph: str) -> None:
    assert glyph in words(order())
    written.register_fonts()
    for name in (written.REGULAR, written.SEMIBOLD, written.BOLD):
        assert ord(glyph) in written.pdfmetrics.getFont(name).face.charToGlyph


def test_a_name_in_arabic_script_is_joined_and_in_a_font_that_has_it() -> None:
    made = order(recipient_lines=["فاطمة العمراني", "Rozenstraat 1"])
    written.register_fonts()
    font = written.pdfmetrics.getFont(written.ARABIC).face.charToGlyph
    joined = "\ufe94\ufee4\ufec3\ufe8e\ufed3"  # the first name, from right to left
    shown = written.safe("Dag فاطمة <b>")
    assert shown == f'Dag <font name="{written.ARABIC}">{joined}</font> &lt;b&gt;'
    assert all(ord(letter) in font for letter in joined)
    assert any("NotoSansArabic" in name for name in fonts(read(made)))


def test_a_long_text_in_arabic_script_goes_on_over_lines() -> None:
    assert len(read(order(recipient_lines=["فاطمة " * 60])).pages) >= 1


def test_only_embedded_source_sans() -> None:
    found = fonts(read(order(recipient_lines=["Fatma Yılmaz"], sender_lines=["Stad"])))
    assert found
    assert all("SourceSans3" in name and inside for name, inside in found.items()), found


def test_same_content_same_bytes_also_in_another_process() -> None:
    made = order()
    assert made.pdf_bytes() == made.pdf_bytes() == order().pdf_bytes()
    program = f"""import hashlib, runpy
made = runpy.run_path({__file__!r})["order"]()
print(hashlib.sha256(made.pdf_bytes()).hexdigest())"""
    other = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert other.stdout.strip() == hashlib.sha256(made.pdf_bytes()).hexdigest(), other.stderr


def test_other_content_other_bytes() -> None:
    assert order().pdf_bytes() != order(reference="RG-1").pdf_bytes()


def test_metadata_and_language() -> None:
    reader = read(order())
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == (
        "Bestelling 26-104",
        "Stad Voorbeeld",
    )
    assert reader.trailer["/Root"]["/Lang"] == "nl"  # type: ignore[index]


@pytest.mark.parametrize(
    ("language", "counter"),
    [("nl", "Pagina 2 van 2"), ("fr", "Page 2 sur 2"), ("en", "Page 2 of 2"), ("tr", "2 / 2")],
)
def test_every_page_says_which_one_it_is(language: str, counter: str) -> None:
    made = Document("Brief", language, "Stad", reference="RG-26104")
    for line in range(60):
        made.paragraph(f"regel {line}")
    last = read(made).pages[1].extract_text()
    assert counter in last
    assert "Brief · RG-26104" in last


@pytest.mark.parametrize(
    "typed",
    ["<b>vet</b> & <font size=99>", "<img src='file:///etc/passwd'/>", "a < b", "</para>", "&amp;"],
)
def test_what_people_type_is_never_markup(typed: str) -> None:
    made = Document(typed, "nl", typed, typed, sender_lines=[typed], reference=typed)
    made.heading(typed)
    made.paragraph(typed)
    made.key_values([(typed, typed)])
    made.table([typed], [[typed]])
    made.note(typed)
    made.qr("https://voorbeeld.be", typed)
    assert words(made).count(typed) >= 9


@pytest.mark.parametrize("large_print", [False, True])
@pytest.mark.parametrize("long", [LONG, "woord " * 900, "regel\n" * 150])
def test_very_long_texts_go_on_and_nothing_is_lost(long: str, large_print: bool) -> None:
    made = Document(
        long, "nl", "Stad", long, large_print=large_print, reference=long,
        sender_lines=[long], recipient_lines=[long] * 7,
    )  # fmt: skip
    made.heading(long)
    made.table(["a", "b"], [["kort", "kort"], [long, "kort"], ["kort", "kort"]], widths=[1, 3])
    made.key_values([(long, long)])
    made.bullets([long])
    made.note(long)
    made.qr("https://voorbeeld.be", long)
    made.paragraph("het einde")
    text = words(made)
    assert "het einde" in text
    body = long.split()[0]
    if long == LONG:
        assert (
            text.count("x") >= 8 * 5000
        )  # title, subtitle, heading, cell, key, value, item, note, label
    else:
        assert text.count(body) >= 8 * len(long.split())


@pytest.mark.parametrize("lines", [*range(48, 56), *range(96, 112)])
def test_a_cell_of_about_a_page_always_finds_a_place(lines: int) -> None:
    made = Document("T", "nl", "Stad")
    made.table(["a", "b"], [["kort", "kort"], ["lijn\n" * lines, "kort"]])
    assert words(made).count("lijn") == lines


@pytest.mark.parametrize(
    "odd", ["\x00\x07 nul", "مرحبا بالعالم", "🏠 huis", "\ud800 half", "a\r\nb\rc", ""]
)
def test_odd_text_never_stops_a_document(odd: str) -> None:
    made = Document(odd, "nl", odd, recipient_lines=[odd], reference=odd)
    made.paragraph(odd)
    made.table([odd], [[odd]])
    assert read(made).pages


def test_empty_parts_are_fine() -> None:
    made = Document("Leeg", "nl", "Stad")
    made.key_values([])
    made.table(["Post"], [])
    made.bullets([])
    assert "Post" in words(made)


def test_a_row_with_too_few_cells_is_a_mistake_of_the_programmer() -> None:
    with pytest.raises(ValueError, match="zip"):
        Document("T", "nl", "Stad").table(["a", "b"], [["only one"]])


def places(made: Document) -> dict[str, tuple[float, float]]:
    """Where on the first page does each text stand, in mm from the top left?"""
    found: dict[str, tuple[float, float]] = {}

    def visit(text: str, matrix: list[float], text_matrix: list[float], *_: object) -> None:
        if text.strip():
            x, y = text_matrix[4] + matrix[4], text_matrix[5] + matrix[5]
            found.setdefault(text.strip(), (x / documents.mm, 297 - y / documents.mm))

    read(made).pages[0].extract_text(visitor_text=visit)
    return found


def test_the_address_stands_in_the_window_and_the_letter_under_it() -> None:
    lines = ["Fatma Yılmaz", "Statiestraat 112", "2600 Berchem"]
    where = places(order(sender_lines=["Stad Voorbeeld"], recipient_lines=lines))
    for line in lines:
        left, top = where[line]
        assert 109 <= left <= 120
        assert 50 <= top <= 82
    assert where["Bestelling 26-104"][1] > 96
    assert where["Stad Voorbeeld"][1] < 45


def test_without_recipient_the_title_is_at_the_top() -> None:
    assert places(order())["Bestelling 26-104"][1] < 45


def test_the_header_of_a_table_comes_back_on_every_page() -> None:
    made = Document("Meetstaat", "nl", "Stad")
    made.table(["Omschrijving van de post"], [[f"post {n}"] for n in range(120)])
    pages = [page.extract_text() for page in read(made).pages]
    assert len(pages) > 2
    assert all("Omschrijving van de post" in page for page in pages)


def sizes(made: Document) -> set[float]:
    found: set[float] = set()
    read(made).pages[0].extract_text(
        visitor_text=lambda t, _m, _t, _f, size: found.add(size) if t.strip() else None
    )
    return found


def test_large_print_is_at_least_eighteen_points_in_the_text() -> None:
    made = Document("Brief", "nl", "Stad", large_print=True)
    made.paragraph("Dag")
    assert min(sizes(made) - {12}) == 18
    plain = Document("Brief", "nl", "Stad")
    plain.paragraph("Dag")
    assert 10.5 in sizes(plain)


def test_the_fonts_are_the_ones_that_were_checked() -> None:
    folder = Path(documents.__file__).parent / "fonts"
    listed = (folder / "VENDOR.txt").read_text(encoding="utf-8")
    for font in folder.glob("*.ttf"):
        assert hashlib.sha256(font.read_bytes()).hexdigest() in listed
