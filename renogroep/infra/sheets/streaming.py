"""What stands in the rows of a large CSV, packed or not, read one after the other?"""

import csv
import zlib
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from io import TextIOWrapper
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo, is_zipfile

from renogroep.base.errors import Refused
from renogroep.infra.files.checks import MAX_RATIO

MAX_UNPACKED = 2 * 1024**3  # the file of the whole of Flanders is some 700 MB
MAX_HEADING = 10_000  # characters of the first line
_DELIMITERS = (",", ";", "\t")


@contextmanager
def csv_rows(file: IO[bytes]) -> Iterator[Iterator[tuple[int, dict[str, str]]]]:
    """The rows under their headings, with the number that a spreadsheet shows.

    file     a CSV in UTF-8, or a zip with one; comma, semicolon or tab
    raises   Refused ``table.zip``, ``table.encoding`` or ``table.broken``, also on the way. Bytes that
             are not UTF-8 are no guess: a wrong one would make another street.
    """
    try:
        if not is_zipfile(file):
            file.seek(0)
            with closing(_rows(file)) as rows:
                yield rows
            return
        with ZipFile(file) as archive:
            parts = [part for part in archive.infolist() if part.filename.lower().endswith(".csv")]
            if len(parts) != 1 or not _fits(parts[0]):
                raise _bad_zip()
            with archive.open(parts[0]) as unpacked, closing(_rows(unpacked)) as rows:
                yield rows
    except (BadZipFile, EOFError, zlib.error):
        raise _bad_zip() from None


def _fits(part: ZipInfo) -> bool:
    """No password, packed as everybody packs, and of a size that such a file can have."""
    return (
        not part.flag_bits & 1
        and part.compress_type in (ZIP_STORED, ZIP_DEFLATED)
        and part.file_size <= min(MAX_UNPACKED, MAX_RATIO * part.compress_size)
    )


def _rows(file: IO[bytes]) -> Generator[tuple[int, dict[str, str]]]:
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        first = text.readline(MAX_HEADING)
        delimiter = max(_DELIMITERS, key=first.count)
        headings = [cell.strip() for cell in next(csv.reader([first], delimiter=delimiter), [])]
        rows = csv.DictReader(text, headings, restkey="", restval="", delimiter=delimiter)
        for number, cells in enumerate(rows, start=2):
            cells.pop("", None)
            yield number, {name: value.strip() for name, value in cells.items()}
    except UnicodeDecodeError:
        raise Refused(
            "table.encoding",
            "This file is not in UTF-8, so its street names would be wrong. Choose the file as it was downloaded, without saving it in a spreadsheet program first.",
        ) from None
    except csv.Error:
        raise Refused(
            "table.broken", "We cannot read this file as a table. Download it again."
        ) from None
    finally:
        text.detach()


def _bad_zip() -> Refused:
    return Refused(
        "table.zip",
        "We cannot open this ZIP archive as one CSV file. Download it again, or unpack it and choose the CSV file in it.",
    )
