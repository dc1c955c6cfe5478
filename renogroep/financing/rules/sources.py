"""What is a source called, and at which address does the official page stand?"""

import re
from typing import NamedTuple

# A version that somebody keeps since before may still name who looked it up, and in which register.
_NOTE = re.compile(
    r"\s*\((?=[^)]*\b(?:bron|via)\b)[^)]*\)"  # (via somebody, bron 123 en 456)
    r"|,?\s*\bbron\s+\d+(?:\s+en\s+\d+)*"
    r"|,?\s*\b[\w ]*\bindex id \d+",
    re.IGNORECASE,
)
_LINK = re.compile(r"https?://[^\s\"'<>]+")
_ENDS = " ,;.:()"


class Source(NamedTuple):
    """A title that people read, and the address of its page; no address: it was not given one."""

    title: str
    link: str


def read_source(text: str) -> Source:
    """The first address in the text is the link, the rest the title.

    A source that is nothing but an address is called by it, without https. Notes of whoever looked
    it up are left out: nothing may be left.
    """
    text = _NOTE.sub("", text)
    found = _LINK.search(text)
    if found is None:
        return Source(text.strip(" ,;"), "")
    link = found.group().rstrip(_ENDS)
    title = " ".join(text.replace(link, " ", 1).split()).strip(_ENDS)
    return Source(title or link.partition("://")[2].removeprefix("www."), link)
