"""Is this upload what it says it is, and small enough to open?"""

import zipfile
from collections.abc import Collection
from io import BytesIO

import filetype

from renogroep.base.errors import Refused
from renogroep.base.names import cleaned, sort_key
from renogroep.base.text import N_, Text, t

MIB = 1024 * 1024
MAX_BYTES = 5 * MIB
MAX_UNPACKED = 50 * MIB
MAX_ENTRIES = 1_000
# Real workbooks pack up to about 50 times smaller; deflate can do 1,000 times.
MAX_RATIO = 200
MAX_PDF = 10 * MIB
PICTURES = frozenset({"jpg", "png", "webp", "heic"})
RATIO_FROM = MIB

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PASSWORD_IN_OLE = "EncryptedPackage".encode("utf-16-le")
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f")) + b"\x7f"
_TEXT_WITH_A_KIND = {"pdf", "rtf", "ps"}
_RESERVED = {"con", "prn", "aux", "nul"} | {f"{p}{n}" for p in ("com", "lpt") for n in range(10)}

_FOUND = {
    "png": N_("a picture (PNG)"),
    "jpg": N_("a picture (JPEG)"),
    "gif": N_("a picture (GIF)"),
    "webp": N_("a picture (WebP)"),
    "heic": N_("a picture (HEIC)"),
    "pdf": N_("a PDF document"),
    "docx": N_("a Word document"),
    "pptx": N_("a PowerPoint presentation"),
    "rtf": N_("a text document (RTF)"),
    "xls": N_("an old Office file (such as .xls)"),
    "xlsb": N_("a binary Excel file (.xlsb)"),
    "ods": N_("an OpenDocument spreadsheet (.ods)"),
    "xlsx": N_("an Excel file (.xlsx)"),
    "csv": N_("plain text"),
    "zip": N_("a ZIP archive"),
}
_ASKED = {
    "xlsx": N_("an Excel file (.xlsx)"),
    "csv": N_("a CSV file (.csv)"),
    "zip": N_("a ZIP archive (.zip)"),
    "pdf": N_("a PDF document (.pdf)"),
    "png": N_("a PNG picture (.png)"),
    "jpg": N_("a JPEG picture (.jpg)"),
}
_A_PHOTO = N_("a photo (JPEG, PNG, WebP or HEIC)")
_CAN_BE_SAVED_AS_XLSX = {"xls", "xlsb", "ods"}
_PARTS = (
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("word/document.xml", "docx"),
    ("ppt/presentation.xml", "pptx"),
)


def check_upload(
    data: bytes, *, name: str, allowed: Collection[str], max_bytes: int = MAX_BYTES
) -> str:
    """The kind of file that was uploaded, judged by its content and never by its name.

    name      as the sender called it, only used in sentences
    allowed   any of "xlsx", "csv", "zip", "pdf", "png", "jpg", "webp", "heic"
    returns   one of ``allowed``
    raises    Refused: empty, too big, another kind, password, macros, damaged, or a workbook that
              unpacks to more than 50 MiB. Nothing is unpacked before these limits are checked.
    """
    called = shown(name)
    if not data:
        raise Refused(
            "file.empty",
            "The file “%(name)s” is empty. Save it again and choose it again.",
            name=called,
        )
    if len(data) > max_bytes:
        raise Refused(
            "file.too_big",
            "The file “%(name)s” is larger than %(limit)s MB. Choose a smaller file.",
            name=called,
            limit=max_bytes // MIB,
        )
    kind = _kind(data, called)
    if kind not in allowed:
        _refuse_kind(kind, called, allowed)
    if kind == "xlsx":
        _check_workbook(data, called)
    return kind


def check_pdf(data: bytes, *, name: str) -> None:
    """A PDF of at most 10 MB without a password. It is never opened here: only who asks for it opens it.

    raises   Refused, as ``check_upload``
    """
    check_upload(data, name=name, allowed={"pdf"}, max_bytes=MAX_PDF)
    if b"/Encrypt" in data:
        raise _password(shown(name))


def safe_download_name(name: str, extension: str) -> str:
    """A file name that every system accepts: "Rue de l'Été 5", "xlsx" -> "rue-de-l-ete-5.xlsx"."""
    plain = "".join(c for c in sort_key(name) if c.isascii() and (c.isalnum() or c == " "))
    stem = "-".join(plain.split())[:80].strip("-") or "renogroep"
    return f"{'file-' if stem in _RESERVED else ''}{stem}.{extension}"


