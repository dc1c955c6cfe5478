"""Every source that the product comes with reads as a title with its page, never as a note of ours."""

import re

import pytest

from renogroep.financing.rules.sources import read_source

# What somebody wrote for themselves while looking something up.
OF_OURS = re.compile(
    r"\bbron \d|\bindex id\b|\bopzoeking\b|\bverify\b|github|\.csv\b|\d{9,}",
    re.IGNORECASE,
)
# Decided here, or not found yet: there is no page that says it.
NO_PAGE = ("Beleid van het programma", "Beslissing van het programma", "nog zonder bron")


def all_sources(versions):
    """Kind -> every source that its versions and rows name."""
    for version in versions:
        yield version.kind, version.source
        for sheet in ("rules", "conditions"):
            for row in getattr(version.table, sheet, ()):
                yield version.kind, row.source


def test_every_source_has_a_title_and_an_official_link(versions):
    found = sorted(set(all_sources(versions)))
    assert len(found) > 40
    for kind, text in found:
        title, link = read_source(text)
        assert len(title) >= 8, (kind, text)
        assert "://" not in title, (kind, text)
        assert link.startswith("https://") or title.startswith(NO_PAGE), (kind, text)
        assert not OF_OURS.search(title), (kind, text)


def test_what_is_without_a_source_gives_no_amount(versions):
    rows = [row for version in versions for row in version.table.rules]
    unknown = [row for row in rows if row.source == "nog zonder bron"]
    assert unknown
    assert {row.confidence for row in unknown} == {"low"}


@pytest.mark.parametrize(
    ("text", "title", "link"),
    [
        ("De raad, 2026", "De raad, 2026", ""),
        ("De raad https://x.be/a.", "De raad", "https://x.be/a"),
        ("https://www.x.be/a", "x.be/a", "https://www.x.be/a"),
        ("De raad (https://x.be/a), 2026", "De raad ( ), 2026", "https://x.be/a"),
        ("Een https://x.be en https://y.be", "Een en https://y.be", "https://x.be"),
        ('<a href="https://x.be">', '<a href=" ">', "https://x.be"),
        ("javascript:alert(1)", "javascript:alert(1)", ""),
        ("", "", ""),
        ("bron 52461804386", "", ""),
        ("AVYclima, mei 2026 (bron 55841209056)", "AVYclima, mei 2026", ""),
        (
            "vlaanderen.be, tabel 2025 (via Ren0vate, bron 57 en 64)",
            "vlaanderen.be, tabel 2025",
            "",
        ),
        (
            "wonenleieschelde.be ; GitHub public code index id 58163012369",
            "wonenleieschelde.be",
            "",
        ),
    ],
)
def test_title_and_link(text, title, link):
    assert read_source(text) == (title, link)
