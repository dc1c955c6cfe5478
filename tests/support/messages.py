"""Gather every sentence from code and templates, update the catalogues and compile them."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

TOP = Path(__file__).resolve().parents[2]
CATALOGUES = TOP / "renogroep" / "translations"
TEMPLATE = CATALOGUES / "messages.pot"
SOURCE = "en"  # a msgid is its own English sentence: its catalogue holds plurals only
TRANSLATED = ("nl", "fr")
LANGUAGES = (*TRANSLATED, SOURCE)
WHEN = datetime(2026, 11, 30, tzinfo=UTC)  # no clock: the same sentences are the same file
KEYWORDS = ("t", "N_", "_l", "lazy_gettext", "Refused:2", "Text", "ngettext:1,2")


def file_of(language: str) -> Path:
    """The catalogue that translators write in."""
    return CATALOGUES / language / "LC_MESSAGES" / "messages.po"


def pybabel(*arguments: str) -> None:
    """Run Babel's tool; stops the program when it fails."""
    subprocess.run([sys.executable, "-m", "babel.messages.frontend", *arguments], check=True)  # noqa: S603


def extract(target: Path) -> None:
    """All msgids as they stand in the source now."""
    keywords = [part for word in KEYWORDS for part in ("-k", word)]
    pybabel(
        *("-q", "extract", "-F", str(TOP / "babel.cfg"), "--no-location", "--sort-output"),
        *("--omit-header", *keywords, "-o", str(target), str(TOP / "renogroep")),
    )


def plurals_of(template: Catalog) -> Catalog:
    """The catalogue of the language of the msgids: sentences that count something."""
    catalogue = Catalog(locale=SOURCE, project="renogroep", fuzzy=False)
    for message in template:
        if message.pluralizable:
            catalogue.add(message.id, string=message.id)
    catalogue.creation_date = catalogue.revision_date = WHEN
    return catalogue


def main() -> None:
    """What ``make messages`` does."""
    CATALOGUES.mkdir(exist_ok=True)
    extract(TEMPLATE)
    for language in TRANSLATED:
        verb = "update" if file_of(language).exists() else "init"
        extra = (
            ["--no-fuzzy-matching", "--ignore-obsolete", "-w", "100", "--ignore-pot-creation-date"]
            if verb == "update"
            else []
        )
        common = ("-i", str(TEMPLATE), "-d", str(CATALOGUES), "-l", language)
        pybabel("-q", verb, *common, *extra)
    with TEMPLATE.open("rb") as template, file_of(SOURCE).open("wb") as target:
        write_po(target, plurals_of(read_po(template)), width=100, sort_output=True)
    pybabel("-q", "compile", "-d", str(CATALOGUES))


if __name__ == "__main__":
    main()
