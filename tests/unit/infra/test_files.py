"""Does a wrong upload get an answer in words, before anything is unpacked?"""

import random
import zipfile
from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.errors import Refused
from renogroep.infra.files.checks import MAX_UNPACKED, MIB, check_upload, safe_download_name
from renogroep.infra.sheets import write_table

pytestmark = pytest.mark.slow

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + bytes(64)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
TYPES = b"<Types/>"
REPEATED = (random.Random(1).randbytes(25_000) * 42)[:MIB]  # packs some 25 times smaller


XLSX = {"name": "prijzen.xlsx", "allowed": {"xlsx"}}


def archive(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def workbook(**more: bytes) -> bytes:
    return archive({"[Content_Types].xml": TYPES, "xl/workbook.xml": b"<workbook/>", **more})


def refusal(data: bytes, name: str = "prijzen.xlsx", allowed: frozenset[str] = frozenset({"xlsx"})):
    with pytest.raises(Refused) as caught:
        check_upload(data, name=name, allowed=allowed)
    return caught.value


def lying_workbook() -> bytes:
    """The directory says that the sheet is 10 bytes; it unpacks to 2 MiB."""
    data = workbook(sheet=b"a" * 2 * MIB)
    with zipfile.ZipFile(BytesIO(data)) as made:
        entry = made.getinfo("sheet")
    size = entry.file_size.to_bytes(4, "little")
    return data.replace(size, (10).to_bytes(4, "little"))


def encrypted_workbook() -> bytes:
    data = bytearray(workbook())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "file.empty", "is empty"),
        (bytes(10 * MIB), "file.too_big", "larger than 5 MB"),
        (PNG, "file.wrong_kind", "a picture (PNG). Choose an Excel file (.xlsx)."),
        (b"post;prijs\r\n01.01;12,50\r\n", "file.wrong_kind", "is plain text"),
        (b"%PDF-1.7\n1 0 obj", "file.wrong_kind", "a PDF document"),
        (bytes(range(256)), "file.wrong_kind", "another kind of file"),
        (OLE, "file.save_as_xlsx", "save it as .xlsx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "file.password", "without a password"),
        (
            archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
            "file.save_as_xlsx",
            "OpenDocument",
        ),
        (
            archive({"[Content_Types].xml": TYPES, "xl/workbook.bin": b"x"}),
            "file.save_as_xlsx",
            "binary Excel",
        ),
        (
            archive({"[Content_Types].xml": TYPES, "word/document.xml": b"x"}),
            "file.wrong_kind",
            "a Word document",
        ),
        (archive({"xl/workbook.xml": b"x"}), "file.wrong_kind", "a ZIP archive"),
        (workbook(**{"xl/vbaProject.bin": b"x"}), "file.macros", "without macros"),
        (
            archive({"[Content_Types].xml": b"sheet.macroEnabled.main", "xl/workbook.xml": b"x"}),
            "file.macros",
            "without macros",
        ),
        (encrypted_workbook(), "file.password", "without a password"),
        (workbook()[:-30], "file.damaged", "damaged or incomplete"),
        (b"PK\x03\x04" + bytes(50), "file.damaged", "damaged or incomplete"),
        (lying_workbook(), "file.damaged", "damaged or incomplete"),
        (
            archive(
                {"[Content_Types].xml": TYPES, "xl/workbook.xml": b"x"}, method=zipfile.ZIP_LZMA
            ),
            "file.damaged",
            "damaged or incomplete",
        ),
    ],
)
def test_a_wrong_file_is_refused_in_words(data, code, words):
    refused = refusal(data)
    assert refused.code == code
    assert words in str(refused.text)


@pytest.mark.parametrize(
    "parts",
    [
        {"bomb": bytes(MAX_UNPACKED + 1)},
        # under the limit of each part, over it together, and not even absurdly packed
        {f"part{n}": REPEATED for n in range(51)},
        {"zeros": bytes(8 * MIB)},  # 1,000 times smaller than it is
        {f"part{n}": b"" for n in range(1_001)},
    ],
)
def test_a_zip_bomb_is_refused_before_it_is_unpacked(parts, monkeypatch):
    data = workbook(**parts)
    assert len(data) < 5 * MIB
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("unpacked"))
    assert refusal(data).code == "file.unpacked_too_big"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (write_table(["post"], [["01"]], made_at=datetime(2026, 3, 1, tzinfo=UTC)), "xlsx"),
        (b"straat;nr\nKerkstraat;5\n", "csv"),
        (b"BMW;blauw\n", "csv"),  # "BM" is also how a bitmap starts
        ("straat;nr\nÉlisabethlaan;5\n".encode("cp1252"), "csv"),
        (PNG, "png"),
    ],
)
def test_the_kind_follows_from_the_content(data, kind):
    allowed = {"xlsx", "csv", "png", "jpg", "pdf"}
    assert check_upload(data, name="anything.exe", allowed=allowed) == kind


def test_the_limit_itself_is_allowed():
    assert check_upload(workbook(**{f"part{n}": REPEATED for n in range(49)}), **XLSX) == "xlsx"
    assert check_upload(b"a" * 100, name="a.csv", allowed={"csv"}, max_bytes=100) == "csv"
    with pytest.raises(Refused, match=r"file\.too_big"):
        check_upload(b"a" * 101, name="a.csv", allowed={"csv"}, max_bytes=100)


def test_the_sentence_names_every_kind_that_is_asked():
    words = str(refusal(PNG, allowed=frozenset({"csv", "xlsx"})).text)
    assert words.endswith("Choose an Excel file (.xlsx) or a CSV file (.csv).")


def test_a_long_or_misleading_name_does_not_spoil_the_sentence():
    words = str(refusal(PNG, name="x" * 5000 + "\u202egpj.xlsx").text)
    assert len(words) < 200
    assert "\u202e" not in words
    assert "gpj.xlsx”" in words


def answer(data: bytes) -> str:
    try:
        return check_upload(data, name="x", allowed={"xlsx", "csv"})
    except Refused as refused:
        return refused.code.split(".")[0]


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", OLE[:8], b"%PDF", b"BM"]))
def test_whatever_comes_in_is_a_kind_or_a_refusal(data, start):
    assert answer(start + data) in {"xlsx", "csv", "file"}


@given(st.data())
def test_a_workbook_with_changed_bytes_never_breaks_the_gate(data):
    content = bytearray(workbook(**{"xl/sheet.xml": b"<sheet/>" * 20}))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))
    assert answer(bytes(content)) in {"xlsx", "file"}


@pytest.mark.parametrize(
    ("name", "file_name"),
    [
        ("Meetstaat Sint-Jansstraat 5", "meetstaat-sint-jansstraat-5.xlsx"),
        ("Rue de l'Été", "rue-de-l-ete.xlsx"),
        ("../../etc/passwd", "etc-passwd.xlsx"),
        ('x"\r\nSet-Cookie: a', "x-set-cookie-a.xlsx"),
        ("con", "file-con.xlsx"),
        ("", "renogroep.xlsx"),
        ("شارع", "renogroep.xlsx"),
        ("a" * 200, "a" * 80 + ".xlsx"),
    ],
)
def test_a_download_name_is_safe_on_every_system(name, file_name):
    assert safe_download_name(name, "xlsx") == file_name