def named(name: str, words: Text) -> Text:
    """What was refused, of which of the files that were sent together."""
    return t("“%(name)s”: %(words)s", name=shown(name), words=words)


def damaged(name: str) -> Refused:
    """The refusal for a file that its own program would not open either."""
    return Refused(
        "file.damaged",
        "We cannot open the file “%(name)s”: it is damaged or incomplete. "
        "Open it in your own program, save it again and upload it again.",
        name=shown(name),
    )


def shown(name: str) -> str:
    """The name of a file as a sentence gives it: short, and on one line."""
    name = cleaned(name.replace("\n", " "))
    return name if len(name) <= 60 else name[:40] + "…" + name[-15:]


def _kind(data: bytes, name: str) -> str:
    if data.startswith(_OLE):
        if _PASSWORD_IN_OLE in data:
            raise _password(name)
        return "xls"
    if data.startswith(_ZIP):
        return _zip_kind(data, name)
    guess = filetype.guess(data)
    found = str(guess.extension) if guess else "unknown"
    # "BM" opens a bitmap and also a CSV of BMW drivers: what reads as text is text.
    if found not in _TEXT_WITH_A_KIND and _is_text(data):
        return "csv"
    return found


def _is_text(data: bytes) -> bool:
    return len(data) == len(data.translate(None, _CONTROL)) and any(
        _decodes(data, encoding) for encoding in ("utf-8", "cp1252")
    )


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _zip_kind(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                ods = b"opendocument.spreadsheet" in archive.read("mimetype")
                return "ods" if ods else "zip"
    except Exception:  # zipfile raises a dozen kinds of error for a malformed archive
        raise damaged(name) from None
    if "[Content_Types].xml" not in names:
        return "zip"
    return next((kind for part, kind in _PARTS if part in names), "zip")


def _refuse_kind(kind: str, name: str, allowed: Collection[str]) -> None:
    found = Text(_FOUND.get(kind, N_("another kind of file")))
    if "xlsx" in allowed and kind in _CAN_BE_SAVED_AS_XLSX:
        raise Refused(
            "file.save_as_xlsx",
            "The file “%(name)s” is %(found)s. Open it in your spreadsheet program, save it as .xlsx "
            "and upload that file.",
            name=name,
            found=found,
        )
    raise Refused(
        "file.wrong_kind",
        "The file “%(name)s” is %(found)s. Choose %(asked)s.",
        name=name,
        found=found,
        asked=_asked(allowed),
    )


def _asked(allowed: Collection[str]) -> Text:
    photo = set(allowed) >= PICTURES
    single = (kind for kind in _ASKED if kind in allowed and not (photo and kind in PICTURES))
    words = ([_A_PHOTO] if photo else []) + [_ASKED[kind] for kind in single]
    first, *others = map(Text, words)
    for other in others:
        first = t("%(one)s or %(other)s", one=first, other=other)
    return first


def _check_workbook(data: bytes, name: str) -> None:
    """Sizes first, from the directory of the archive; only then is anything unpacked."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        entries = archive.infolist()
        if any(entry.flag_bits & 1 for entry in entries):
            raise _password(name)
        if _unpacks_too_big(entries):
            raise Refused(
                "file.unpacked_too_big",
                "The file “%(name)s” becomes too large when it is opened. Copy only the sheet that is "
                "asked to a new file and upload that one.",
                name=name,
            )
        if any(e.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for e in entries):
            raise damaged(name)
        try:
            # A directory that lies about a size shows here: the checksum of the part is wrong.
            broken = archive.testzip()
            types = archive.read("[Content_Types].xml")
        except Exception:
            raise damaged(name) from None
    if broken:
        raise damaged(name)
    if b"macroEnabled" in types or any(e.filename.endswith("vbaProject.bin") for e in entries):
        raise Refused(
            "file.macros",
            "The file “%(name)s” contains macros. Save it as .xlsx without macros and upload that file.",
            name=name,
        )


def _unpacks_too_big(entries: list[zipfile.ZipInfo]) -> bool:
    return (
        len(entries) > MAX_ENTRIES
        or sum(entry.file_size for entry in entries) > MAX_UNPACKED
        or any(
            entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * entry.compress_size
            for entry in entries
        )
    )


def _password(name: str) -> Refused:
    return Refused(
        "file.password",
        "The file “%(name)s” is protected with a password. Save it without a password and upload it "
        "again.",
        name=name,
    )
