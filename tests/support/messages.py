"""Gather every sentence from code and templates, update the catalogues and compile them."""

import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
CATALOGUES = TOP / "renogroep" / "translations"
TEMPLATE = CATALOGUES / "messages.pot"
LANGUAGES = ("nl", "fr", "en")
KEYWORDS = ("t", "N_", "_l", "lazy_gettext", "Refused:2", "Text", "ngettext:1,2")


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


def main() -> None:
    """What ``make messages`` does."""
    CATALOGUES.mkdir(exist_ok=True)
    extract(TEMPLATE)
    for language in LANGUAGES:
        file = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
        verb = "update" if file.exists() else "init"
        extra = (
            ["--no-fuzzy-matching", "--ignore-obsolete", "-w", "100"] if verb == "update" else []
        )
        common = ("-i", str(TEMPLATE), "-d", str(CATALOGUES), "-l", language)
        pybabel("-q", verb, *common, *extra)
    pybabel("-q", "compile", "-d", str(CATALOGUES))


if __name__ == "__main__":
    main()
