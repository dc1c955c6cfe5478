"""A source on a page is its title and official page, without the notes of whoever looked it up."""

import csv
from pathlib import Path

import pytest

from renogroep.base.sources import link_of, title_of

RATES = Path(__file__).parents[3] / "renogroep" / "financing" / "rates"


@pytest.mark.parametrize(
    ("source", "title", "link"),
    [
        ("", "", ""),
        ("bron 52461804386", "", ""),
        ("AVYclima, mei 2026 (bron 55841209056)", "AVYclima, mei 2026", ""),
        (
            "vlaanderen.be, Mijn VerbouwPremie, tabel 2025 (via Ren0vate, bron 5700480525 en 6471670386)",
            "vlaanderen.be, Mijn VerbouwPremie, tabel 2025",
            "https://vlaanderen.be",
        ),
        (
            "vlaanderen.be/renteloze-lening-voor-noodkopers; herzele.be",
            "vlaanderen.be/renteloze-lening-voor-noodkopers; herzele.be",
            "https://vlaanderen.be/renteloze-lening-voor-noodkopers",
        ),
        (
            "https://www.geotherma.be/premies/ (29/05/2024)",
            "https://www.geotherma.be/premies/ (29/05/2024)",
            "https://www.geotherma.be/premies/",
        ),
        (
            "wonenleieschelde.be ; GitHub public code index id 58163012369",
            "wonenleieschelde.be",
            "",
        ),
        ("notvlaanderen.be", "notvlaanderen.be", ""),
    ],
)
def test_title_and_official_page(source, title, link):
    assert (title_of(source), link_of(source)) == (title, link)


def test_no_source_that_we_ship_shows_a_note_of_ours():
    for file in RATES.glob("*.csv"):
        for row in csv.DictReader(file.open(encoding="utf-8")):
            shown = title_of(row.get("source") or "")
            assert not any(word in shown for word in ("bron ", "(via", "index id")), shown
