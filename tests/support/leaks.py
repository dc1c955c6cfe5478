"""Which sentences on a page stand in another language than the page itself?"""

import re
from functools import lru_cache

from babel.messages.pofile import read_po
from bs4 import BeautifulSoup, Comment

from tests.support.messages import CATALOGUES

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
ENOUGH = 12  # a msgid that starts with so many letters before its first value can be recognised


@lru_cache
def _english(language: str) -> tuple[frozenset[str], dict[str, list[str]]]:
    """English sentences that read otherwise in ``language``: whole ones, and beginnings."""
    whole, beginnings = set(), {}
    with (CATALOGUES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        for message in read_po(file, locale=language):
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            for english in ids:
                if not english or english in strings:
                    continue
                start = PLACEHOLDER.split(english)[0]
                if start == english:
                    whole.add(" ".join(english.split()))
                elif len(start) >= ENOUGH and not any(s.startswith(start) for s in strings):
                    beginnings.setdefault(start[:ENOUGH], []).append(start)
    return frozenset(whole), beginnings


def english_on(page: BeautifulSoup) -> list[str]:
    """English sentences on a page that says it is in another language.

    A part that says it is in another language (``lang="en"``) is left out.
    """
    language = (page.html.get("lang") or "").split("-")[0] if page.html else ""
    if language not in {"nl", "fr"}:
        return []
    whole, beginnings = _english(language)
    found = []
    for text in page.find_all(string=True):
        said = " ".join(text.split())
        if not said or isinstance(text, Comment) or text.parent.name in {"script", "style"}:
            continue
        starts = beginnings.get(said[:ENOUGH], [])
        if said not in whole and not any(said.startswith(start.rstrip()) for start in starts):
            continue
        if all(parent.get("lang", language) == language for parent in text.parents if parent.name):
            found.append(said)
    return found
